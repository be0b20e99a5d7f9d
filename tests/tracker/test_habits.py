"""Habits: in the person's own words, on days they choose."""

from __future__ import annotations

import datetime as dt
import re
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.tracker import create_bedtime, create_habit, schedule_of
from tracker.actions.errors import NotDue, NotFound
from tracker.actions.habits import change_habit, end_habit, record_habit, restore_habit
from tracker.forms.habits import SUGGESTIONS
from tracker.logic.schedule import Rule
from tracker.models import Habit, HabitEntry, Schedule

NEW = "/plan/habit/new/"
WALK = {"title": "Walk", "weekdays": ["0", "2"], "time": "18:00", "smallest": "To the corner"}


def record(user: User, schedule: Schedule, state: str, recorded_at: datetime, **more: Any) -> HabitEntry:
    values: dict[str, Any] = {"date": dt.date(2026, 11, 3), "slot": 0, "now": recorded_at, **more}
    return record_habit(user_id=user.pk, schedule_id=schedule.pk, state=state, recorded_at=recorded_at, **values)


# Recording


def test_done_and_undone_keep_one_row(alice: User, now: datetime) -> None:
    schedule = schedule_of(create_habit(user=alice))
    for minutes, state in enumerate(("done", "done", "")):
        record(alice, schedule, state, now + timedelta(minutes=minutes))
    assert HabitEntry.objects.for_user(alice).get().state == ""


def test_a_day_that_is_not_chosen_is_not_due(alice: User, now: datetime) -> None:
    schedule = schedule_of(create_habit(user=alice, weekdays=(0, 2)))
    with pytest.raises(NotDue):
        record(alice, schedule, "done", now)
    assert record(alice, schedule, "done", now, date=dt.date(2026, 11, 2)).state == "done"


def test_charlie_cannot_record_for_alice(alice: User, charlie: User, now: datetime) -> None:
    with pytest.raises(NotFound):
        record(charlie, schedule_of(create_habit(user=alice)), "done", now)
    assert not HabitEntry.objects.exists()


# As many as fit


def test_a_plan_full_of_habits_says_so_and_keeps_what_was_typed(
    alice: User, charlie: User, alice_client: Client, now: datetime
) -> None:
    rested = create_habit(user=alice)
    end_habit(user_id=alice.pk, habit_id=rested.pk, now=now)
    for _each in range(Habit.MOST_CURRENT):
        create_habit(user=alice)
    answer = alice_client.post(NEW, WALK)
    assert answer.status_code == 422
    assert "Your plan holds 30 habits." in answer.content.decode()
    assert 'value="To the corner"' in answer.content.decode()
    back = alice_client.post(reverse("tracker:habit_restore", args=[rested.pk]), follow=True)
    assert "Your plan holds 30 habits." in back.content.decode()
    assert Habit.objects.for_user(alice).current().count() == Habit.MOST_CURRENT
    assert create_habit(user=charlie).user == charlie


# Changing


def test_a_switched_reminder_leaves_the_schedule_open_and_other_days_do_not(alice: User, now: datetime) -> None:
    habit = create_habit(user=alice)
    schedule = schedule_of(habit)
    values: dict[str, Any] = {"user_id": alice.pk, "habit_id": habit.pk, "title": "Walk", "smallest": "", "now": now}
    change_habit(**values, rule=schedule.rule, remind=True)
    assert (schedule_of(habit).pk, schedule_of(habit).remind) == (schedule.pk, True)
    rule = Rule(every="week", times=(time(18),), weekdays=frozenset({5}), start=schedule.start)
    change_habit(**values, rule=rule, remind=True)
    assert schedule_of(habit).pk != schedule.pk


def test_a_rested_habit_is_taken_up_as_it_was(alice: User, now: datetime) -> None:
    habit = create_habit(user=alice, weekdays=(1, 3), remind=True)
    for action in (end_habit, end_habit, restore_habit, restore_habit):
        action(user_id=alice.pk, habit_id=habit.pk, now=now)
    schedule = schedule_of(habit)
    assert (schedule.rule.weekdays, schedule.remind) == (frozenset({1, 3}), True)
    assert habit.schedules.count() == 2


def test_no_action_reaches_another_persons_habit(alice: User, charlie: User, now: datetime) -> None:
    habit = create_habit(user=alice)
    who: dict[str, Any] = {"user_id": charlie.pk, "habit_id": habit.pk, "now": now}
    for action in (end_habit, restore_habit):
        with pytest.raises(NotFound):
            action(**who)
    with pytest.raises(NotFound):
        change_habit(**who, title="Mine", smallest="", rule=schedule_of(habit).rule, remind=True)
    assert Habit.objects.for_user(alice).current().get().title == "Walk for ten minutes"


# The form


def test_seven_suggestions_and_own_words_are_offered(alice_client: Client) -> None:
    page = alice_client.get(NEW).content.decode()
    assert [f'href="?like={n}"' in page for n in range(9)] == [True] * 8 + [False]
    assert "In my own words" in page


@pytest.mark.parametrize("number", range(1, 8))
def test_a_suggestion_fills_the_form_and_can_be_saved_as_it_is(alice: User, alice_client: Client, number: int) -> None:
    page = alice_client.get(f"{NEW}?like={number}").content.decode()
    suggestion = SUGGESTIONS[number - 1]
    assert f'value="{suggestion.time:%H:%M}"' in page
    sent = {
        "title": re.findall(r'name="title" value="(.*?)"', page)[0],
        "smallest": re.findall(r'name="smallest" value="(.*?)"', page)[0],
        "time": re.findall(r'name="time" value="(.*?)"', page)[0],
        "tool": re.findall(r'name="tool"(?: value="(\w+)")?', page)[0],
        "often": re.findall(r'name="often" value="(\w+)"[^>]* checked', page)[0],
        "weekdays": re.findall(r'name="weekdays" value="(\d)"[^>]* checked', page),
        "times_a_week": re.findall(r'name="times_a_week" value="(\d)"[^>]* checked', page),
    }
    assert alice_client.post(NEW, sent).status_code == 303
    habit = Habit.objects.for_user(alice).get()
    assert (habit.title, habit.times_a_week, habit.tool) == (
        suggestion.title,
        suggestion.times_a_week,
        suggestion.tool,
    )
    assert habit.counts_streak is False
    assert schedule_of(habit).remind is False
    assert schedule_of(habit).rule.every == "day"


def test_the_suggestions_are_the_small_targets_and_no_more() -> None:
    found = [(one.times_a_week, f"{one.time:%H:%M}") for one in SUGGESTIONS]
    assert found == [
        (5, "07:30"),  # the same time of waking on 5 of 7 days
        (None, "22:30"),
        (None, "13:00"),
        (None, "08:30"),
        (3, "17:30"),  # ten minutes, three times
        (4, "22:00"),  # 4 nights of 7
        (5, "18:00"),  # five minutes on 5 days
    ]


def test_screens_are_off_an_hour_before_the_bedtime_that_is_set(alice: User, alice_client: Client) -> None:
    create_bedtime(user=alice, at=time(0, 15))
    assert 'name="time" value="23:15"' in alice_client.get(f"{NEW}?like=6").content.decode()


def test_so_many_days_a_week_stand_on_every_day(alice: User, alice_client: Client) -> None:
    sent = {"title": "Walk", "often": "count", "times_a_week": "3", "time": "18:00"}
    page = alice_client.get(alice_client.post(NEW, sent)["Location"]).content.decode()
    assert "3 days a week, at 18:00" in page
    habit = Habit.objects.for_user(alice).get()
    assert (habit.times_a_week, schedule_of(habit).rule.every) == (3, "day")
    assert "3 days a week, at 18:00" in alice_client.get("/plan/").content.decode()
    edit = reverse("tracker:habit_edit", args=[habit.pk])
    assert re.findall(r'value="(\w+)"[^>]* checked', alice_client.get(edit).content.decode())[:1] == ["count"]
    alice_client.post(edit, WALK | {"often": "days", "times_a_week": "3", "counts_streak": "on"})
    habit = Habit.objects.for_user(alice).get()
    assert (habit.times_a_week, habit.counts_streak) == (None, True)


def test_eating_has_no_amounts(alice_client: Client) -> None:
    eating = SUGGESTIONS[2]
    text = f"{eating.name} {eating.target} {eating.title} {eating.smallest} {eating.note}".lower()
    assert not re.search(r"\d|calor|weight|portion|less|gram|diet", text)


@pytest.mark.parametrize("like", ["0", "8", "99", "-1", "x", "", "٣" * 30])
def test_a_suggestion_that_does_not_exist_is_an_empty_form(alice_client: Client, like: str) -> None:
    answer = alice_client.get(NEW, {"like": like})
    assert answer.status_code == 200
    assert re.findall(r'name="(\w+)"[^>]* checked', answer.content.decode()) == ["often"]


def test_the_guard_for_breathing_stands_on_its_form(alice_client: Client) -> None:
    page = alice_client.get(f"{NEW}?like=7").content.decode()
    assert "If this makes you feel worse, stop, open your eyes, look around the room." in page


def test_a_habit_is_kept_with_its_days_and_without_a_reminder(alice: User, alice_client: Client) -> None:
    for _twice in range(2):
        answer = alice_client.post(NEW, WALK | {"habit_id": str(UUID(int=7))})
    page = alice_client.get(answer["Location"]).content.decode()
    assert Habit.objects.for_user(alice).count() == 1
    for part in ("Mondays and Wednesdays at 18:00", "To the corner", "No reminder", "<title>Turnstone</title>"):
        assert part in page


def test_a_form_gone_back_to_and_saved_again_makes_no_second_habit(
    alice: User, charlie: User, alice_client: Client
) -> None:
    create_habit(user=charlie, title="Walk", weekdays=(0, 2))
    for _twice in range(2):
        assert alice_client.post(NEW, WALK | {"habit_id": str(UUID(int=7))}).status_code == 303
    answer = alice_client.post(NEW, WALK | {"habit_id": str(uuid4())})
    assert answer.status_code == 422
    assert "This is already in your plan." in answer.content.decode()
    assert Habit.objects.for_user(alice).count() == 1
    assert alice_client.post(NEW, WALK | {"time": "19:00"}).status_code == 303
    assert Habit.objects.for_user(alice).count() == 2


def test_all_seven_days_are_every_day(alice: User, alice_client: Client) -> None:
    answer = alice_client.post(NEW, WALK | {"weekdays": list("0123456"), "remind": "on"})
    page = alice_client.get(answer["Location"]).content.decode()
    assert "Every day at 18:00" in page
    assert schedule_of(Habit.objects.for_user(alice).get()).remind is True


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Write a few words here."),
        ({"weekdays": []}, "Choose at least one day."),
        ({"weekdays": ["9"]}, "Select a valid choice"),
        ({"often": "count"}, "Choose on how many days."),
        ({"often": "count", "times_a_week": "8"}, "Choose 1 to 6 days."),
        ({"often": "count", "times_a_week": "9" * 400}, "Choose 1 to 6 days."),
        ({"often": "seldom"}, "Select a valid choice"),
        ({"time": ""}, "Choose a time, like 21:30."),
        ({"time": "late"}, "Write the time like 21:30."),
        ({"smallest": "x" * 121}, "This is too long: it has 121 characters, and 120 fit."),
    ],
)
def test_bad_input_is_named_beside_its_field_and_nothing_is_half_saved(
    alice_client: Client, wrong: dict[str, object], sentence: str
) -> None:
    answer = alice_client.post(NEW, {"title": "Walk round the pond", **WALK, **wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Walk" in page or "title" in wrong
    assert not Habit.objects.exists()
    assert not Schedule.objects.exists()


def test_a_change_shows_what_was_there(alice: User, alice_client: Client) -> None:
    habit = create_habit(user=alice, weekdays=(5, 6), remind=True)
    url = reverse("tracker:habit_edit", args=[habit.pk])
    page = alice_client.get(url).content.decode()
    assert re.findall(r'name="weekdays" value="(\d)"[^>]* checked', page) == ["5", "6"]
    assert re.search(r'name="remind"[^>]* checked', page)
    assert alice_client.post(url, WALK).status_code == 303
    assert Habit.objects.for_user(alice).get().title == "Walk"


def test_resting_can_be_undone_from_the_message(alice: User, alice_client: Client) -> None:
    habit = create_habit(user=alice)
    page = alice_client.post(reverse("tracker:habit_end", args=[habit.pk]), follow=True).content.decode()
    undo = reverse("tracker:habit_restore", args=[habit.pk])
    assert f'action="{undo}"' in page
    assert alice_client.get(reverse("tracker:habit_edit", args=[habit.pk])).status_code == 404
    assert alice_client.post(undo).status_code == 303
    assert Habit.objects.for_user(alice).current().get() == habit


# Another person


def test_charlie_gets_404_for_each_address_and_changes_nothing(alice: User, charlie_client: Client) -> None:
    habit = create_habit(user=alice)
    for name in ("habit", "habit_edit", "habit_end", "habit_restore"):
        url, unknown = (reverse(f"tracker:{name}", args=[pk]) for pk in (habit.pk, uuid4()))
        for send in (charlie_client.get, charlie_client.post):
            answer = send(url, WALK)
            assert answer.status_code in (404, 405), name
            assert answer.status_code == send(unknown, WALK).status_code
            assert b"Walk for ten" not in answer.content
    assert Habit.objects.for_user(alice).current().get().title == "Walk for ten minutes"
