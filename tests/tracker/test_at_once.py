"""Several requests of one person in the same instant: limits hold, and one thing stays one thing."""

from __future__ import annotations

import datetime as dt
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest

from accounts.models import User
from tests.factories.tracker import create_goal, create_medicine, schedule_of
from tests.hands import at_once
from tracker.actions.day_plan import write_day_plan
from tracker.actions.errors import TooManyGoals
from tracker.actions.goals import add_goal, rate_goal
from tracker.actions.habit_pause import pause_habits
from tracker.actions.medication import record_dose
from tracker.actions.sleep import set_bedtime
from tracker.models import Bedtime, DayPlan, Dose, Goal, GoalRating, HabitPause, Schedule

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_dose_ticked_by_several_hands_is_one_row_and_the_latest_stands(alice: User, now: datetime) -> None:
    schedule = schedule_of(create_medicine(user=alice))

    def tick(number: int) -> Dose:
        said_at = now - timedelta(minutes=number)
        return record_dose(
            user_id=alice.pk,
            schedule_id=schedule.pk,
            date=dt.date(2026, 11, 3),
            slot=0,
            state="missed" if number else "taken",
            at=None,
            recorded_at=said_at,
            now=now,
        )

    assert all(isinstance(answer, Dose) for answer in at_once(tick))
    dose = Dose.objects.for_user(alice).get()
    assert (dose.state, dose.recorded_at) == ("taken", now)


def test_a_goal_sent_several_times_at_once_is_one(alice: User) -> None:
    def send(number: int) -> Goal:
        return add_goal(user_id=alice.pk, goal_id=UUID(int=7), title="Choir", milestones=["Ring Ada"])

    assert all(isinstance(answer, Goal) for answer in at_once(send))
    assert Goal.objects.for_user(alice).get().milestones.count() == 1


def test_no_more_than_three_goals_get_through_together(alice: User) -> None:
    create_goal(user=alice)

    def send(number: int) -> Goal:
        return add_goal(user_id=alice.pk, title=str(number), milestones=[])

    answers = at_once(send)
    assert sum(isinstance(answer, TooManyGoals) for answer in answers) == 2
    assert Goal.objects.for_user(alice).active().count() == 3


def test_one_bedtime_comes_out_of_several(alice: User, now: datetime) -> None:
    def send(number: int) -> Bedtime:
        return set_bedtime(user_id=alice.pk, at=time(22, number), plan="", now=now)

    assert all(isinstance(answer, Bedtime) for answer in at_once(send))
    assert Bedtime.objects.for_user(alice).current().count() == 1
    assert Schedule.objects.for_user(alice).current().count() == 1


def test_habits_paused_by_several_hands_rest_once(alice: User, now: datetime) -> None:
    assert all(isinstance(answer, HabitPause) for answer in at_once(lambda _: pause_habits(user_id=alice.pk, now=now)))
    assert HabitPause.objects.for_user(alice).count() == 1


def test_a_goal_rated_and_a_day_planned_by_several_hands_are_one_row_each(alice: User, now: datetime) -> None:
    goal, page = create_goal(user=alice), dt.date(2026, 11, 3)

    def say(number: int) -> object:
        said_at = now - timedelta(minutes=number)
        rate_goal(user_id=alice.pk, goal_id=goal.pk, date=page, rating=number, recorded_at=said_at, now=now)
        words = {"must": str(number)}
        return write_day_plan(user_id=alice.pk, date=page, words=words, recorded_at=said_at, now=now)

    assert all(isinstance(answer, DayPlan) for answer in at_once(say))
    assert GoalRating.objects.for_user(alice).get().rating == 0
    assert DayPlan.objects.for_user(alice).get().things["must"]["text"] == "0"
