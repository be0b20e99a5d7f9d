"""How many doses of a medicine are left, as counted by the person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from django.db import transaction

from tracker.actions.errors import NotFound
from tracker.actions.people import lock_person
from tracker.logic.day import bounds
from tracker.logic.supply import MOST_DOSES
from tracker.models import Dose, Medicine, Schedule

Key = tuple[UUID, dt.date, int]


@transaction.atomic
def count_supply(*, user_id: UUID, medicine_id: UUID, count: int, on: dt.date, now: dt.datetime) -> Medicine:
    """*count* doses are left, counted on the local date *on*: a new count, after a refill too.

    Doses that fell due by *now*, or by the end of an earlier day, are counted out already. Raises NotFound, and
    ValueError for a count that is negative or over MOST_DOSES.
    """
    if not 0 <= count <= MOST_DOSES:
        raise ValueError("supply: count")
    person = lock_person(user_id)
    _start, end = bounds(on, zone=person.zone, day_start=person.day_start)
    at = min(end, now).astimezone(dt.UTC)
    return _set(user_id, medicine_id, {"count": count, "on": on.isoformat(), "at": at.isoformat()})


@transaction.atomic
def stop_counting(*, user_id: UUID, medicine_id: UUID) -> Medicine:
    """The supply is not counted any more. Twice changes nothing. Raises NotFound."""
    lock_person(user_id)
    return _set(user_id, medicine_id, None)


def settle_supply(medicine: Medicine, *, now: dt.datetime) -> None:
    """Write down what is left at *now*, as the times change: from then on only those to come count. In a transaction.

    The count itself stays as it was made.
    """
    supply = medicine.supply
    if supply is None:
        return
    since = dt.datetime.fromisoformat(supply["at"])
    told = Dose.objects.for_user(medicine.user_id).filter(state=Dose.State.TOLD_TO_PAUSE, schedule__medicine=medicine)
    paused = set(told.values_list("schedule_id", "date", "slot"))
    used = sum(1 for _at in uses(medicine.schedules.all(), paused, since=since, end=now, zone=medicine.user.zone))
    left = max(supply.get("left", supply["count"]) - used, 0)
    medicine.supply = {**supply, "left": left, "at": max(since, now).astimezone(dt.UTC).isoformat()}
    medicine.save(update_fields=["supply"])


def uses(
    schedules: Iterable[Schedule], paused: Collection[Key], *, since: dt.datetime, end: dt.datetime, zone: str
) -> Iterator[dt.datetime]:
    """The instants in (*since*, *end*) at which a dose falls due, of those that were not told to pause."""
    for schedule in sorted(schedules, key=lambda schedule: schedule.since):
        for one in schedule.occurrences(start=since + dt.datetime.resolution, end=end, person_zone=zone):
            if (schedule.pk, one.date, one.slot) not in paused:
                yield one.at


def _set(user_id: UUID, medicine_id: UUID, supply: dict[str, object] | None) -> Medicine:
    medicine = Medicine.objects.for_user(user_id).select_for_update().filter(pk=medicine_id).first()
    if medicine is None:
        raise NotFound("no such medicine")
    medicine.supply = supply
    medicine.save(update_fields=["supply"])
    return medicine
