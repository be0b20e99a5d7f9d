"""The diary of a night: a page of its own, filled from the usual, kept once, taken back."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tests.factories.tracker import create_night
from tracker.actions.sleep_diary import record_night
from tracker.logic.sleep import Answers
from tracker.models import SleepNight

TODAY = date(2026, 11, 3)
DAY = timedelta(days=1)
LOG, PAGE = "/log/sleep/2026-11-03/", "/sleep/2026-11-03/"
TYPED = {
    "into_bed": "23:10",
    "tried": "23:40",
    "to_sleep": "25",
    "wakings": "2",
    "awake": "20",
    "woke": "06:50",
    "got_up": "07:20",
    "quality": "3",
}
KEPT = TYPED | {"to_sleep": 25, "wakings": 2, "awake": 20, "quality": 3}


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def page(client: Client, path: str = PAGE) -> str:
    return client.get(path).content.decode()


def value(markup: str, name: str) -> str:
    field = re.search(rf'<input [^>]*name="{name}"[^>]*>', markup)
    assert field
    found = re.search(r'value="([^"]*)"', field[0])
    return found[1] if found else ""


def fields(markup: str) -> list[str]:
    """The page without what differs from answer to answer."""
    return re.sub(r'(value|CSRFToken)"?[=:] ?"[\w-]{30,}"', "", markup).splitlines()


def answers_of(person: User, on: date = TODAY) -> dict[str, object]:
    found: dict[str, object] = SleepNight.objects.for_user(person).get(date=on).answers
    return found


def test_a_night_is_kept_and_stands_on_its_page(alice: User, alice_client: Client) -> None:
    answer = alice_client.post(LOG, TYPED)
    assert (answer.status_code, answer["Location"]) == (303, f"{PAGE}#kept")
    assert answers_of(alice) == KEPT
    found = page(alice_client)
    assert "This night is in your diary." in found
    assert {name: value(found, name) for name in TYPED if name != "quality"} == {
        name: typed for name, typed in TYPED.items() if name != "quality"
    }
    assert re.search(r'name="quality" value="3"[^>]*checked', found)


def test_what_lies_in_the_database_tells_nobody_when_anyone_slept(alice: User, alice_client: Client) -> None:
    alice_client.post(LOG, TYPED)
    row = SleepNight.objects.for_user(alice).get()
    assert "23:10" not in repr(row.__dict__["answers"])


def test_every_field_may_stay_empty(alice: User, alice_client: Client) -> None:
    alice_client.post(LOG, {"got_up": "07:20"})
    assert answers_of(alice) == {"got_up": "07:20"}
    for name in TYPED:
        alice_client.post(LOG, {**TYPED, name: ""})
        assert name not in answers_of(alice)


def test_an_empty_page_makes_no_night(alice_client: Client) -> None:
    assert alice_client.post(LOG, {}).status_code == 303
    assert not SleepNight.objects.exists()


def test_undo_takes_the_night_back_and_keeps_the_row(alice: User, alice_client: Client) -> None:
    before = fields(page(alice_client))
    alice_client.post(LOG, TYPED)
    assert re.search(rf'action="{LOG}">(?:(?!</form>).)*Undo</button>', page(alice_client), re.DOTALL)
    alice_client.post(LOG, {})
    assert answers_of(alice) == {}
    assert fields(page(alice_client)) == before


def test_the_usual_stands_in_the_fields_and_is_not_yet_said(alice: User, alice_client: Client, now: datetime) -> None:
    for back, up in enumerate(["07:00", "07:10", "12:00", "07:05", "07:20", "07:15", "07:10", "03:00", "03:00"], 1):
        create_night(user=alice, on=TODAY - back * DAY, got_up=up, quality=5)
    create_night(user=alice, on=TODAY)
    record_night(
        user_id=alice.pk,
        date=TODAY,
        answers=Answers(),
        recorded_at=datetime.now().astimezone(),
        now=datetime.now().astimezone(),
    )
    found = page(alice_client)
    assert "Your usual times stand here." in found
    assert (value(found, "into_bed"), value(found, "got_up"), value(found, "to_sleep")) == ("23:00", "07:10", "20")
    assert not re.search(r'name="quality" value="[1-5]"[^>]*checked', found)
    assert "This night is in your diary." not in found


def test_with_no_night_before_the_fields_are_empty(alice_client: Client) -> None:
    found = page(alice_client)
    assert {value(found, name) for name in ("into_bed", "tried", "to_sleep", "woke", "got_up")} == {""}
    assert "Your usual times" not in found
    assert "Guess, don’t watch the clock." in found


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"tried": "22:50"}, "tried", "This comes after getting into bed. Look at both times again."),
        ({"woke": "23:20"}, "woke", "This comes after trying to sleep. Look at both times again."),
        ({"got_up": "06:30"}, "got_up", "Getting up comes last. Look at the times again."),
        ({"to_sleep": "500"}, "to_sleep", "The night was shorter than this."),
        ({"awake": "420"}, "awake", "The night was shorter than this."),
        ({"awake": "-1"}, "awake", "Write a whole number from 0 to 1439."),
        ({"to_sleep": "9" * 400}, "to_sleep", "Write a whole number from 0 to 1439."),
        ({"to_sleep": "9" * 9000}, "to_sleep", "Write a whole number from 0 to 1439."),
        ({"to_sleep": "a while"}, "to_sleep", "Write a whole number from 0 to 1439."),
        ({"wakings": "1000"}, "wakings", "Write a whole number from 0 to 99."),
        ({"into_bed": "late"}, "into_bed", "Write the time like 21:30."),
        ({"into_bed": "25:00"}, "into_bed", "Write the time like 21:30."),
        ({"into_bed": "23\x00:10"}, "into_bed", "Write the time like 21:30."),
        (
            {"into_bed": "12:00", "tried": "12:30", "woke": "19:30", "got_up": "19:50"},
            "got_up",
            "This time is still to come.",
        ),
        ({"quality": "9"}, "quality", "Choose one of the words, or “No word”."),
    ],
)
def test_what_cannot_be_is_answered_beside_its_field_and_what_was_typed_is_kept(
    alice_client: Client, wrong: dict[str, str], field: str, sentence: str
) -> None:
    answer = alice_client.post(LOG, TYPED | wrong)
    found = answer.content.decode()
    assert answer.status_code == 422
    errors = re.search(rf'id="id_{field}_error"[^>]*>.*?</', found, re.DOTALL)
    assert errors
    assert sentence in errors[0] or sentence in found[errors.start() : errors.start() + 400]
    for name, typed in (TYPED | wrong).items():
        if name != "quality" and "\x00" not in typed:
            assert value(found, name) == typed
    assert not SleepNight.objects.exists()


def test_a_night_that_was_kept_stays_when_the_change_is_impossible(alice: User, alice_client: Client) -> None:
    alice_client.post(LOG, TYPED)
    assert alice_client.post(LOG, TYPED | {"tried": "22:50"}).status_code == 422
    assert answers_of(alice) == KEPT


@pytest.mark.parametrize("on", ["2026-11-03", "2026-11-02", "2026-11-01"])
def test_today_and_the_two_days_before_can_be_filled_in(alice_client: Client, on: str) -> None:
    assert alice_client.post(f"/log/sleep/{on}/", TYPED).status_code == 303


@pytest.mark.parametrize("on", ["2026-10-31", "2026-11-04", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_no_other_day_can(alice_client: Client, on: str) -> None:
    assert alice_client.post(f"/log/sleep/{on}/", TYPED).status_code == 404
    assert not SleepNight.objects.exists()


def test_an_earlier_night_is_shown_and_no_longer_changed(alice: User, alice_client: Client) -> None:
    create_night(user=alice, on=TODAY - 3 * DAY, quality=4)
    found = page(alice_client, "/sleep/2026-10-31/")
    assert "As it was recorded." in found
    assert re.search(r"Into bed</th><td[^>]*>23:00<", found)
    assert re.search(r"The night was</th><td[^>]*>Good<", found)
    assert "/log/sleep/" not in found
    assert "Nothing was recorded for this night." in page(alice_client, "/sleep/2026-10-30/")
    for path in ("/sleep/2026-11-04/", "/sleep/0001-01-01/", "/sleep/9999-12-31/", "/sleep/2026-02-30/"):
        assert alice_client.get(path).status_code == 404


def test_the_other_two_mornings_are_one_tap_away(alice: User, alice_client: Client) -> None:
    create_night(user=alice, on=TODAY - DAY)
    found = page(alice_client)
    assert re.search(r'href="/sleep/2026-11-02/".*?In your diary', found, re.DOTALL)
    assert re.search(r'href="/sleep/2026-11-01/".*?Can still be filled in', found, re.DOTALL)
    assert 'href="/sleep/2026-11-03/"' in page(alice_client, "/sleep/2026-11-02/")


def test_todays_page_has_a_door_to_last_night_and_an_open_day_to_the_night_before(alice_client: Client) -> None:
    assert re.search(rf'href="{PAGE}".*?Last night', page(alice_client, "/today/"))
    assert re.search(r'href="/sleep/2026-11-01/".*?The night before', page(alice_client, "/day/2026-11-01/"))
    assert "/sleep/" not in page(alice_client, "/day/2026-10-31/")


def test_before_the_day_starts_the_night_is_still_yesterdays(alice_client: Client, now: datetime) -> None:
    with time_machine.travel(now + timedelta(hours=6), tick=False):
        assert alice_client.get("/sleep/2026-11-04/").status_code == 404
        assert alice_client.get(PAGE).status_code == 200


def test_the_same_key_twice_is_one_recording(alice: User, alice_client: Client) -> None:
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first, again = (alice_client.post(LOG, TYPED, headers=key) for _ in range(2))
    assert (first.status_code, first["Content-Location"], again.status_code) == (204, f"{PAGE}#kept", 204)
    assert alice_client.post(LOG, TYPED | {"woke": "06:00"}, headers=key).status_code == 409
    assert answers_of(alice) == KEPT
    assert Client().post(LOG, TYPED, headers=key).status_code == 401
    assert Client().post(LOG, TYPED).status_code == 302


def test_what_was_said_later_stands_whichever_arrives_first(alice: User, alice_client: Client, now: datetime) -> None:
    alice_client.post(LOG, TYPED)
    earlier = {"X-Recorded-At": (now - timedelta(hours=2)).isoformat()}
    assert alice_client.post(LOG, {"got_up": "07:00"}, headers=earlier).status_code == 303
    assert answers_of(alice) == KEPT


def test_a_night_said_in_time_and_sent_days_later_is_kept(alice: User, alice_client: Client, now: datetime) -> None:
    with time_machine.travel(now + timedelta(days=5), tick=False):
        assert alice_client.post(LOG, TYPED).status_code == 404
        assert alice_client.post(LOG, TYPED, headers={"X-Recorded-At": now.isoformat()}).status_code == 303
    assert answers_of(alice) == KEPT


def test_a_night_in_which_the_clocks_go_back_is_kept_as_it_was(alice: User, alice_client: Client) -> None:
    """In London 01:50 comes before 01:10 in that night."""
    alice.zone = "Europe/London"
    alice.save()
    with time_machine.travel(datetime.fromisoformat("2026-10-25T09:00+00:00"), tick=False):
        typed = TYPED | {"into_bed": "01:50", "tried": "01:10"}
        assert alice_client.post("/log/sleep/2026-10-25/", typed).status_code == 303
        assert alice_client.post("/log/sleep/2026-10-24/", typed).status_code == 422


def test_the_page_takes_few_queries(
    alice: User, alice_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page(alice_client)
    for back in range(40):
        create_night(user=alice, on=TODAY - back * DAY)
    with django_assert_num_queries(4):
        page(alice_client)


def test_charlie_sees_and_changes_nothing(
    alice: User, alice_client: Client, charlie: User, charlie_client: Client
) -> None:
    alice_client.post(LOG, TYPED)
    assert "23:10" not in page(charlie_client)
    charlie_client.post(LOG, {"got_up": "09:00"})
    charlie_client.post(LOG, {})
    assert answers_of(alice) == KEPT
    assert answers_of(charlie) == {}
