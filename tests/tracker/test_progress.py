"""What one person recorded, as others are shown it and as they see it themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from accounts.models import User
from tests.factories.tracker import create_goal, create_habit, create_medicine, schedule_of
from tracker.actions.goals import mark_milestone
from tracker.actions.habits import record_habit
from tracker.actions.medication import record_dose, record_stopping_thought
from tracker.models import AgendaLine
from tracker.progress import SECTIONS, GoalLine, WeekCount, summary

DAY = timedelta(days=1)


def take(user: User, medicine: object, days: list[date], state: str, now: datetime) -> None:
    for day in days:
        record_dose(
            user_id=user.pk,
            schedule_id=schedule_of(medicine).pk,  # type: ignore[arg-type]
            date=day,
            slot=0,
            state=state,
            at=None,
            recorded_at=now,
            now=now,
        )


def days_before(now: datetime, *back: int) -> list[date]:
    return [now.date() - days * DAY for days in back]


def test_a_section_that_was_not_chosen_is_not_read_at_all(alice: User, now: datetime) -> None:
    create_goal(user=alice)
    found = summary(user_id=alice.pk, sections=("say",), days=14, now=now)
    assert (found.goals, found.medicines, found.habits) == (None, None, None)
    assert found.say == ()
    assert (found.since, found.until) == (date(2026, 10, 21), date(2026, 11, 3))


def test_an_unknown_section_is_refused(alice: User, now: datetime) -> None:
    with pytest.raises(ValueError, match="notes"):
        summary(user_id=alice.pk, sections=("notes",), days=14, now=now)


def test_private_and_removed_lines_are_in_no_summary(alice: User, now: datetime) -> None:
    AgendaLine.objects.create(user=alice, text="Can we review the plan?", position=1)
    AgendaLine.objects.create(user=alice, text="Only for me", private=True, position=0)
    AgendaLine.objects.create(user=alice, text="Taken off", dropped_at=now, position=2)
    assert summary(user_id=alice.pk, sections=SECTIONS, days=14, now=now).say == ("Can we review the plan?",)


def test_it_counts_doses_taken_of_recorded_of_due(alice: User, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    take(alice, medicine, days_before(now, *range(3, 14)), "taken", now)
    take(alice, medicine, days_before(now, 2), "missed", now)
    take(alice, medicine, days_before(now, 1), "not_sure", now)
    (line,) = summary(user_id=alice.pk, sections=("medicine",), days=14, now=now).medicines or ()
    assert (line.name, line.dose, line.taken_since) == ("Sertraline", "50 mg", date(2026, 8, 25))
    assert (line.taken, line.recorded, line.due) == (11, 12, 14)


def test_it_gives_no_number_taken_when_too_many_doses_went_unanswered(alice: User, now: datetime) -> None:
    take(alice, create_medicine(user=alice), days_before(now, 5, 6, 7), "taken", now)
    (line,) = summary(user_id=alice.pk, sections=("medicine",), days=14, now=now).medicines or ()
    assert (line.taken, line.recorded, line.due) == (None, 3, 14)


def test_a_dose_that_can_still_be_answered_today_is_not_due_yet(alice: User, now: datetime) -> None:
    create_medicine(user=alice, times=(time(19, 0),))
    (line,) = summary(user_id=alice.pk, sections=("medicine",), days=2, now=now).medicines or ()
    assert line.due == 1


def test_the_thought_of_stopping_is_told_with_the_medicine(alice: User, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    record_stopping_thought(user_id=alice.pk, medicine_id=medicine.pk, reasons=["side_effects"], now=now - 20 * DAY)
    lines = [summary(user_id=alice.pk, sections=("medicine",), days=days, now=now).medicines for days in (14, 28)]
    assert [line.thinking_of_stopping_on for found in lines for line in found or ()] == [None, date(2026, 10, 14)]


def test_habits_are_counted_by_week_and_today_only_when_done(alice: User, now: datetime) -> None:
    habit = create_habit(user=alice, title="Walk", since=datetime(2026, 10, 20, 9, tzinfo=UTC))
    for day in days_before(now, 1, 4, 5):
        record_habit(
            user_id=alice.pk,
            schedule_id=schedule_of(habit).pk,
            date=day,
            slot=0,
            state="done",
            recorded_at=now,
            now=now,
        )
    (line,) = summary(user_id=alice.pk, sections=("habits",), days=14, now=now).habits or ()
    assert line.title == "Walk"
    assert line.weeks == (
        WeekCount(start=date(2026, 10, 19), done=0, due=5),
        WeekCount(start=date(2026, 10, 26), done=2, due=7),
        WeekCount(start=date(2026, 11, 2), done=1, due=1),
    )


def test_goals_show_how_far_they_are_and_what_is_next(alice: User, now: datetime) -> None:
    goal = create_goal(user=alice, title="Choir", milestones=("Ring them", "Go once"))
    create_goal(user=alice, title="Sleep", milestones=())
    mark_milestone(user_id=alice.pk, milestone_id=goal.milestones.all()[0].pk, reached=True, now=now)
    assert summary(user_id=alice.pk, sections=("goals",), days=14, now=now).goals == (
        GoalLine(title="Choir", reached=1, of=2, next="Go once"),
        GoalLine(title="Sleep", reached=0, of=0, next=""),
    )


def test_nobody_elses_record_is_in_a_summary(alice: User, charlie: User, now: datetime) -> None:
    create_goal(user=alice)
    create_habit(user=alice)
    take(alice, create_medicine(user=alice), days_before(now, 1), "taken", now)
    AgendaLine.objects.create(user=alice, text="Mine", position=0)
    found = summary(user_id=charlie.pk, sections=SECTIONS, days=28, now=now)
    assert (found.say, found.goals, found.medicines, found.habits) == ((), (), (), ())
