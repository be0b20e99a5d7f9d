"""The nights on Progress: nothing before there are any, figures from five of seven, one picture and one table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tests.factories.tracker import create_goal, create_habit, create_medicine, create_night
from tracker.night_chart import night_chart
from tracker.nights import Sleep, last_nights

TODAY = date(2026, 11, 3)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def fill(user: User, *back: int, **said: str | int) -> None:
    for days in back:
        create_night(user=user, on=TODAY - days * DAY, **said)


def section(client: Client) -> str:
    found = re.search(r'<section class="fig" aria-labelledby="nights">.*?</section>', page(client), re.DOTALL)
    return found[0] if found else ""


def page(client: Client) -> str:
    return client.get("/progress/").content.decode()


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def of(user: User) -> Sleep:
    found = last_nights(user_id=user.pk, today=TODAY, zone=user.zone)
    assert found
    return found


def test_before_the_diary_is_filled_no_number_shows(alice: User, alice_client: Client) -> None:
    assert section(alice_client) == ""
    fill(alice, 10, 11)
    create_goal(user=alice)
    assert last_nights(user_id=alice.pk, today=TODAY, zone=alice.zone) is None
    assert not re.search(r"\d", words(section(alice_client)))


def test_the_last_seven_nights_stand_as_a_picture_and_a_table(alice: User, alice_client: Client) -> None:
    fill(alice, 0, into_bed="00:10", tried="00:20")
    fill(alice, 2)
    found = section(alice_client)
    said = "2 of 7 nights are filled in. Into bed between 23:00 and 00:10, up at 07:00."
    assert f"<p>{said}</p>" in found
    assert f'<desc id="nights-d">{said}</desc>' in found
    assert len(re.findall(r'<rect class="night off" x=', found)) == 3  # two nights and the key
    rows = [words(row) for row in re.findall(r"<tr>.*?</tr>", found, re.DOTALL)]
    assert rows[-1] == "Tue 3 Nov 00:10 00:40 06:40 07:00 6 h 50 5 h 30"
    assert rows[-2] == "Mon 2 Nov – – – – – –"
    assert rows[-3] == "Sun 1 Nov 23:00 23:50 06:40 07:00 8 h 00 6 h 20"


def test_the_week_has_no_figures_before_five_nights(alice: User, alice_client: Client) -> None:
    fill(alice, 0, 1, 2, 3)
    assert "once five of its seven nights are filled in" in section(alice_client)
    assert "The week in numbers" not in section(alice_client)
    fill(alice, 4)
    found = words(section(alice_client))
    assert "once five of its seven nights" not in found
    for line in (
        "Time in bed, on average 8 h 00",
        "Time asleep, on average 6 h 20",
        "Sleep efficiency by diary: time asleep of the time in bed 79 %",
        "To fall asleep, median 20 min",
        "Awake in the night, median 30 min",
        "Awake before getting up, on average 20 min",
    ):
        assert line in found
    assert "regularity index" not in found
    assert "The middle of your nights" not in found


def test_seven_nights_say_how_steady_they_were_and_the_index_is_a_diarys(alice: User, alice_client: Client) -> None:
    fill(alice, *range(7))
    found = words(section(alice_client))
    assert "The middle of your nights was steady over the last two weeks." in found
    assert "Sleep regularity index by diary; 100 is the same every day 100" in found
    assert "do not compare it with a watch" in found


def test_three_months_of_long_waking_are_worth_a_talk_with_a_doctor(alice: User, alice_client: Client) -> None:
    talk = "worth a talk with a doctor about CBT-I, the first-choice treatment"
    fill(alice, *range(84), to_sleep=45)
    assert talk not in section(alice_client)
    fill(alice, *range(84, 91), to_sleep=45)
    assert talk in section(alice_client)


def test_nobody_is_told_how_long_to_be_in_bed(alice: User, alice_client: Client) -> None:
    fill(alice, *range(14), into_bed="20:00", tried="20:30")
    found = words(section(alice_client)).lower()
    assert not re.search(r"sleep window|restrict|less time in bed|go to bed later|target", found)


def test_a_night_half_filled_in_has_the_bar_it_can_have(alice: User) -> None:
    fill(alice, 0, to_sleep=20)
    create_night(user=alice, on=TODAY - DAY, tried="23:10")
    chart = night_chart(of(alice))
    assert len(re.findall('<rect class="night"', chart.svg)) == 2
    assert not re.search(r"style=|<script|on\w+=", chart.svg)


def test_progress_stays_within_its_queries(
    alice: User, alice_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    create_goal(user=alice)
    create_habit(user=alice)
    create_medicine(user=alice)
    fill(alice, *range(60))
    page(alice_client)
    with django_assert_max_num_queries(12):
        page(alice_client)


def test_charlie_sees_no_night(alice: User, charlie_client: Client) -> None:
    fill(alice, *range(7))
    assert section(charlie_client) == ""
