"""The check-in of today: a question a page, each answer kept at once, each left out if the person likes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tests.factories.tracker import create_habit, create_medicine
from tracker.models import Dose, Mood, SleepNight

pytestmark = pytest.mark.django_db

START = "/check-in/"
TODAY = dt.date(2026, 11, 3)
NIGHT = {"into_bed": "23:00", "tried": "23:30", "woke": "06:40", "got_up": "07:00", "to_sleep": "20"}


@pytest.fixture(autouse=True)
def on_the_day(now: dt.datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def page(client: Client, path: str = START) -> str:
    return client.get(path, follow=True).content.decode()


def test_it_asks_how_it_is_then_about_the_night_then_one_thing_more(alice: User, alice_client: Client) -> None:
    create_habit(user=alice, title="Walk for ten minutes")
    assert "Check-in, 1 of 3" in page(alice_client)
    said = alice_client.post(f"/log/mood/{TODAY}/", {"level": "2", "then": "mood"})
    assert said["Location"] == f"{START}?after=mood"
    night = alice_client.get(said["Location"])
    assert urlsplit(night["Location"]).path == f"/sleep/{TODAY}/"
    slept = alice_client.post(f"/log/sleep/{TODAY}/", NIGHT | {"then": "night"})
    assert slept["Location"] == f"{START}?after=night"
    more = page(alice_client, slept["Location"])
    assert "Walk for ten minutes" in more
    assert Mood.objects.for_user(alice).get().level == 2
    assert SleepNight.objects.for_user(alice).get().answers["woke"] == "06:40"


def test_what_was_answered_is_not_asked_again(alice: User, alice_client: Client) -> None:
    alice_client.post(f"/log/mood/{TODAY}/", {"level": "4"})
    alice_client.post(f"/log/sleep/{TODAY}/", NIGHT)
    assert "That is all. It is kept." in page(alice_client)


def test_a_question_left_out_is_not_asked_twice(alice_client: Client) -> None:
    assert "How was the night?" in page(alice_client, f"{START}?after=mood")
    assert "That is all. It is kept." in page(alice_client, f"{START}?after=night")


def test_with_a_medicine_the_one_thing_more_is_the_question_of_the_week(alice: User, alice_client: Client) -> None:
    create_medicine(user=alice)
    found = page(alice_client, f"{START}?after=night")
    assert "Any side effects this week?" in found
    said = alice_client.post(f"/log/side-effects/{TODAY}/", {"any": "no", "then": "more"})
    assert said["Location"] == f"{START}?after=more"
    assert "That is all. It is kept." in page(alice_client, said["Location"])
    assert "08:00" in page(alice_client, f"{START}?after=night")  # and then the dose that nothing was said of


def test_a_dose_can_be_said_from_it(alice: User, alice_client: Client) -> None:
    schedule = create_medicine(user=alice).schedules.get()
    alice_client.post(f"/log/side-effects/{TODAY}/", {"any": "no"})
    found = page(alice_client, f"{START}?after=night")
    path = f"/log/dose/{schedule.pk}/{TODAY}/0/"
    assert path in found
    assert alice_client.post(path, {"state": "taken", "then": "more"})["Location"] == f"{START}?after=more"
    assert Dose.objects.for_user(alice).get().state == "taken"


def test_very_low_brings_help_to_the_end_of_it(alice_client: Client) -> None:
    alice_client.post(f"/log/mood/{TODAY}/", {"level": "1"})
    assert "help is here, at any hour" in page(alice_client, f"{START}?after=more")


def test_kept_on_the_phone_first_it_goes_on_all_the_same(alice_client: Client) -> None:
    answer = alice_client.post(
        f"/log/mood/{TODAY}/",
        {"level": "2", "then": "mood"},
        headers={"Idempotency-Key": "9f4c7e0c-6f0a-4c36-9d6e-0d2f3f3a6a11"},
    )
    assert (answer.status_code, answer["Content-Location"]) == (204, f"{START}?after=mood")


@pytest.mark.parametrize("then", ["done", "elsewhere", "https://example.org/", "9" * 400])
def test_nobody_is_led_anywhere_else(alice_client: Client, then: str) -> None:
    answer = alice_client.post(f"/log/mood/{TODAY}/", {"level": "2", "then": then})
    assert urlsplit(answer["Location"]).path == "/today/"
    assert alice_client.get(START, {"after": then}).status_code in (200, 303)


def test_another_person_is_asked_anew(alice_client: Client, charlie_client: Client) -> None:
    alice_client.post(f"/log/mood/{TODAY}/", {"level": "1"})
    assert "Check-in, 1 of 3" in page(charlie_client)
