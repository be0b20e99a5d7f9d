"""The reminders page: what will come, how it reaches the person, and one to try it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from reminders import dispatch, messages, vapid
from reminders.models import Preference, Reminder
from tests.factories.reminders import create_preference, create_subscription
from tests.factories.tracker import create_bedtime, create_habit, create_medicine, schedule_of
from tracker.actions.medication import record_dose


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


USUAL = {"push": "on", "quiet_from": "21:30", "quiet_until": "08:00", "paused_until": ""}


def page_of(client: Client) -> str:
    answer = client.get("/plan/reminders/")
    assert answer.status_code == 200
    return answer.content.decode()


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def save(client: Client, **changes: str) -> Any:
    return client.post("/plan/reminders/", {**USUAL, **changes})


# What will come


def test_without_a_plan_it_says_what_brings_the_first_reminder(alice_client: Client) -> None:
    page = page_of(alice_client)

    assert "Nothing yet" in page
    assert 'href="/plan/"' in page
    assert "<title>Turnstone</title>" in page


def test_a_dose_ticked_ahead_of_its_time_does_not_come_any_more(
    alice: User, alice_client: Client, now: datetime
) -> None:
    medicine = create_medicine(user=alice, times=[dt.time(8), dt.time(20)])
    schedule, today = schedule_of(medicine), now.date()
    said: dict[str, Any] = {"user_id": alice.pk, "schedule_id": schedule.pk, "date": today, "slot": 1, "at": now}
    record_dose(**said, state="taken", recorded_at=now, now=now)
    assert "Tue 3 Nov, 20:00" not in words(page_of(alice_client))
    assert "Wed 4 Nov, 08:00 · Wed 4 Nov, 20:00 · Thu 5 Nov, 08:00" in words(page_of(alice_client))
    later = now + timedelta(minutes=1)
    record_dose(**said, state="", recorded_at=later, now=later)
    assert "Tue 3 Nov, 20:00" in words(page_of(alice_client))


def test_in_a_pause_it_shows_what_comes_when_the_pause_ends(alice: User, alice_client: Client) -> None:
    create_medicine(user=alice, times=[dt.time(8)])
    create_bedtime(user=alice, at=dt.time(23))
    save(alice_client, paused_until="2026-11-10")
    found = words(page_of(alice_client))
    assert "Tue 10 Nov, 08:00 · Wed 11 Nov, 08:00 · Thu 12 Nov, 08:00" in found
    assert "Tue 10 Nov, 22:00" in found
    assert "4 Nov" not in found


def test_it_shows_the_next_three_times_of_each_thing_the_soonest_first(alice: User, alice_client: Client) -> None:
    create_medicine(user=alice, times=[dt.time(8), dt.time(20)])
    create_bedtime(user=alice, at=dt.time(23))
    create_habit(user=alice, title="Water the plants", remind=False)

    seen = words(page_of(alice_client))

    assert "Sertraline Tue 3 Nov, 20:00 · Wed 4 Nov, 08:00 · Wed 4 Nov, 20:00" in seen
    assert "Wind-down Tue 3 Nov, 22:00 · Wed 4 Nov, 22:00 · Thu 5 Nov, 22:00" in seen
    assert seen.index("Sertraline") < seen.index("Wind-down Tue")
    assert "Water the plants" not in seen


def test_charlie_sees_nothing_of_it(alice: User, charlie_client: Client, bob_client: Client) -> None:
    create_medicine(user=alice)

    assert "Sertraline" not in page_of(charlie_client)
    assert bob_client.get("/plan/reminders/").status_code == 302


def test_the_lock_screen_shows_only_the_discreet_text_of_the_next_one(alice: User, alice_client: Client) -> None:
    create_medicine(user=alice, times=[dt.time(20)])

    page = page_of(alice_client)

    lock = page[page.index('class="lock"') :]
    lock = lock[: lock.index("</div></div>")]
    assert "Your reminder." in lock
    assert "20:00" in lock
    assert "Sertraline" not in lock


def test_the_page_carries_the_key_that_pushes_are_signed_with(alice_client: Client) -> None:
    assert f'data-key="{vapid.public_key()}"' in page_of(alice_client)


def test_without_scripts_it_says_what_works(alice_client: Client) -> None:
    page = page_of(alice_client)

    shown = [part for part in re.findall(r"<[^>]+data-when=[^>]+>", page) if "hidden" not in part]
    assert shown == ['<div class="stack" data-when="unknown">']
    assert "E-mail and the inbox work without it." in page


# How it reaches the person


def test_the_choices_are_kept(alice: User, alice_client: Client) -> None:
    answer = save(alice_client, push="", email="on", ask_after_dose="on", quiet_from="22:30", quiet_until="7:30")

    assert (answer.status_code, answer["Location"]) == (303, "/plan/reminders/")
    saved = Preference.objects.of(alice.pk)
    assert (saved.push, saved.email, saved.ask_after_dose) == (False, True, True)
    assert (saved.quiet_from, saved.quiet_until) == (dt.time(22, 30), dt.time(7, 30))
    assert "Saved." in page_of(alice_client)


def test_saving_twice_keeps_one_row(alice: User, alice_client: Client) -> None:
    save(alice_client)
    save(alice_client, email="on")

    assert Preference.objects.for_user(alice).count() == 1


def test_charlies_choices_leave_alices_alone(alice: User, charlie_client: Client) -> None:
    create_preference(user=alice, email=True)

    save(charlie_client, push="")

    saved = Preference.objects.of(alice.pk)
    assert (saved.push, saved.email) == (True, True)


def test_a_pause_ends_when_the_day_starts_for_the_person(alice: User, alice_client: Client) -> None:
    save(alice_client, paused_until="2026-11-10")

    assert Preference.objects.of(alice.pk).paused_until == datetime(2026, 11, 10, 4, tzinfo=dt.UTC)
    page = page_of(alice_client)
    assert "Everything is paused until Tuesday 10 November" in page
    assert 'value="2026-11-10"' in page


def test_one_button_pauses_for_a_week_and_another_ends_it(alice: User, alice_client: Client) -> None:
    save(alice_client, week="1")
    assert Preference.objects.of(alice.pk).paused_until == datetime(2026, 11, 10, 4, tzinfo=dt.UTC)

    save(alice_client, paused_until="2026-11-10", resume="1")
    assert Preference.objects.of(alice.pk).paused_until is None


def test_a_pause_that_is_over_is_not_shown(alice: User, alice_client: Client, now: datetime) -> None:
    create_preference(user=alice, paused_until=now - timedelta(hours=1))

    page = page_of(alice_client)
    assert "Everything is paused" not in page
    assert "End the pause" not in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("quiet_from", "half past", "Write the time like 21:30."),
        ("quiet_until", "", "Choose a time, like 21:30."),
        ("quiet_until", "25:00", "Write the time like 21:30."),
        ("paused_until", "next week", "Write the date like 2026-08-25."),
        ("paused_until", "2026-11-03", "Choose a day after today."),
        ("paused_until", "2020-01-01", "Choose a day after today."),
        ("paused_until", "2031-01-01", "Choose a day within a year."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_saved(
    alice: User, alice_client: Client, field: str, typed: str, sentence: str
) -> None:
    answer = save(alice_client, email="on", **{field: typed})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'aria-invalid="true"' in page
    assert f'value="{typed}"' in page or not typed
    assert re.search(r'name="email"[^>]*checked', page)
    assert not Preference.objects.for_user(alice).exists()


# One to try


def test_one_to_try_is_planned_at_once_by_the_first_way_that_is_on(alice: User, alice_client: Client) -> None:
    create_preference(user=alice, email=True)
    create_subscription(user=alice)

    answer = alice_client.post("/plan/reminders/test/", headers={"Accept": "application/json"})

    row = Reminder.objects.for_user(alice).get()
    assert answer.status_code == 201
    assert answer.json() == {"channel": "push", "tag": messages.compose(row).tag}
    assert (row.kind, row.channel, row.status) == ("test", "push", "planned")


@pytest.mark.parametrize(("email", "channel"), [(True, "email"), (False, "inbox")])
def test_without_a_device_it_goes_the_next_way(alice: User, alice_client: Client, email: bool, channel: str) -> None:
    create_preference(user=alice, email=email)

    answer = alice_client.post("/plan/reminders/test/", headers={"Accept": "application/json"})

    assert answer.json()["channel"] == channel


def test_without_scripts_the_page_says_that_it_is_on_its_way(alice: User, alice_client: Client) -> None:
    answer = alice_client.post("/plan/reminders/test/")

    assert (answer.status_code, answer["Location"]) == (303, "/plan/reminders/")
    assert "It will be in your inbox in a few seconds." in page_of(alice_client)
    assert Reminder.objects.for_user(alice).count() == 1


def test_it_arrives_in_the_inbox_by_the_way_of_every_other(alice: User, alice_client: Client, now: datetime) -> None:
    alice_client.post("/plan/reminders/test/")

    [ids] = dispatch.due(now=now)
    dispatch.send(ids, now=now)

    assert "This is how a reminder looks." in alice_client.get("/inbox/").content.decode()


def test_after_five_in_ten_minutes_it_asks_to_wait(
    alice: User, alice_client: Client, charlie_client: Client, clock: time_machine.Traveller
) -> None:
    as_json = {"Accept": "application/json"}
    for _ in range(5):
        assert alice_client.post("/plan/reminders/test/", headers=as_json).status_code == 201

    sixth = alice_client.post("/plan/reminders/test/", headers=as_json)
    assert (sixth.status_code, sixth["Retry-After"]) == (429, "600")
    assert sixth.json()["sentence"]
    assert alice_client.post("/plan/reminders/test/").status_code == 303
    assert Reminder.objects.for_user(alice).count() == 5
    assert charlie_client.post("/plan/reminders/test/", headers=as_json).status_code == 201
    clock.shift(timedelta(minutes=11))
    assert alice_client.post("/plan/reminders/test/", headers=as_json).status_code == 201


def test_nobody_tries_one_without_a_sign_in_or_by_a_link(alice_client: Client, bob_client: Client) -> None:
    assert alice_client.get("/plan/reminders/test/").status_code == 405
    assert bob_client.post("/plan/reminders/test/").status_code == 302
    assert not Reminder.objects.exists()
