"""What rests brings no reminder, and a dose never rests."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import User
from tests.factories.tracker import create_bedtime, create_habit, create_medicine, schedule_of
from tracker.actions.habits import record_habit
from tracker.actions.small import make_smaller
from tracker.due import standings
from tracker.models import Habit, HabitPause, Schedule

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 3)
DAY = dt.timedelta(days=1)


@pytest.fixture
def habit(alice: User) -> Habit:
    return create_habit(user=alice, remind=True, times=(dt.time(22),))


def state(schedule: Schedule, now: dt.datetime, date: dt.date = TODAY) -> str:
    key = (schedule.pk, date, 0)
    return standings([key], now=now)[key].state


def test_on_a_smaller_day_only_doses_are_reminded_of(alice: User, habit: Habit, now: dt.datetime) -> None:
    dose, bedtime = schedule_of(create_medicine(user=alice)), schedule_of(create_bedtime(user=alice))
    make_smaller(user_id=alice.pk, date=TODAY, smaller=True, recorded_at=now, now=now)
    assert [state(one, now) for one in (dose, schedule_of(habit), bedtime)] == ["open", "gone", "gone"]
    assert state(schedule_of(habit), now, TODAY + DAY) == "open"
    make_smaller(user_id=alice.pk, date=TODAY, smaller=False, recorded_at=now + DAY / 24, now=now + DAY / 24)
    assert state(schedule_of(habit), now) == "open"


def test_the_smaller_day_of_somebody_else_changes_nothing(
    alice: User, charlie: User, habit: Habit, now: dt.datetime
) -> None:
    make_smaller(user_id=charlie.pk, date=TODAY, smaller=True, recorded_at=now, now=now)
    assert state(schedule_of(habit), now) == "open"


def test_the_small_hours_belong_to_the_smaller_day_before(alice: User, now: dt.datetime) -> None:
    late = schedule_of(create_habit(user=alice, remind=True, times=(dt.time(0, 30),)))
    make_smaller(user_id=alice.pk, date=TODAY, smaller=True, recorded_at=now, now=now)
    assert [state(late, now, TODAY), state(late, now, TODAY + DAY)] == ["open", "gone"]


def test_in_a_week_without_habits_none_is_reminded_of_and_then_again(
    alice: User, habit: Habit, now: dt.datetime
) -> None:
    bedtime = schedule_of(create_bedtime(user=alice))
    pause = HabitPause.objects.create(user=alice, since=TODAY, until=TODAY + 6 * DAY)
    found = [state(schedule_of(habit), now, TODAY + days * DAY) for days in (-1, 0, 6, 7)]
    assert found == ["open", "gone", "gone", "open"]
    assert state(bedtime, now) == "open"
    pause.ended_at = now
    pause.save(update_fields=["ended_at"])
    assert state(schedule_of(habit), now) == "open"


@pytest.mark.parametrize(("wanted", "rest"), [(2, "gone"), (3, "open"), (None, "open")])
def test_a_habit_of_so_many_days_a_week_is_left_alone_once_it_has_had_them(
    alice: User, habit: Habit, now: dt.datetime, wanted: int | None, rest: str
) -> None:
    habit.times_a_week = wanted
    habit.save()
    schedule = schedule_of(habit)
    for day, said in ((TODAY - DAY, "done"), (TODAY, "small"), (TODAY - 2 * DAY, "done")):
        at = dt.datetime.combine(day, dt.time(23), dt.UTC)
        record_habit(user_id=alice.pk, schedule_id=schedule.pk, date=day, slot=0, state=said, recorded_at=at, now=at)
    assert state(schedule, now + DAY, TODAY + DAY) == rest
    assert state(schedule, now + DAY, TODAY + 6 * DAY) == "open"  # the next week


def test_what_was_recorded_stays_settled_also_on_a_smaller_day(alice: User, habit: Habit, now: dt.datetime) -> None:
    schedule = schedule_of(habit)
    record_habit(user_id=alice.pk, schedule_id=schedule.pk, date=TODAY, slot=0, state="done", recorded_at=now, now=now)
    make_smaller(user_id=alice.pk, date=TODAY, smaller=True, recorded_at=now, now=now)
    assert state(schedule, now) == "settled"
