"""Recording what a person says of one occurrence: the same rules for doses, habits and wind-downs."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from tracker.actions.errors import NotDue, NotFound
from tracker.logic.schedule import find_occurrence
from tracker.models import ENTRIES, Schedule
from tracker.models.schedules import OccurrenceEntry

AHEAD, DAY = dt.timedelta(hours=24), dt.timedelta(days=1)
ANY_TIME = dt.timedelta(days=1000)


@transaction.atomic
def record_occurrence(
    *,
    user_id: UUID,
    noun: str,
    schedule_id: UUID,
    date: dt.date,
    slot: int,
    state: str,
    recorded_at: dt.datetime,
    now: dt.datetime,
    **extra: Any,
) -> OccurrenceEntry:
    """The entry of (schedule, *date*, *slot*) after this was said; `state` "" undoes and keeps the row.

    Of two sayings the one with the later `recorded_at` stands, whichever arrives first; a time ahead of
    *now* counts as *now*. Raises NotFound, NotDue (also for what is more than 24 hours ahead of *now*, but for
    homework due once), and ValueError for an unknown state.
    """
    model = ENTRIES[noun]
    if state and state not in model.State.values:
        raise ValueError(f"{noun}: unknown state")
    schedule = _locked_schedule(user_id, schedule_id, noun)
    said_at = min(recorded_at, now)
    entry = model.objects.for_user(user_id).filter(schedule=schedule, date=date, slot=slot).first()
    if entry is not None and entry.recorded_at > said_at:
        return entry
    if entry is None:
        _require_due(schedule, date=date, slot=slot, now=now)
        entry = model(user_id=user_id, schedule=schedule, date=date, slot=slot)
    for name, value in {"state": state, "recorded_at": said_at, **extra}.items():
        setattr(entry, name, value)
    entry.save()
    return entry


def _require_due(schedule: Schedule, *, date: dt.date, slot: int, now: dt.datetime) -> None:
    found = schedule.find(date=date, slot=slot, person_zone=schedule.user.zone)
    if found is None or found.at > now + _ahead(schedule):
        raise NotDue(f"{schedule.noun}: no such occurrence")


def _ahead(schedule: Schedule) -> dt.timedelta:
    """How long before its instant an occurrence can be recorded; homework due once, as soon as it is done."""
    return ANY_TIME if schedule.noun == "homework" and schedule.every == Schedule.Every.ONCE else AHEAD


def carry_over(schedule: Schedule, *, person_zone: str) -> None:
    """What was said ahead of time goes with its occurrence to the *schedule* that now has it, just opened.

    Said of an instant from `since` on, of another schedule of the same noun; a bedtime is one noun, whichever row.
    """
    noun = schedule.noun
    same = {"bedtime__isnull": False} if noun == "bedtime" else {f"{noun}_id": getattr(schedule, f"{noun}_id")}
    others = Schedule.objects.for_user(schedule.user_id).filter(**same).exclude(pk=schedule.pk)
    before = {other.pk: other for other in others.order_by("pk").select_for_update()}
    entries = ENTRIES[noun].objects.for_user(schedule.user_id).filter(schedule__in=before)
    end = schedule.since + _ahead(schedule) + DAY
    here = {one.at: one for one in schedule.occurrences(start=schedule.since, end=end, person_zone=person_zone)}
    for entry in entries.filter(date__gte=schedule.since.date() - DAY).order_by("-recorded_at"):
        other = before[entry.schedule_id]
        zone = other.zone_for(person_zone)
        there = find_occurrence(other.rule, date=entry.date, slot=entry.slot, zone=zone)
        if there and (found := here.pop(there.at, None)):
            entry.schedule, entry.date, entry.slot = schedule, found.date, found.slot
            entry.save(update_fields=["schedule", "date", "slot"])


def _locked_schedule(user_id: UUID, schedule_id: UUID, noun: str) -> Schedule:
    """The row is locked until the transaction ends, so that two sayings of one occurrence follow each other."""
    found = (
        Schedule.objects.select_for_update()
        .for_user(user_id)
        .filter(pk=schedule_id, **{f"{noun}__isnull": False})
        .first()
    )
    if found is None:
        raise NotFound(f"{noun}: no such schedule")
    return found
