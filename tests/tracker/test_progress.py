"""What one person recorded, as others are shown it and as they see it themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tests.factories.tracker import AGREED, create_goal, create_habit, create_medicine, schedule_of
from tracker.actions.goals import mark_milestone
from tracker.actions.habits import record_habit
from tracker.actions.medication import Label, change_medicine, record_dose, record_stopping_thought
from tracker.models import AgendaLine, Habit, Medicine
from tracker.progress import SECTIONS, GoalLine, WeekCount, summary

DAY = timedelta(days=1)


def take(user: User, medicine: Medicine, days: list[date], state: str, now: datetime) -> None:
    for day in days:
        record_dose(
            user_id=user.pk,
            schedule_id=schedule_of(medicine).pk,
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
    mark_milestone(user_id=alice.pk, milestone_id=goal.milestones.all()[0].pk, reached=True, recorded_at=now, now=now)
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


@pytest.fixture
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def page(client: Client) -> str:
    return client.get("/progress/").content.decode()


def done(user: User, habit: Habit, days: list[date], now: datetime) -> None:
    for day in days:
        record_habit(
            user_id=user.pk, schedule_id=schedule_of(habit).pk, date=day, slot=0, state="done", recorded_at=now, now=now
        )


@pytest.mark.usefixtures("clock")
def test_with_nothing_recorded_the_page_does_not_guess(alice: User, alice_client: Client) -> None:
    create_medicine(user=alice)
    found = page(alice_client)
    assert "Too soon to say, and we won’t guess." in found
    assert "Nothing to show yet" in found
    assert "<title>Turnstone</title>" in found
    assert "<table" not in found
    assert "UNDEFINED" not in found


@pytest.mark.usefixtures("clock")
def test_each_dose_stands_in_its_day_by_mark_and_by_word(alice: User, alice_client: Client, now: datetime) -> None:
    medicine = create_medicine(user=alice, times=(time(8), time(22)), since=datetime(2026, 10, 28, 9, tzinfo=UTC))
    for back, state in ((5, "taken"), (4, "missed"), (3, "not_sure"), (2, "skipped_on_purpose"), (1, "told_to_pause")):
        take(alice, medicine, days_before(now, back), state, now)
    rows = re.findall(r'<tr><th scope="row">(\d\d:\d\d)</th>(.*?)</tr>', page(alice_client), re.DOTALL)
    words = {clock: re.findall(r'<span class="vh">(.*?)\s*</span>', cells) for clock, cells in rows}
    assert words["08:00"] == [
        *["none due"] * 8,
        *["taken", "missed", "not sure", "skipped on purpose", "told to pause", "not recorded"],
    ]
    found = page(alice_client)
    assert "1 dose marked “not sure” is not counted as recorded." in found
    take(alice, medicine, days_before(now, 2), "not_sure", now)
    assert "2 doses marked “not sure” are not counted as recorded." in page(alice_client)
    take(alice, medicine, days_before(now, 2), "taken", now)
    take(alice, medicine, days_before(now, 3), "taken", now)
    assert "counted as recorded" not in page(alice_client)
    assert words["22:00"] == [*["none due"] * 7, *["not recorded"] * 6, "none due"]


@pytest.mark.usefixtures("clock")
def test_every_figure_says_how_much_was_recorded(alice: User, alice_client: Client, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    take(alice, medicine, days_before(now, *range(3, 14)), "taken", now)
    take(alice, medicine, days_before(now, 2), "missed", now)
    assert "12 of 14 doses recorded, and 11 of those 12 taken." in page(alice_client)
    take(alice, medicine, days_before(now, 3, 4, 5), "", now)
    assert "9 of 14 doses recorded. Too few to say how many were taken." in page(alice_client)


@pytest.mark.usefixtures("clock")
def test_the_map_of_habits_is_a_table_that_reads_without_colour(
    alice: User, alice_client: Client, now: datetime
) -> None:
    since = datetime(2026, 10, 26, 9, tzinfo=UTC)
    walk, breakfast = create_habit(user=alice, title="Walk", since=since), create_habit(user=alice, since=since)
    done(alice, walk, days_before(now, 1, 2), now)
    done(alice, breakfast, days_before(now, 1), now)
    rows = re.findall(r'<tr><th scope="row">(\d+ \w+)</th>(<td.*?)</tr>', page(alice_client), re.DOTALL)
    cells = {
        week: re.findall(r"<td(?: class=\"(v\d)\")?>.*?<span class=\"vh\">(.*?)</span>", row) for week, row in rows
    }
    assert cells["26 Oct"][5:] == [("v0", "0 of 2"), ("v1", "1 of 2")]
    assert cells["2 Nov"] == [("v2", "2 of 2"), *[("", "none due")] * 6]
    assert cells["19 Oct"] == [("", "none due")] * 7


@pytest.mark.usefixtures("clock")
def test_it_shows_how_far_the_goals_are(alice: User, alice_client: Client, now: datetime) -> None:
    create_goal(user=alice, title="Choir", milestones=("Ring them", "Go once"))
    done(alice, create_habit(user=alice), days_before(now, 1), now)
    found = page(alice_client)
    assert "Choir" in found
    assert "0 of 2 milestones" in found


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("count", [1, 12])
def test_it_takes_the_same_few_queries_however_much_was_recorded(
    alice: User, alice_client: Client, now: datetime, count: int, django_assert_num_queries: object
) -> None:
    for number in range(count):
        done(alice, create_habit(user=alice, title=f"Habit {number}"), days_before(now, 1, 2), now)
        take(alice, create_medicine(user=alice, name=f"Medicine {number}"), days_before(now, 1, 2), "taken", now)
    create_goal(user=alice)
    with django_assert_num_queries(12):  # type: ignore[operator]
        assert page(alice_client).count("Medicine ") >= count


@pytest.mark.usefixtures("clock")
def test_another_person_sees_nothing_of_it_on_their_page(alice: User, charlie_client: Client, now: datetime) -> None:
    create_goal(user=alice, title="Choir")
    done(alice, create_habit(user=alice, title="Walk"), days_before(now, 1), now)
    take(alice, create_medicine(user=alice), days_before(now, 1), "taken", now)
    assert not re.search("Choir|Walk|Sertraline", page(charlie_client))


def test_nobody_signed_in_is_sent_to_sign_in(bob_client: Client) -> None:
    assert bob_client.get("/progress/")["Location"].startswith("/accounts/login/")


def test_a_habit_of_which_nothing_was_due_yet_is_not_left_out(alice: User, now: datetime) -> None:
    create_habit(user=alice, title="Swim", since=now)
    [habit] = summary(user_id=alice.pk, sections=["habits"], days=28, now=now).habits or ()
    assert habit.title == "Swim"
    assert sum(week.due for week in habit.weeks) == 0


def test_after_a_change_doses_count_for_the_present_version_alone(alice: User, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    schedule = schedule_of(medicine)
    for back, said in enumerate(("taken", "missed", "missed", "missed"), start=1):
        at = now - timedelta(days=back)
        record_dose(
            user_id=alice.pk,
            schedule_id=schedule.pk,
            date=at.date(),
            slot=0,
            state=said,
            at=None,
            recorded_at=at,
            now=at,
        )
    agreed = replace(AGREED, on=(now - timedelta(days=2)).date())
    before = now - timedelta(days=2)
    change_medicine(
        user_id=alice.pk,
        medicine_id=medicine.pk,
        label=Label(name="Sertraline", dose="100 mg"),
        rule=schedule.rule,
        agreed=agreed,
        now=before,
    )
    (line,) = summary(user_id=alice.pk, sections=("medicine",), days=5, now=now).medicines or ()
    assert (line.recorded, line.taken) == (1, None)  # of yesterday's and today's, the latter was not said
    assert line.due == 2
