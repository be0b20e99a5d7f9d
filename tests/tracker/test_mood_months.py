"""How the days were, week by week and month by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tracker.actions.moods import record_mood
from tracker.mood_chart import mood_line
from tracker.mood_months import mood_month

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 3)
NOVEMBER = "/progress/mood/2026/11/"


@pytest.fixture(autouse=True)
def on_the_day(now: dt.datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def say(person: User, day: dt.date, level: int, note: str | None = None) -> None:
    at = dt.datetime.combine(day, dt.time(20), dt.UTC)
    record_mood(user_id=person.pk, date=day, level=level, note=note, recorded_at=at, now=at)


def test_progress_shows_the_last_weeks_with_a_stone_for_each_day_said(alice: User, alice_client: Client) -> None:
    say(alice, TODAY, 2)
    say(alice, TODAY - dt.timedelta(days=1), 2)
    say(alice, TODAY - dt.timedelta(days=9), 5)
    found = alice_client.get("/progress/").content.decode()
    assert "3 of 30 days were put down. Most often: low." in found
    assert found.count('class="v2"') == 2
    assert NOVEMBER in found


def test_without_a_word_progress_says_where_to_begin(alice_client: Client) -> None:
    assert "Most often" not in alice_client.get("/progress/").content.decode()


def test_a_month_shows_its_table_its_counts_its_notes_and_a_line(alice: User, alice_client: Client) -> None:
    for day, level in ((1, 1), (2, 3), (3, 3)):
        say(alice, dt.date(2026, 11, day), level, note="Rain, and tea" if day == 2 else None)
    found = alice_client.get(NOVEMBER).content.decode()
    assert "November 2026" in found
    assert "Rain, and tea" in found
    assert "Day by day, November 2026" in found
    assert "2 days" in found


def test_days_that_are_not_neighbours_are_not_joined(alice: User) -> None:
    for day in (5, 6, 20):
        say(alice, dt.date(2026, 10, day), 4)
    found = mood_month(user_id=alice.pk, month=dt.date(2026, 10, 1), today=TODAY)
    chart = mood_line(found.found)
    assert chart
    assert chart.svg.count('class="ser"') == 1
    assert chart.svg.count("<circle") == 3


def test_two_days_are_too_few_for_a_line(alice: User) -> None:
    say(alice, dt.date(2026, 10, 5), 4)
    say(alice, dt.date(2026, 10, 6), 4)
    assert mood_line(mood_month(user_id=alice.pk, month=dt.date(2026, 10, 1), today=TODAY).found) is None


def test_a_month_leads_to_those_beside_it_where_there_is_something_to_see(alice: User, alice_client: Client) -> None:
    say(alice, dt.date(2026, 9, 5), 4)
    found = alice_client.get("/progress/mood/2026/10/").content.decode()
    assert "/progress/mood/2026/9/" in found
    assert NOVEMBER in found
    assert "/progress/mood/2026/8/" not in alice_client.get("/progress/mood/2026/9/").content.decode()


@pytest.mark.parametrize("month", ["2026/12", "2026/13", "2026/0", "1999/5", "9999/1", "0/1", "2026/" + "9" * 400])
def test_a_month_to_come_and_one_that_is_none_are_not_there(alice_client: Client, month: str) -> None:
    assert alice_client.get(f"/progress/mood/{month}/").status_code == 404


def test_another_person_sees_nothing_of_it(alice: User, charlie_client: Client) -> None:
    say(alice, TODAY, 2, note="Rain, and tea")
    found = charlie_client.get(NOVEMBER).content.decode()
    assert "Rain" not in found
    assert "Nothing was put down in these days." in found
