"""The evening without a screen, as its page shows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from tracker.logic.schedule import next_occurrence
from tracker.models import Bedtime, Habit
from tracker.words import span_in_words

LONGEST_AHEAD = dt.timedelta(hours=4)  # before that it is not evening yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """`bedtime` is local, None where none is set; `left` is "1 hour 20 minutes", "" where it is long to go or past.

    `smallest` is that of the habit, "" where there is none. `has_habit`: it is in the plan.
    """

    bedtime: dt.time | None
    left: str
    plan: str
    has_habit: bool
    smallest: str


def evening(*, user_id: UUID, zone: str, now: dt.datetime) -> Evening:
    """In three queries."""
    bedtime = Bedtime.objects.for_user(user_id).current().first()
    schedule = bedtime.schedules.current().first() if bedtime else None
    found = next_occurrence(schedule.rule, after=now, zone=schedule.zone_for(zone)) if schedule else None
    near = found is not None and found.at - now <= LONGEST_AHEAD
    habits = Habit.objects.for_user(user_id).current()
    habit = next((habit for habit in habits if habit.tool == Habit.Tool.SCREENS_OFF), None)
    return Evening(
        bedtime=schedule.rule.times[0] if schedule else None,
        left=span_in_words(max(1, int((found.at - now).total_seconds() // 60))) if found and near else "",
        plan=bedtime.plan if bedtime else "",
        has_habit=habit is not None,
        smallest=habit.smallest if habit else "",
    )
