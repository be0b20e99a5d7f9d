"""What is recorded of a habit on its own page, and how it then stands."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.tracker import create_habit, schedule_of
from tracker.actions.habit_pause import pause_habits
from tracker.actions.habits import record_habit
from tracker.habits import habit_record
from tracker.logic.habit_score import Standing
from tracker.models import Habit, HabitEntry, HabitPause, Schedule

TODAY = dt.date(2026, 11, 3)
DAY = timedelta(days=1)
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def url_of(schedule: Schedule, on: dt.date = TODAY) -> str:
    return reverse("tracker:log_habit", args=[schedule.pk, on, 0])


def page_of(client: Client, habit: Habit) -> str:
    return client.get(reverse("tracker:habit", args=[habit.pk])).content.decode()


def pressed(markup: str) -> list[str]:
    return re.findall(r'aria-pressed="true">([\w ]+)</button>', markup)


def record_part(markup: str) -> str:
    found = re.search(r'<section class="stack" id="record".*?</details></div></section>', markup, re.DOTALL)
    assert found
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", found[0])


def say(user: User, habit: Habit, *states: str, until: dt.date = TODAY, now: datetime) -> None:
    """*states* of the days up to *until*, "" for none."""
    schedule = schedule_of(habit)
    for back, state in enumerate(reversed(states)):
        if state:
            values: dict[str, Any] = {"date": until - back * DAY, "slot": 0, "recorded_at": now, "now": now}
            record_habit(user_id=user.pk, schedule_id=schedule.pk, state=state, **values)


def standing(user: User, habit: Habit, now: datetime) -> Any:
    return habit_record(habit=habit, person=user, now=now, back_fill=2 * DAY)


# Four answers


@pytest.mark.parametrize("state", ["done", "small", "not_applicable", "no"])
def test_four_answers_can_be_given_and_undone_on_the_habits_page(
    alice: User, alice_client: Client, charlie_client: Client, now: datetime, state: str
) -> None:
    habit = create_habit(user=alice)
    url = url_of(schedule_of(habit))
    before = record_part(page_of(alice_client, habit))
    answer = alice_client.post(url, {"state": state, "on": "habit"})
    assert (answer.status_code, answer["Location"]) == (303, f"/plan/habit/{habit.pk}/#record")
    assert len(pressed(page_of(alice_client, habit))) == 1
    assert HabitEntry.objects.for_user(alice).get().state == state
    with time_machine.travel(now + timedelta(minutes=1), tick=False):
        alice_client.post(url, {"state": "", "on": "habit"})
    assert record_part(page_of(alice_client, habit)) == before
    assert HabitEntry.objects.for_user(alice).get().state == ""
    assert charlie_client.post(url, {"state": state, "on": "habit"}).status_code == 404


@pytest.mark.parametrize("state", ["done", "small", "not_applicable", "no", ""])
@pytest.mark.parametrize("back", [0, 2])
def test_what_is_swapped_in_is_what_a_reload_shows(alice: User, alice_client: Client, state: str, back: int) -> None:
    habit = create_habit(user=alice)
    url = url_of(schedule_of(habit), TODAY - back * DAY)
    alice_client.post(url, {"state": "done", "on": "habit"})
    answer = alice_client.post(url, {"state": state, "on": "habit"}, headers=HTMX).content.decode()
    assert record_part(answer) == record_part(page_of(alice_client, habit))
    assert 'id="say"' in answer


def test_today_and_two_days_back_stand_on_the_page_and_no_other(alice: User, alice_client: Client) -> None:
    habit = create_habit(user=alice)
    found = page_of(alice_client, habit)
    assert re.findall(r'<legend class="h3">([\w ]+)<', found) == ["Today", "Yesterday", "Sunday 1 November"]
    schedule = schedule_of(habit)
    for on in (TODAY - 3 * DAY, TODAY + 2 * DAY, dt.date(9999, 12, 31)):
        assert alice_client.post(url_of(schedule, on), {"state": "done", "on": "habit"}).status_code == 404
    assert not HabitEntry.objects.exists()


@pytest.mark.parametrize("state", ["taken", "DONE", "1", "\x00", "9" * 400, "x" * 30_000])
def test_another_answer_is_refused(alice: User, alice_client: Client, state: str) -> None:
    habit = create_habit(user=alice)
    answer = alice_client.post(url_of(schedule_of(habit)), {"state": state, "on": "habit"})
    assert answer.status_code == 422
    assert not HabitEntry.objects.exists()


def test_sent_twice_it_is_recorded_once(alice: User, alice_client: Client) -> None:
    url, headers = url_of(schedule_of(create_habit(user=alice))), {"Idempotency-Key": str(uuid.uuid4())}
    sent = [
        alice_client.post(url, {"state": state, "on": "habit"}, headers=headers) for state in ("small", "small", "no")
    ]
    assert [answer.status_code for answer in sent] == [204, 204, 409]
    assert HabitEntry.objects.for_user(alice).get().state == "small"


# How it stands


def test_too_few_days_show_no_ring_and_no_number(alice: User, alice_client: Client, now: datetime) -> None:
    habit = create_habit(user=alice, since=now - 3 * DAY)
    say(alice, habit, "done", "done", now=now)
    found = page_of(alice_client, habit)
    assert "Too soon to say. It takes seven days that count." in found
    assert 'class="ring"' not in found


def test_the_ring_the_sentence_and_the_table_come_from_the_same_days(
    alice: User, alice_client: Client, now: datetime
) -> None:
    habit = create_habit(user=alice)
    say(alice, habit, "done", "small", "", "done", "not_applicable", "no", "done", now=now)
    found = page_of(alice_client, habit)
    score = standing(alice, habit, now).score
    assert f'stroke-dasharray="{score} 100"' in found
    assert f'<td class="n">{score}</td></tr></tbody>' in found
    assert "Done on 4 of the last 6 days, 1 of them the small version. 1 day rested, and isn’t counted." in found
    assert "not_applicable" not in re.sub(r'(?:value|id)="[^"]*"', "", found)


def test_so_many_days_a_week_are_named_as_the_aim(alice: User, now: datetime) -> None:
    habit = create_habit(user=alice)
    habit.times_a_week = 3
    habit.save()
    say(alice, habit, "done", "", "done", "", "", "", "done", now=now)
    assert standing(alice, habit, now).sentence == "Done on 3 of the last 7 days, with 3 a week as the aim."


def test_certain_days_are_counted_by_those_that_were_due(alice: User, now: datetime) -> None:
    habit = create_habit(user=alice, weekdays=(0, 2, 4))
    say(alice, habit, "done", until=TODAY - DAY, now=now)
    assert standing(alice, habit, now).sentence == "Done on 1 of the 3 days it was due in the last week."


def test_today_counts_once_something_was_said_of_it(alice: User, now: datetime) -> None:
    habit = create_habit(user=alice)
    before = standing(alice, habit, now)
    say(alice, habit, "no", now=now)
    after = standing(alice, habit, now)
    assert (before.weeks[-1].marks[1], after.weeks[-1].marks[1]) == ("", "no")
    assert after.score <= before.score


def test_the_days_before_a_habit_began_count_neither_way(alice: User, now: datetime) -> None:
    habit = create_habit(user=alice, since=now - 9 * DAY)
    say(alice, habit, *["done"] * 9, now=now)
    found = standing(alice, habit, now)
    assert found.weeks[0].marks == ("",) * 7
    assert found.weeks[0].score is None
    assert found.standing is Standing.LOOSE


def test_a_habit_of_two_years_is_read_in_as_many_queries_as_a_new_one(
    alice: User, now: datetime, django_assert_num_queries: Any
) -> None:
    for since in (now - DAY, now - 730 * DAY):
        habit = create_habit(user=alice, since=since)
        say(alice, habit, *["done"] * 60, now=now) if since < now - 61 * DAY else None
        with django_assert_num_queries(3):
            standing(alice, habit, now)


def test_other_days_chosen_since_keep_what_was_recorded_before(
    alice: User, alice_client: Client, now: datetime
) -> None:
    habit = create_habit(user=alice)
    say(alice, habit, *["done"] * 20, now=now)
    edit = reverse("tracker:habit_edit", args=[habit.pk])
    sent = {"title": "Walk", "often": "days", "weekdays": ["0", "2"], "time": "07:00"}
    assert alice_client.post(edit, sent).status_code == 303
    found = standing(alice, Habit.objects.get(pk=habit.pk), now)
    assert found.weeks[-2].marks == ("done",) * 7


# In a row


def test_days_in_a_row_are_named_only_where_that_was_switched_on(
    alice: User, alice_client: Client, now: datetime
) -> None:
    habit = create_habit(user=alice)
    say(alice, habit, "done", "not_applicable", "small", "done", now=now)
    assert "in a row" not in record_part(page_of(alice_client, habit))
    habit.counts_streak = True
    habit.save()
    found = record_part(page_of(alice_client, habit))
    assert "Done on 3 days in a row." in found
    assert "streak" not in found.lower()


def test_a_row_that_ended_is_not_spoken_of(alice: User, alice_client: Client, now: datetime) -> None:
    habit = create_habit(user=alice)
    habit.counts_streak = True
    habit.save()
    say(alice, habit, "done", "done", "no", now=now)
    assert "in a row" not in record_part(page_of(alice_client, habit))


# A pause


def test_one_tap_rests_all_habits_for_a_week_says_until_when_and_is_undone(
    alice: User, alice_client: Client, now: datetime
) -> None:
    create_habit(user=alice)
    page = alice_client.post("/plan/habits/pause/", follow=True).content.decode()
    pause = HabitPause.objects.for_user(alice).get()
    assert (pause.since, pause.until) == (TODAY, dt.date(2026, 11, 9))
    assert page.count("All habits rest until Monday 9 November.") == 2
    assert "End the pause" in page
    undo = re.search(r'action="(/plan/habits/pause/[^"]+/end/)"', page)
    assert undo
    back = alice_client.post(undo[1], follow=True).content.decode()
    assert "The habits are back." in back
    assert "Pause all habits for a week" in back
    again = re.search(r'action="(/plan/habits/pause/[^"]+/restore/)"', back)
    assert again
    for _twice in range(2):
        assert "All habits rest until" in alice_client.post(again[1], follow=True).content.decode()


def test_a_pause_asked_for_twice_is_one(alice: User, charlie: User, alice_client: Client) -> None:
    for _twice in range(2):
        assert alice_client.post("/plan/habits/pause/").status_code == 303
    assert HabitPause.objects.for_user(alice).count() == 1
    assert not HabitPause.objects.for_user(charlie).exists()


def test_charlie_neither_ends_nor_brings_back_the_pause_of_another(
    alice: User, charlie_client: Client, now: datetime
) -> None:
    pause = pause_habits(user_id=alice.pk, now=now)
    for name in ("habit_pause_end", "habit_pause_restore"):
        assert charlie_client.post(reverse(f"tracker:{name}", args=[pause.pk])).status_code == 404
    assert HabitPause.objects.for_user(alice).get().ended_at is None


def test_a_week_of_pause_leaves_the_score_and_the_row_where_they_were(alice: User, now: datetime) -> None:
    habit = create_habit(user=alice)
    habit.counts_streak = True
    habit.save()
    say(alice, habit, *["done"] * 12, until=TODAY - DAY, now=now)
    before = standing(alice, habit, now)
    pause_habits(user_id=alice.pk, now=now)
    after = standing(alice, habit, now + 6 * DAY)
    assert (after.score, after.row) == (before.score, before.row)
    assert after.weeks[-2].marks == ("done", *["rest"] * 6)
    later = standing(alice, habit, now + 9 * DAY)
    assert later.score < before.score
    assert later.row == ""


def test_a_pause_that_was_ended_rested_up_to_the_day_before(alice: User, alice_client: Client, now: datetime) -> None:
    habit = create_habit(user=alice)
    pause = pause_habits(user_id=alice.pk, now=now)
    with time_machine.travel(now + 2 * DAY, tick=False):
        alice_client.post(reverse("tracker:habit_pause_end", args=[pause.pk]))
    marks = standing(alice, habit, now + 4 * DAY).weeks[-1].marks
    assert marks[1:5] == ("rest", "rest", "open", "open")


def test_done_on_a_day_of_the_pause_still_counts(alice: User, now: datetime) -> None:
    habit = create_habit(user=alice)
    pause_habits(user_id=alice.pk, now=now)
    say(alice, habit, "done", now=now)
    assert standing(alice, habit, now).weeks[-1].marks[1] == "done"
