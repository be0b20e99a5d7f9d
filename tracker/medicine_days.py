"""The last days of one medicine, dose by dose, and the page of one dose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from tracker.logic.day import bounds, page_of
from tracker.logic.schedule import Occurrence
from tracker.models import Dose, Schedule
from tracker.record import Said, said
from tracker.words import clock

DAYS_SHOWN = 14
DAY = dt.timedelta(days=1)

Key = tuple[UUID, dt.date, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseLine:
    """One dose of a day: its name (`schedule_id`, `date`, `slot`), when it was due, and what was said of it."""

    schedule_id: UUID
    date: dt.date
    slot: int
    time: str
    words: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfDoses:
    date: dt.date
    doses: tuple[DoseLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneDose:
    """What stands of one dose. `taken_at` is local; `can_record`: its page is still open."""

    schedule_id: UUID
    date: dt.date
    slot: int
    page: dt.date
    time: str
    state: str
    words: str
    reason: str
    note: str
    taken_at: dt.datetime | None
    can_record: bool

    @property
    def key(self) -> str:
        """The same as on Today and in the queue of what waits to be sent."""
        return f"dose:{self.schedule_id}:{self.date}:{self.slot}"


def doses_due(*, user: User, medicine_id: UUID, now: dt.datetime) -> list[Said]:
    """Those that fell due on the last DAYS_SHOWN pages, by instant."""
    until = page_of(now, zone=user.zone, day_start=user.day_start)
    start, _end = bounds(until - (DAYS_SHOWN - 1) * DAY, zone=user.zone, day_start=user.day_start)
    rows = said(user_id=user.pk, zone=user.zone, start=start, end=now)
    return [row for row in rows if row.schedule.medicine_id == medicine_id]


def settled(rows: Sequence[Said], now: dt.datetime) -> list[tuple[dt.datetime, str]]:
    """The instant and state of each that something was said of, or that went by unanswered; not what is still open."""
    return [(row.at, row.state) for row in rows if row.state or (row.lapses_at and row.lapses_at <= now)]


def days_of_doses(rows: Sequence[Said], *, user: User, medicine_id: UUID, now: dt.datetime) -> tuple[DayOfDoses, ...]:
    """By page, the newest first; days without a dose are left out. One query, for reasons and notes."""
    more = _more(user, medicine_id, rows)
    pages = [(page_of(row.at, zone=user.zone, day_start=user.day_start), row) for row in reversed(rows)]
    return tuple(
        DayOfDoses(
            date=day, doses=tuple(_line(row, more.get(_key(row)), user, now) for _page, row in reversed(list(found)))
        )
        for day, found in groupby(pages, key=lambda page: page[0])
    )


def one_dose(*, user: User, schedule: Schedule, occurrence: Occurrence, can_record: bool) -> OneDose:
    """What stands of the dose of that name; nothing said reads "not recorded". One query."""
    found = Dose.objects.for_user(user).filter(schedule=schedule, date=occurrence.date, slot=occurrence.slot).first()
    local = occurrence.at.astimezone(user.tzinfo)
    taken_at = found.taken_at.astimezone(user.tzinfo) if found and found.taken_at else None
    state, reason = (found.state, found.reason) if found else ("", "")
    return OneDose(
        schedule_id=schedule.pk,
        date=occurrence.date,
        slot=occurrence.slot,
        page=page_of(occurrence.at, zone=user.zone, day_start=user.day_start),
        time=clock(local.time()),
        state=state,
        words=state_in_words(state, taken_at=taken_at, reason=reason) or _("not recorded"),
        reason=reason,
        note=found.note if found else "",
        taken_at=taken_at,
        can_record=can_record,
    )


def state_in_words(state: str, *, taken_at: dt.datetime | None, reason: str) -> str:
    """ "taken 08:10", "skipped on purpose: side effects", "" where nothing is said. *taken_at* is local."""
    if not state:
        return ""
    words = str(Dose.State(state).label)
    words = words[:1].lower() + words[1:]
    if taken_at:
        return f"{words} {clock(taken_at.time())}"
    return f"{words}: {str(Dose.Reason(reason).label).lower()}" if reason else words


def _more(user: User, medicine_id: UUID, rows: Sequence[Said]) -> dict[Key, Dose]:
    dates = [row.date for row in rows]
    if not dates:
        return {}
    found = Dose.objects.for_user(user).filter(schedule__medicine=medicine_id, date__range=(min(dates), max(dates)))
    return {(dose.schedule_id, dose.date, dose.slot): dose for dose in found}


def _key(row: Said) -> Key:
    return row.schedule.pk, row.date, row.slot


def _line(row: Said, dose: Dose | None, user: User, now: dt.datetime) -> DoseLine:
    taken_at = row.taken_at.astimezone(user.tzinfo) if row.taken_at else None
    words = state_in_words(row.state, taken_at=taken_at, reason=dose.reason if dose else "")
    open_words = _("not ticked yet") if row.lapses_at and now < row.lapses_at else _("not recorded")
    return DoseLine(
        schedule_id=row.schedule.pk,
        date=row.date,
        slot=row.slot,
        time=clock(row.at.astimezone(user.tzinfo).time()),
        words=words or open_words,
        note=dose.note if dose else "",
    )
