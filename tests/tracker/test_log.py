"""Recording from Today: by tap or by form, once or twice, and taken back."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tests.factories.tracker import create_bedtime, create_habit, create_medicine, schedule_of
from tracker.models import Dose, HabitEntry, Schedule, WindDown

TODAY = "2026-11-03"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def dose(alice: User) -> Schedule:
    """Due at 08:00 and at 20:00; it is 19:40."""
    return schedule_of(create_medicine(user=alice, times=(time(8), time(20))))


def url(schedule: Schedule, kind: str = "dose", on: str = TODAY, slot: int = 0) -> str:
    return f"/log/{kind}/{schedule.pk}/{on}/{slot}/"


def item(markup: str, schedule: Schedule, on: str = TODAY, slot: int = 0, kind: str = "dose") -> str:
    """The row of one occurrence, without what differs from answer to answer."""
    found = re.search(rf'<li id="{kind}-{schedule.pk}-{on}-{slot}".*?</li>', markup, re.DOTALL)
    assert found
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", found[0])


def safety(markup: str) -> str:
    """The cards of medicine safety, likewise; "" on a page that has none."""
    found = re.search(r'<section id="safety".*?</section>', markup, re.DOTALL)
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"| hx-swap-oob="true"', "", found[0]) if found else ""


def lede(markup: str) -> str:
    found = re.search(r'<p class="lede" id="left"[^>]*>(.*?)</p>', markup)
    assert found
    return found[1]


def test_a_tick_is_kept_and_the_page_says_when(alice: User, alice_client: Client, dose: Schedule) -> None:
    answer = alice_client.post(url(dose, slot=1), {"state": "taken"})
    assert answer.status_code == 303
    assert answer["Location"] == f"/today/#dose-{dose.pk}-2026-11-03-1"
    assert "Taken 19:40" in item(alice_client.get("/today/").content.decode(), dose, slot=1)
    assert Dose.objects.for_user(alice).get().taken_at == datetime(2026, 11, 3, 19, 40, tzinfo=UTC)


def test_a_dose_said_to_be_taken_after_its_grace_gets_no_time(alice_client: Client, dose: Schedule) -> None:
    alice_client.post(url(dose), {"state": "taken"})
    row = item(alice_client.get("/today/").content.decode(), dose)
    assert re.search(r"<p>Taken</p>", row)
    assert Dose.objects.get().taken_at is None


def test_the_same_control_takes_it_back_all_day(alice_client: Client, dose: Schedule, now: datetime) -> None:
    before = item(alice_client.get("/today/").content.decode(), dose, slot=1)
    alice_client.post(url(dose, slot=1), {"state": "taken"})
    pressed = item(alice_client.get("/today/").content.decode(), dose, slot=1)
    assert re.search(r'name="state" value="" aria-pressed="true"', pressed)
    with time_machine.travel(now + timedelta(hours=4), tick=False):
        alice_client.post(url(dose, slot=1), {"state": ""})
    assert item(alice_client.get("/today/").content.decode(), dose, slot=1) == before
    assert Dose.objects.get().state == ""


@pytest.mark.parametrize("state", ["taken", "missed", "not_sure", ""])
@pytest.mark.parametrize("on", [TODAY, "2026-11-02"])
def test_what_is_swapped_in_is_what_a_reload_shows(alice_client: Client, dose: Schedule, state: str, on: str) -> None:
    answer = alice_client.post(url(dose, on=on), {"state": state}, headers=HTMX).content.decode()
    page = alice_client.get("/today/" if on == TODAY else f"/day/{on}/").content.decode()
    assert item(answer, dose, on=on) == item(page, dose, on=on)
    assert lede(answer) == lede(page)
    assert safety(answer) == safety(page)
    assert bool(safety(page)) == (on == TODAY)
    assert "<html" not in answer
    assert "UNDEFINED" not in answer


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("taken", "Sertraline, 50 mg: Taken 19:40. Press again to undo."),
        ("missed", "Sertraline, 50 mg: Missed it"),
        ("", "Sertraline, 50 mg: nothing recorded"),
    ],
)
def test_what_was_recorded_is_read_out(alice_client: Client, dose: Schedule, state: str, words: str) -> None:
    answer = alice_client.post(url(dose, slot=1), {"state": state}, headers=HTMX).content.decode()
    assert f'<div id="say" role="status" class="vh" hx-swap-oob="true">{words}</div>' in answer


def test_a_habit_and_a_wind_down_are_ticked_the_same_way(alice: User, alice_client: Client) -> None:
    habit, bedtime = schedule_of(create_habit(user=alice)), schedule_of(create_bedtime(user=alice))
    alice_client.post(url(habit, "habit"), {"state": "done"})
    alice_client.post(url(bedtime, "wind-down"), {"state": "done"})
    page = alice_client.get("/today/").content.decode()
    assert 'class="done"' in item(page, habit, kind="habit")
    assert 'class="done"' in item(page, bedtime, kind="wind_down")
    assert (HabitEntry.objects.get().state, WindDown.objects.get().state) == ("done", "done")


@pytest.mark.parametrize("fields", [{"state": "flushed"}, {"state": "done"}, {}])
def test_an_unknown_state_is_refused_with_a_sentence(
    alice_client: Client, dose: Schedule, fields: dict[str, str]
) -> None:
    answer = alice_client.post(url(dose), fields)
    assert answer.status_code == 422
    assert answer.content.decode() == "That cannot be recorded here."
    assert not Dose.objects.exists()


@pytest.mark.parametrize(
    ("on", "slot"),
    [
        (TODAY, 2),
        (TODAY, 99999999999999999999),
        ("2026-11-05", 0),
        ("2026-09-30", 0),
        ("9999-12-31", 0),
        ("0001-01-01", 0),
        ("2026-02-30", 0),
    ],
)
def test_what_is_not_due_is_not_there(alice_client: Client, dose: Schedule, on: str, slot: int) -> None:
    assert alice_client.post(url(dose, on=on, slot=slot), {"state": "taken"}).status_code == 404
    assert not Dose.objects.exists()


def test_the_two_days_before_can_be_filled_in_and_older_ones_not(alice_client: Client, dose: Schedule) -> None:
    answer = alice_client.post(url(dose, on="2026-11-01"), {"state": "taken"})
    assert answer["Location"] == f"/day/2026-11-01/#dose-{dose.pk}-2026-11-01-0"
    assert alice_client.post(url(dose, on="2026-10-31"), {"state": "taken"}).status_code == 404
    assert Dose.objects.get().date == date(2026, 11, 1)


def test_what_was_tapped_offline_days_ago_still_counts(alice_client: Client, dose: Schedule) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4()), "X-Recorded-At": "2026-10-28T08:10:00Z"}
    answer = alice_client.post(url(dose, on="2026-10-28"), {"state": "taken"}, headers=headers)
    assert answer.status_code == 204
    assert Dose.objects.get().taken_at == datetime(2026, 10, 28, 8, 10, tzinfo=UTC)


def test_a_recording_sent_twice_is_kept_once_and_never_redirected(alice_client: Client, dose: Schedule) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    answers = [alice_client.post(url(dose, slot=1), {"state": "taken"}, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 204]
    assert answers[0]["Content-Location"].startswith("/today/")
    assert Dose.objects.count() == 1


@pytest.mark.parametrize("kind", ["habit", "wind-down"])
def test_a_medicine_is_recorded_as_a_dose_and_as_nothing_else(alice_client: Client, dose: Schedule, kind: str) -> None:
    assert alice_client.post(url(dose, kind), {"state": "done"}).status_code == 404


def test_it_is_recorded_by_sending_a_form_and_never_by_looking(alice_client: Client, dose: Schedule) -> None:
    assert alice_client.get(url(dose)).status_code == 405
    assert not Dose.objects.exists()


def test_another_person_cannot_record_it_nor_learn_that_it_exists(
    alice: User, charlie_client: Client, dose: Schedule
) -> None:
    habit, bedtime = schedule_of(create_habit(user=alice)), schedule_of(create_bedtime(user=alice))
    for schedule, kind in ((dose, "dose"), (habit, "habit"), (bedtime, "wind-down")):
        theirs = charlie_client.post(url(schedule, kind), {"state": "done"})
        nobodys = charlie_client.post(f"/log/{kind}/{uuid.uuid4()}/{TODAY}/0/", {"state": "done"})
        assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert not Dose.objects.exists()
    assert not HabitEntry.objects.exists()
    assert not WindDown.objects.exists()


def test_a_form_without_its_token_is_refused(alice: User, dose: Schedule) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(url(dose), {"state": "taken"}).status_code == 403
    assert not Dose.objects.exists()
