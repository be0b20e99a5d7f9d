"""The bedtime a person set, and the wind-down before it."""

from __future__ import annotations

import datetime as dt
from typing import cast
from uuid import UUID

from django.db import transaction

from tracker.actions import restoring, schedules
from tracker.actions.occurrences import record_occurrence
from tracker.actions.people import local_date, lock_person
from tracker.logic.schedule import Rule
from tracker.models import Bedtime, WindDown


@transaction.atomic
def set_bedtime(*, user_id: UUID, at: dt.time, plan: str, now: dt.datetime) -> Bedtime:
    """The person's one current bedtime: *at* local time every day; a new one has its wind-down WIND_DOWN earlier."""
    lock_person(user_id)
    bedtime = Bedtime.objects.for_user(user_id).current().first() or Bedtime(user_id=user_id)
    bedtime.plan = plan
    bedtime.save()
    rule = Rule(every="day", times=(at,), start=local_date(user_id, now))
    current = bedtime.schedules.current().first()
    if current is None:
        schedules.open_schedule(
            user_id=user_id, noun="bedtime", noun_id=bedtime.pk, rule=rule, lead=Bedtime.WIND_DOWN, now=now
        )
    elif current.rule.times != rule.times:
        schedules.follow_rule(user_id=user_id, noun="bedtime", noun_id=bedtime.pk, rule=rule, now=now)
    return bedtime


@transaction.atomic
def clear_bedtime(*, user_id: UUID, now: dt.datetime) -> None:
    """No bedtime any more; what was recorded stays. Harmless when there is none."""
    lock_person(user_id)
    for bedtime in Bedtime.objects.for_user(user_id).current():
        restoring.end(user_id=user_id, noun="bedtime", noun_id=bedtime.pk, now=now)


@transaction.atomic
def restore_bedtime(*, user_id: UUID, now: dt.datetime) -> Bedtime | None:
    """The bedtime that was cleared last, from *now* on; harmless when there is a current one or never was any."""
    lock_person(user_id)
    if current := Bedtime.objects.for_user(user_id).current().first():
        return current
    last = Bedtime.objects.for_user(user_id).order_by("-ended_at").first()
    if last is None:
        return None
    return cast(Bedtime, restoring.restore(user_id=user_id, noun="bedtime", noun_id=last.pk, now=now))


@transaction.atomic
def record_wind_down(
    *,
    user_id: UUID,
    schedule_id: UUID,
    date: dt.date,
    slot: int,
    state: str,
    recorded_at: dt.datetime,
    now: dt.datetime,
) -> WindDown:
    """ "done", or "" to undo, for one evening; *date* is the bedtime's. The later `recorded_at` stands.

    Raises NotDue when the schedule has no such (date, slot), NotFound when it is not the person's, ValueError
    for an unknown state.
    """
    return cast(
        WindDown,
        record_occurrence(
            user_id=user_id,
            noun="bedtime",
            schedule_id=schedule_id,
            date=date,
            slot=slot,
            state=state,
            recorded_at=recorded_at,
            now=now,
        ),
    )
