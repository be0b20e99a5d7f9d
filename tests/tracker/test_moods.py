"""How a day was: one tap, a line about it, and taken back."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from accounts.models import User
from tracker.actions.moods import record_mood
from tracker.models import Mood

TODAY = "2026-11-03"
URL = f"/log/mood/{TODAY}/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def page(client: Client, path: str = "/today/") -> str:
    return client.get(path).content.decode()


def panel(markup: str) -> str:
    """The panel, without what differs from answer to answer."""
    found = re.search(r'<form class="panel mood".*?</form>', markup, re.DOTALL)
    assert found
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", found[0])


def pressed(markup: str) -> list[str]:
    return re.findall(r'data-level="\d" aria-pressed="true"><i></i>([\w ]+)<', markup)


def shown(markup: str, name: str) -> bool:
    return f'data-if="{name}" hidden' not in panel(markup)


def of(person: User) -> Mood:
    return Mood.objects.for_user(person).get()


def test_five_levels_with_words_stand_on_today_and_none_is_chosen(alice_client: Client) -> None:
    found = page(alice_client)
    assert "How is it right now?" in found
    assert re.findall(r"<i></i>([\w ]+)</button>", found) == ["Very low", "Low", "Middling", "Good", "Very good"]
    assert pressed(found) == []
    assert not shown(found, "low")
    assert not shown(found, "level")


def test_one_tap_is_kept_and_asks_for_a_line(alice: User, alice_client: Client, charlie_client: Client) -> None:
    answer = alice_client.post(URL, {"level": "4"})
    assert (answer.status_code, answer["Location"]) == (303, "/today/#mood")
    found = page(alice_client)
    assert pressed(found) == ["Good"]
    assert shown(found, "level")
    assert not shown(found, "low")
    assert of(alice).level == 4
    assert pressed(page(charlie_client)) == []
    assert not Mood.objects.exclude(user=alice).exists()


def test_very_low_is_thanked_for_and_help_is_beside_it(alice_client: Client) -> None:
    alice_client.post(URL, {"level": "1"})
    found = panel(page(alice_client))
    assert shown(found, "low")
    assert "Thank you for putting that down." in found
    assert re.search(r'href="/help/[^"]*">Help now</a>', found)
    assert 'role="alert"' not in found


@pytest.mark.parametrize("again", [{"level": ""}, {"level": "", "note": ""}])
def test_the_same_card_takes_it_back_all_day_and_keeps_the_row(
    alice: User, alice_client: Client, now: datetime, again: dict[str, str]
) -> None:
    before = panel(page(alice_client))
    alice_client.post(URL, {"level": "2"})
    assert re.search(r'value="" data-level="2" aria-pressed="true"', page(alice_client))
    with time_machine.travel(now + timedelta(hours=4), tick=False):
        alice_client.post(URL, again)
    assert panel(page(alice_client)) == before
    assert of(alice).level is None


def test_a_line_with_a_character_that_cannot_be_shown_is_refused_and_stays_typed(
    alice: User, alice_client: Client
) -> None:
    alice_client.post(URL, {"note": "Rain"})
    answer = alice_client.post(URL, {"note": "Slept\x00 badly"})
    assert answer.status_code == 422
    assert "Type those words once more" in answer.content.decode()
    assert "Slept" in answer.content.decode()
    assert of(alice).note == "Rain"


def test_a_line_about_it_is_kept_and_stays_with_another_level(alice: User, alice_client: Client) -> None:
    alice_client.post(URL, {"level": "2"})
    alice_client.post(URL, {"note": " Slept badly,  rain "})
    assert (of(alice).level, of(alice).note) == (2, "Slept badly, rain")
    alice_client.post(URL, {"level": "3"})
    assert (of(alice).level, of(alice).note) == (3, "Slept badly, rain")
    alice_client.post(URL, {"level": "4", "note": "Better <b>"})
    assert 'value="Better &lt;b&gt;"' in page(alice_client)
    alice_client.post(URL, {"level": ""})
    assert shown(page(alice_client), "level")
    alice_client.post(URL, {"note": ""})
    assert not shown(page(alice_client), "level")


def test_a_line_lies_sealed(alice: User, alice_client: Client) -> None:
    alice_client.post(URL, {"level": "2", "note": "Slept badly"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT level, note FROM tracker_mood")
        (row,) = cursor.fetchall()
    assert all(b"Slept" not in bytes(value) and bytes(value) != b"2" for value in row)


@pytest.mark.parametrize("data", [{"level": "1"}, {"level": "5", "note": "Sun"}, {"level": ""}, {"note": "A line"}])
@pytest.mark.parametrize("on", [TODAY, "2026-11-02"])
def test_what_is_swapped_in_is_what_a_reload_shows(alice_client: Client, data: dict[str, str], on: str) -> None:
    alice_client.post(f"/log/mood/{on}/", {"level": "3"})
    answer = alice_client.post(f"/log/mood/{on}/", data, headers=HTMX).content.decode()
    assert panel(answer) == panel(page(alice_client, f"/day/{on}/"))
    assert 'id="say"' in answer


@pytest.mark.parametrize("on", ["2026-11-02", "2026-11-01"])
def test_the_two_days_before_can_be_filled_in(alice: User, alice_client: Client, on: str) -> None:
    assert "How was the day?" in page(alice_client, f"/day/{on}/")
    assert alice_client.post(f"/log/mood/{on}/", {"level": "2"})["Location"] == f"/day/{on}/#mood"
    assert pressed(page(alice_client, f"/day/{on}/")) == ["Low"]
    assert pressed(page(alice_client)) == []
    assert of(alice).date == date.fromisoformat(on)


@pytest.mark.parametrize("on", ["2026-10-31", "2026-11-04", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_an_older_day_and_one_to_come_are_closed(alice: User, alice_client: Client, on: str) -> None:
    assert alice_client.post(f"/log/mood/{on}/", {"level": "2"}).status_code == 404
    assert not Mood.objects.for_user(alice).exists()


def test_an_older_day_shows_what_was_said_of_it(alice: User, alice_client: Client, now: datetime) -> None:
    assert "How the day was" not in page(alice_client, "/day/2026-10-30/")
    record_mood(
        user_id=alice.pk, date=date(2026, 10, 30), level=5, note="Choir", recorded_at=now - timedelta(days=4), now=now
    )
    found = page(alice_client, "/day/2026-10-30/")
    assert "How the day was" in found
    assert "Very good" in found
    assert "Choir" in found
    assert 'name="level"' not in found


@pytest.mark.parametrize("level", ["0", "6", "-1", "two", "1.5", "9" * 400, "1\x00"])
def test_a_level_that_is_none_is_refused_and_the_line_is_kept(alice: User, alice_client: Client, level: str) -> None:
    for headers in ({}, HTMX):
        answer = alice_client.post(URL, {"level": level, "note": "Typed"}, headers=headers)
        assert answer.status_code == 422
        assert "Choose one of the five" in answer.content.decode()
        assert 'value="Typed"' in answer.content.decode()
    assert not Mood.objects.for_user(alice).exists()


def test_a_line_too_long_is_refused_beside_its_field_and_kept(alice: User, alice_client: Client) -> None:
    answer = alice_client.post(URL, {"level": "2", "note": "x" * 30_000})
    found = answer.content.decode()
    assert answer.status_code == 422
    assert "This is too long: it has 30000 characters, and 500 fit." in found
    assert "x" * 30_000 in found
    assert not Mood.objects.for_user(alice).exists()


def test_the_later_saying_stands_whichever_arrives_first(alice: User, alice_client: Client, now: datetime) -> None:
    alice_client.post(URL, {"level": "4"}, headers={"X-Recorded-At": (now - timedelta(minutes=5)).isoformat()})
    alice_client.post(URL, {"level": "1"}, headers={"X-Recorded-At": (now - timedelta(hours=2)).isoformat()})
    assert of(alice).level == 4
    alice_client.post(URL, {"level": "3"}, headers={"X-Recorded-At": (now + timedelta(days=2)).isoformat()})
    assert (of(alice).level, of(alice).recorded_at) == (3, now)


def test_sent_twice_it_is_recorded_once(alice: User, alice_client: Client) -> None:
    key = str(uuid.uuid4())
    first, again, other = (
        alice_client.post(URL, data, headers={"Idempotency-Key": key})
        for data in ({"level": "4"}, {"level": "4"}, {"level": "1"})
    )
    assert [answer.status_code for answer in (first, again, other)] == [204, 204, 409]
    assert of(alice).level == 4


def test_what_was_said_last_night_and_sent_late_is_last_nights(
    alice: User, alice_client: Client, now: datetime
) -> None:
    at = now - timedelta(days=3)
    answer = alice_client.post("/log/mood/2026-10-30/", {"level": "2"}, headers={"X-Recorded-At": at.isoformat()})
    assert answer.status_code == 303
    assert of(alice).date == date(2026, 10, 30)


def test_signed_out_it_is_not_kept(bob_client: Client) -> None:
    assert bob_client.post(URL, {"level": "2"})["Location"].startswith("/accounts/login/")
    key = {"Idempotency-Key": str(uuid.uuid4())}
    assert bob_client.post(URL, {"level": "2"}, headers=key).status_code == 401
    assert not Mood.objects.exists()
