"""One sheet to bring to the doctor: what the record says of the medicines, and what the person wants to ask."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from tracker.logic.adherence import adherence, tally
from tracker.logic.as_needed import by_month
from tracker.logic.day import bounds, page_of
from tracker.models import AgendaLine, AsNeededDose, Dose, Medicine, MedicineChange, SideEffects
from tracker.record import Said, said
from tracker.versions import present_since

DAY = dt.timedelta(days=1)
DAYS = 14
MONTHS = 3
WEEKS_OF_SIDE_EFFECTS = dt.timedelta(weeks=8)
CHANGES_BACK = dt.timedelta(days=365)
MOST_OF_A_KIND = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    first: dt.date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineLine:
    """`taken`, `missed` and `skipped` of `due` doses; None each where too few were recorded to say. `not_recorded`:
    nothing was put down. `reasons`: what got in the way, the most frequent first. `months`: of a medicine as needed,
    the latest first; `as_needed` alone where there are none.
    """

    title: str
    since: dt.date | None
    due: int
    taken: int | None
    missed: int | None
    skipped: int | None
    not_recorded: int
    reasons: tuple[tuple[str, int], ...]
    as_needed: bool
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`becomes` is "" for an end."""

    date: dt.date
    title: str
    was: str
    becomes: str
    agreed_with: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    date: dt.date
    much: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    id: UUID
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorSheet:
    """Pages `since` to `until`, both inclusive. A private line is left out, and counted."""

    since: dt.date
    until: dt.date
    medicines: tuple[MedicineLine, ...]
    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]
    lines: tuple[Line, ...]
    private: int


def doctor_sheet(*, user: User, now: dt.datetime) -> DoctorSheet:
    """In nine queries. Doses are those of a medicine's present version."""
    until = page_of(now, zone=user.zone, day_start=user.day_start)
    since = until - (DAYS - 1) * DAY
    start, _end = bounds(since, zone=user.zone, day_start=user.day_start)
    medicines = list(Medicine.objects.for_user(user).order_by("created_at"))
    doses = [
        row
        for row in said(user_id=user.pk, zone=user.zone, start=start, end=now)
        if row.state or (row.lapses_at is not None and row.lapses_at <= now)
    ]
    reasons, months = _reasons(user, since - DAY), _months(user, until)
    begun = present_since(user.pk)
    lines = [line for line in AgendaLine.objects.for_user(user).open() if line.for_doctor]
    return DoctorSheet(
        since=since,
        until=until,
        medicines=tuple(
            _medicine(
                one,
                [row for row in doses if row.schedule.medicine_id == one.pk and row.at >= begun.get(one.pk, start)],
                reasons,
                months.get(one.pk, ()),
            )
            for one in medicines
            if one.ended_at is None
        ),
        changes=_changes(user, {one.pk: _as_labelled(one) for one in medicines}, until),
        effects=_effects(user, until),
        lines=tuple(Line(id=line.pk, text=line.text) for line in lines if not line.private),
        private=sum(line.private for line in lines),
    )


Key = tuple[UUID, dt.date, int]


def _medicine(
    medicine: Medicine, doses: Sequence[Said], reasons: dict[Key, str], months: Sequence[Month]
) -> MedicineLine:
    states = [row.state for row in doses]
    counted, taken = tally(states), adherence(states)
    why = Counter(filter(None, (reasons.get((row.schedule.pk, row.date, row.slot)) for row in doses)))
    return MedicineLine(
        title=_as_labelled(medicine),
        since=medicine.taken_since,
        due=counted.due,
        taken=taken,
        missed=None if taken is None else states.count(Dose.State.MISSED),
        skipped=None if taken is None else states.count(Dose.State.SKIPPED_ON_PURPOSE),
        not_recorded=counted.unanswered,
        reasons=tuple((str(Dose.Reason(reason).label), count) for reason, count in why.most_common()),
        as_needed=medicine.as_needed is not None,
        months=tuple(months),
    )


def _reasons(user: User, since: dt.date) -> dict[Key, str]:
    rows = Dose.objects.for_user(user).filter(
        date__gte=since, state__in=(Dose.State.MISSED, Dose.State.SKIPPED_ON_PURPOSE)
    )
    return {(row.schedule_id, row.date, row.slot): row.reason for row in rows if row.reason}


def _months(user: User, until: dt.date) -> dict[UUID, list[Month]]:
    """By medicine, the last three calendar months and this one, those without a dose left out."""
    first = until.replace(day=1)
    for _back in range(MONTHS):
        first = (first - DAY).replace(day=1)
    start, _end = bounds(first, zone=user.zone, day_start=dt.time())
    taken: dict[UUID, list[dt.datetime]] = {}
    for row in AsNeededDose.objects.for_user(user).standing().filter(taken_at__gte=start):
        taken.setdefault(row.medicine_id, []).append(row.taken_at)
    return {
        medicine: [Month(first=month, count=count) for month, count in by_month(times, zone=user.zone)]
        for medicine, times in taken.items()
    }


def _changes(user: User, titles: dict[UUID, str], until: dt.date) -> tuple[Change, ...]:
    rows = MedicineChange.objects.for_user(user).filter(date__gte=until - CHANGES_BACK).order_by("-date", "-created_at")
    return tuple(
        Change(
            date=row.date,
            title=titles[row.medicine_id],
            was=row.what["was"],
            becomes=row.what["is"],
            agreed_with=row.agreed_with,
        )
        for row in _first(row for row in rows if "taken_back" not in row.what)
    )


def _effects(user: User, until: dt.date) -> tuple[Effect, ...]:
    rows = SideEffects.objects.for_user(user).filter(date__gt=until - WEEKS_OF_SIDE_EFFECTS).order_by("-date")
    return tuple(
        Effect(date=row.date, much=str(SideEffects.Much(row.much).label) if row.much else "", note=row.note)
        for row in _first(row for row in rows if row.note or row.much not in ("", SideEffects.Much.NONE))
    )


def _first[Row](rows: Iterable[Row]) -> list[Row]:
    """As many as fit on a sheet."""
    return list(rows)[:MOST_OF_A_KIND]


def _as_labelled(medicine: Medicine) -> str:
    """A doctor knows it by its own name, whatever the person calls it."""
    return f"{medicine.name}, {medicine.dose}" if medicine.dose else str(medicine.name)
