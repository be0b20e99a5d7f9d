"""Sessions that were: the list of them, the page of one, and what the answers after each say together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.logic.session_check import Reading, read
from tracker.models import AgendaLine, Appointment, Homework, SessionCheck

MOST_TO_CHOOSE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSession:
    """`words` are the day and with whom; `outcome` is one of Appointment.Outcome or "", `label` it in words."""

    id: UUID
    words: str
    day: dt.date
    with_whom: str
    outcome: str
    label: str
    is_therapy: bool
    has_check: bool
    has_notes: bool

    @property
    def went(self) -> bool:
        return self.outcome == Appointment.Outcome.ATTENDED

    @property
    def missed(self) -> bool:
        return self.outcome in (Appointment.Outcome.CANCELLED, Appointment.Outcome.MISSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeworkOf:
    id: UUID
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLine:
    id: UUID
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What the answers say, in words, and the id of the guide's phrase that goes with it, "" where none does."""

    text: str
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPage:
    """`answers` are the four of the check, none where there is none; `hints` what they and those before them say.

    `lines` are on the list now, and were before the session began.
    """

    session: PastSession
    starts_at: dt.datetime
    place: str
    notes: str
    obstacle: str
    obstacle_label: str
    obstacle_words: str
    answers: tuple[int | None, ...]
    hints: tuple[Hint, ...]
    homework: tuple[HomeworkOf, ...]
    lines: tuple[SaidLine, ...]


def past_sessions(*, user_id: UUID, zone: str, now: dt.datetime) -> tuple[PastSession, ...]:
    """All that were, the latest first, in one query."""
    return tuple(_past(row, zone) for row in _before(user_id, now))


def sessions_to_choose(*, user_id: UUID, zone: str, now: dt.datetime, chosen: UUID | None = None) -> list[PastSession]:
    """The last sessions that homework may have been set in, the latest first, with the one already *chosen*."""
    rows = [row for row in _before(user_id, now) if row.outcome in ("", Appointment.Outcome.ATTENDED)]
    return [_past(row, zone) for place, row in enumerate(rows) if place < MOST_TO_CHOOSE or row.pk == chosen]


def session_page(appointment: Appointment, *, zone: str) -> SessionPage:
    """Four queries."""
    user_id = appointment.user_id
    checks = _checks(user_id, appointment)
    mine: list[int | None] = next((one.answers for one in checks if one.appointment_id == appointment.pk), [])
    homework = Homework.objects.for_user(user_id).filter(appointment=appointment)
    lines = AgendaLine.objects.for_user(user_id).open().filter(created_at__lte=appointment.starts_at)
    doctor = not appointment.is_therapy
    return SessionPage(
        session=_past(appointment, zone),
        starts_at=appointment.starts_at.astimezone(ZoneInfo(zone)),
        place=appointment.place,
        notes=appointment.notes,
        obstacle=appointment.obstacle,
        obstacle_label=str(Appointment.Obstacle(appointment.obstacle).label) if appointment.obstacle else "",
        obstacle_words=appointment.obstacle_words,
        answers=tuple(mine),
        hints=_hints(read([check.answers for check in checks])) if any(mine) else (),
        homework=tuple(HomeworkOf(id=row.pk, title=row.title) for row in homework),
        lines=tuple(SaidLine(id=line.pk, text=line.text) for line in lines if bool(line.for_doctor) == doctor),
    )


def _hints(reading: Reading) -> tuple[Hint, ...]:
    """Never a figure; the least easy first, and of good and bad only what holds now."""
    found = []
    if reading.holding_back:
        words = _("You wrote that it’s hard to be fully honest in there. That’s common, and it’s a topic in itself.")
        found.append(Hint(text=words, phrase="therapist-hidden"))
    if reading.changed:
        words = _("Something changed in the room, compared with the sessions before. It helps to name it.")
        found.append(Hint(text=words, phrase="therapist-fit"))
    elif reading.band == "low":
        words = _("It hasn’t felt like a good fit lately. That is worth saying out loud.")
        found.append(Hint(text=words, phrase="therapist-fit"))
    elif reading.band == "mixed":
        words = _("Some of it fits and some of it doesn’t yet. You can say which part.")
        found.append(Hint(text=words, phrase="therapist-another-way"))
    elif reading.band == "good" and not found:
        found.append(Hint(text=_("There is something here to build on."), phrase=""))
    return tuple(found)


def _checks(user_id: UUID, appointment: Appointment) -> Sequence[SessionCheck]:
    """Those of the same stretch of therapy up to this session, the oldest first."""
    found = SessionCheck.objects.for_user(user_id).filter(appointment__starts_at__lte=appointment.starts_at)
    if appointment.episode_id:
        found = found.filter(appointment__episode=appointment.episode_id)
    return list(found.order_by("appointment__starts_at"))


def _before(user_id: UUID, now: dt.datetime) -> list[Appointment]:
    rows = Appointment.objects.for_user(user_id).filter(starts_at__lte=now).order_by("-starts_at")
    return list(rows.select_related("carer", "session_check"))


def _past(row: Appointment, zone: str) -> PastSession:
    day, whom = row.starts_at.astimezone(ZoneInfo(zone)).date(), row.whom
    when = date_format(day, "l j F Y")
    return PastSession(
        id=row.pk,
        words=_("%(day)s, %(name)s") % {"day": when, "name": whom} if whom else when,
        day=day,
        with_whom=whom,
        outcome=row.outcome,
        label=str(Appointment.Outcome(row.outcome).label) if row.outcome else _("Nothing said of it yet"),
        is_therapy=row.is_therapy,
        has_check=bool(_check_of(row)),
        has_notes=bool(row.notes),
    )


def _check_of(row: Appointment) -> list[int | None]:
    try:
        return list(row.session_check.answers)
    except SessionCheck.DoesNotExist:
        return []
