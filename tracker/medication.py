"""One medicine's page and its check-in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from tracker.logic.day import bounds, page_of
from tracker.models import Dose, Medicine, StoppingThought
from tracker.plan import medicine_title
from tracker.record import Said, said
from tracker.versions import standing_in_words
from tracker.words import clock

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Reason:
    """Why someone thinks of stopping: as it is chosen, and as it is said to the prescriber."""

    label: _StrOrPromise
    said: _StrOrPromise


REASONS = {
    "side_effects": Reason(gettext_lazy("Side effects"), gettext_lazy("The side effects bother me.")),
    "not_helping": Reason(gettext_lazy("It isn’t helping"), gettext_lazy("It isn’t helping me the way I hoped.")),
    "better": Reason(gettext_lazy("I feel better now"), gettext_lazy("I feel better now.")),
    "dislike": Reason(gettext_lazy("I don’t like being on it"), gettext_lazy("I don’t like being on it.")),
    "cost": Reason(gettext_lazy("Cost"), gettext_lazy("The cost is hard for me.")),
    "pregnancy": Reason(gettext_lazy("Pregnancy, or planning one"), gettext_lazy("I’m pregnant, or planning to be.")),
    "other": Reason(
        gettext_lazy("Something else"), gettext_lazy("There is something else I’d like to tell you about.")
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineCard:
    """`tel` holds the digits to dial, "" without a number. `label` is the name on it where a nickname stands in
    `title`; `colour` and `form` are "" where not chosen, `colour_name` the word for it."""

    id: UUID
    name: str
    title: str
    prescriber: str
    phone: str
    tel: str
    taken_since: dt.date | None
    ended: bool
    when: str
    remind: bool
    label: str
    colour: str
    colour_name: str
    form: str
    as_needed: bool
    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseToday:
    """`key` is "schedule/date/slot"."""

    key: str
    time: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """Today's doses of one medicine, the one to ask about, and what stands: an answer, or "".

    `reasons` and `noted` belong to the thought of stopping of today.
    """

    doses: tuple[DoseToday, ...]
    asked: DoseToday | None
    answer: str
    noted: bool
    reasons: tuple[str, ...]


def medicine_card(medicine: Medicine) -> MedicineCard:
    schedule = medicine.schedules.order_by("-since").first()
    return MedicineCard(
        id=medicine.pk,
        name=medicine.name,
        title=medicine_title(medicine),
        prescriber=medicine.prescriber,
        phone=medicine.prescriber_phone,
        tel=dialled(medicine.prescriber_phone),
        taken_since=medicine.taken_since,
        ended=medicine.ended_at is not None,
        when=standing_in_words(medicine, schedule.rule if schedule else None),
        remind=schedule.remind if schedule and not medicine.as_needed else False,
        label=", ".join(filter(None, (medicine.name, medicine.dose))) if medicine.nickname else "",
        colour=medicine.colour,
        colour_name=str(Medicine.Colour(medicine.colour).label) if medicine.colour else "",
        form=str(Medicine.Form(medicine.form).label) if medicine.form else "",
        as_needed=medicine.as_needed is not None,
        paused=medicine.paused_at is not None,
    )


def dialled(number: str) -> str:
    """The digits to dial. In "+44 (0)1632 960118" the bracketed 0 is for callers at home, and is left out."""
    abroad = number.strip().startswith("+")
    digits = "".join(mark for mark in (number.replace("(0)", "") if abroad else number) if mark in "0123456789")
    return f"+{digits}" if abroad else digits


def check_in(*, user: User, medicine: Medicine, now: dt.datetime) -> CheckIn:
    """The check-in on today's page: it asks about the latest dose that fell due, else about the first to come."""
    today = page_of(now, zone=user.zone, day_start=user.day_start)
    start, end = bounds(today, zone=user.zone, day_start=user.day_start)
    rows = _doses(user, medicine.pk, start, end)
    doses = tuple(_dose_today(row, user.tzinfo) for row in rows)
    due = [dose for dose, row in zip(doses, rows, strict=True) if row.at <= now]
    asked = due[-1] if due else (doses[0] if doses else None)
    thought = _thought(medicine, start, end)
    return CheckIn(
        doses=doses,
        asked=asked,
        answer=_answer(user, asked, thought),
        noted=thought is not None,
        reasons=tuple(thought.reasons) if thought else (),
    )


def words_to_say(medicine: Medicine, *, reasons: Sequence[str], today: dt.date) -> str:
    """A few sentences to read out to the prescriber, from the record and the *reasons* chosen."""
    chosen = [str(reason.said) for name, reason in REASONS.items() if name in reasons]
    closing = _("I’m thinking of stopping and I’d like to talk about my options first.")
    return " ".join([_opening(medicine, today), *chosen, closing])


def _opening(medicine: Medicine, today: dt.date) -> str:
    name = " ".join(filter(None, (medicine.name, medicine.dose)))
    weeks = (today - medicine.taken_since).days // 7 if medicine.taken_since else 0
    if weeks < 1:
        return _("I’m on %(name)s.") % {"name": name}
    return ngettext(
        "I’ve been on %(name)s for %(weeks)d week.", "I’ve been on %(name)s for %(weeks)d weeks.", weeks
    ) % {"name": name, "weeks": weeks}


def _doses(user: User, medicine_id: UUID, start: dt.datetime, end: dt.datetime) -> list[Said]:
    rows = said(user_id=user.pk, zone=user.zone, start=start, end=end)
    return [row for row in rows if row.schedule.medicine_id == medicine_id]


def _dose_today(row: Said, zone: ZoneInfo) -> DoseToday:
    return DoseToday(
        key=f"{row.schedule.pk}/{row.date.isoformat()}/{row.slot}",
        time=clock(row.at.astimezone(zone).time()),
        state=row.state,
    )


def _thought(medicine: Medicine, start: dt.datetime, end: dt.datetime) -> StoppingThought | None:
    return medicine.stopping_thoughts.standing().filter(recorded_at__gte=start, recorded_at__lt=end).first()


def _answer(user: User, asked: DoseToday | None, thought: StoppingThought | None) -> str:
    """The later of what was said of the dose and the thought of stopping."""
    state = asked.state if asked and asked.state in ("taken", "missed") else ""
    if thought is None or (asked and state and _recorded_at(user, asked) > thought.recorded_at):
        return state
    return "stop"


def _recorded_at(user: User, dose: DoseToday) -> dt.datetime:
    schedule, date, slot = dose.key.split("/")
    return Dose.objects.for_user(user).get(schedule_id=UUID(schedule), date=date, slot=slot).recorded_at
