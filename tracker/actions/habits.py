"""Habits: the person's own words, days and time; rested or ended as they like."""

from __future__ import annotations

import datetime as dt
from typing import cast
from uuid import UUID

from django.db import transaction

from tracker.actions import restoring, schedules
from tracker.actions.errors import NotFound, TooManyHabits
from tracker.actions.occurrences import record_occurrence
from tracker.actions.people import fresh_id, lock_person
from tracker.logic.day import bounds, page_of
from tracker.logic.habit_score import KEPT
from tracker.logic.schedule import Rule
from tracker.models import Habit, HabitEntry, Schedule


@transaction.atomic
def add_habit(
    *,
    user_id: UUID,
    title: str,
    smallest: str,
    rule: Rule,
    remind: bool,
    now: dt.datetime,
    habit_id: UUID | None = None,
    times_a_week: int | None = None,
    counts_streak: bool = False,
    tool: str = "",
) -> Habit:
    """A habit and its schedule. With a `habit_id` already there, that habit as it is: sent twice, made once.

    `times_a_week`: 1 to 7 days, whichever, with a rule of every day; None where the rule names them. `tool` is one of
    Habit.Tool or "". Raises TooManyHabits when the person has Habit.MOST_CURRENT already.
    """
    lock_person(user_id)
    if habit_id and (existing := Habit.objects.for_user(user_id).filter(pk=habit_id).first()):
        return existing
    _require_room(user_id)
    habit = Habit.objects.create(
        pk=fresh_id(Habit, habit_id),
        user_id=user_id,
        title=title,
        smallest=smallest,
        times_a_week=times_a_week,
        counts_streak=counts_streak,
        tool=tool,
    )
    schedules.open_schedule(user_id=user_id, noun="habit", noun_id=habit.pk, rule=rule, remind=remind, now=now)
    return habit


@transaction.atomic
def change_habit(
    *,
    user_id: UUID,
    habit_id: UUID,
    title: str,
    smallest: str,
    rule: Rule,
    remind: bool,
    now: dt.datetime,
    times_a_week: int | None = None,
    counts_streak: bool = False,
) -> Habit:
    """The habit with these values. Another rule closes its schedule and opens a new one. Raises NotFound."""
    lock_person(user_id)
    habit = _habit(user_id, habit_id)
    habit.title, habit.smallest = title, smallest
    habit.times_a_week, habit.counts_streak = times_a_week, counts_streak
    habit.save()
    schedules.follow_rule(user_id=user_id, noun="habit", noun_id=habit.pk, rule=rule, remind=remind, now=now)
    return habit


@transaction.atomic
def end_habit(*, user_id: UUID, habit_id: UUID, now: dt.datetime) -> Habit:
    """Rest the habit: its schedule closes, what was recorded stays. Ending twice changes nothing. Raises NotFound."""
    return cast(Habit, restoring.end(user_id=user_id, noun="habit", noun_id=habit_id, now=now))


@transaction.atomic
def restore_habit(*, user_id: UUID, habit_id: UUID, now: dt.datetime) -> Habit:
    """Take a rested habit up again, with a new schedule of the same days and time from *now*.

    Raises NotFound, and TooManyHabits when there is no room.
    """
    lock_person(user_id)
    if _habit(user_id, habit_id).ended_at is not None:
        _require_room(user_id)
    return cast(Habit, restoring.restore(user_id=user_id, noun="habit", noun_id=habit_id, now=now))


@transaction.atomic
def record_habit(
    *,
    user_id: UUID,
    schedule_id: UUID,
    date: dt.date,
    slot: int,
    state: str,
    recorded_at: dt.datetime,
    now: dt.datetime,
) -> HabitEntry:
    """A state of HabitEntry, or "" to undo, for one occurrence. The later `recorded_at` stands.

    Raises NotDue when the schedule has no such (date, slot), NotFound when it is not the person's, ValueError
    for an unknown state.
    """
    return cast(
        HabitEntry,
        record_occurrence(
            user_id=user_id,
            noun="habit",
            schedule_id=schedule_id,
            date=date,
            slot=slot,
            state=state,
            recorded_at=recorded_at,
            now=now,
        ),
    )


@transaction.atomic
def record_tool(*, user_id: UUID, tool: str, recorded_at: dt.datetime, now: dt.datetime) -> HabitEntry | None:
    """Done, of the habit with this *tool* on the page of *recorded_at*; as it is where it was done already.

    None where no such habit stands on that page. A time ahead of *now* counts as *now*.
    """
    person = lock_person(user_id)
    said_at = min(recorded_at, now)
    page = page_of(said_at, zone=person.zone, day_start=person.day_start)
    start, end = bounds(page, zone=person.zone, day_start=person.day_start)
    habits = [habit for habit in Habit.objects.for_user(user_id).current() if habit.tool == tool]
    for schedule in Schedule.objects.for_user(user_id).filter(habit__in=habits).order_by("-since"):
        for found in schedule.occurrences(start=start, end=end, person_zone=person.zone):
            entries = HabitEntry.objects.for_user(user_id).filter(schedule=schedule, date=found.date, slot=found.slot)
            entry = entries.first()
            if entry is not None and entry.state in KEPT:
                return entry
            return record_habit(
                user_id=user_id,
                schedule_id=schedule.pk,
                date=found.date,
                slot=found.slot,
                state="done",
                recorded_at=said_at,
                now=now,
            )
    return None


def _require_room(user_id: UUID) -> None:
    if Habit.objects.for_user(user_id).current().count() >= Habit.MOST_CURRENT:
        raise TooManyHabits(f"{Habit.MOST_CURRENT} habits are in the plan")


def _habit(user_id: UUID, habit_id: UUID) -> Habit:
    habit = Habit.objects.select_for_update().for_user(user_id).filter(pk=habit_id).first()
    if habit is None:
        raise NotFound("no such habit")
    return habit
