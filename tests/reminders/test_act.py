"""A tap on a notification: one occurrence, one day, once, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from reminders import tokens
from reminders.models import Preference, Reminder
from tests.factories.reminders import create_preference, create_reminder
from tests.factories.tracker import create_bedtime, create_habit, create_medicine, schedule_of
from tracker.actions.medication import record_dose
from tracker.models import Dose, HabitEntry, Schedule, WindDown

TODAY = date(2026, 11, 3)


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def worker() -> Client:
    """The service worker: no cookie, no CSRF token."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def dose(alice: User) -> Schedule:
    return schedule_of(create_medicine(user=alice))


def reminder_of(schedule: Schedule, now: datetime, kind: str = "dose", **fields: Any) -> Reminder:
    return create_reminder(
        user=schedule.user, kind=kind, channel="push", due_at=now, series=str(schedule.pk), date=TODAY, **fields
    )


def tap(worker: Client, reminder: Reminder, action: str, now: datetime, **more: str) -> Any:
    return worker.post("/r/act", {"token": tokens.sign_act(reminder, now=now), "action": action, **more})


def test_taken_records_the_dose_without_a_sign_in(worker: Client, dose: Schedule, now: datetime) -> None:
    reminder = reminder_of(dose, now)

    answer = tap(worker, reminder, "taken", now, at="2026-11-03T19:38:00.000Z")

    assert answer.status_code == 200
    recorded = Dose.objects.for_user(dose.user_id).get()
    assert (recorded.schedule_id, recorded.date, recorded.slot, recorded.state) == (dose.pk, TODAY, 0, "taken")
    assert recorded.taken_at == now - timedelta(minutes=2)
    assert not answer.cookies


@pytest.mark.parametrize("at", ["", "soon", "2026-11-03T19:38:00", "2031-01-01T00:00:00Z", "1999-01-01T00:00:00Z"])
def test_a_phone_with_a_wrong_clock_is_taken_to_mean_now(
    worker: Client, dose: Schedule, now: datetime, at: str
) -> None:
    assert tap(worker, reminder_of(dose, now), "taken", now, at=at).status_code == 200
    assert Dose.objects.for_user(dose.user_id).get().taken_at == now


def test_the_later_question_is_answered_by_the_same_tap(worker: Client, dose: Schedule, now: datetime) -> None:
    assert tap(worker, reminder_of(dose, now, "question"), "taken", now).status_code == 200
    assert Dose.objects.for_user(dose.user_id).get().state == "taken"


def test_done_records_a_habit_or_a_wind_down(worker: Client, alice: User, now: datetime) -> None:
    habit = schedule_of(create_habit(user=alice))
    bedtime = schedule_of(create_bedtime(user=alice))

    assert tap(worker, reminder_of(habit, now, "habit"), "done", now).status_code == 200
    assert tap(worker, reminder_of(bedtime, now, "wind_down"), "done", now).status_code == 200

    assert HabitEntry.objects.for_user(alice).get().state == "done"
    assert WindDown.objects.for_user(alice).get().state == "done"


def test_a_replay_answers_200_and_changes_nothing(worker: Client, dose: Schedule, now: datetime) -> None:
    reminder = reminder_of(dose, now)
    tap(worker, reminder, "taken", now)
    undone_at = now + timedelta(minutes=1)
    record_dose(
        user_id=dose.user_id,
        schedule_id=dose.pk,
        date=TODAY,
        slot=0,
        state="",
        at=None,
        recorded_at=undone_at,
        now=undone_at,
    )

    with time_machine.travel(now + timedelta(hours=2), tick=False):
        answer = tap(worker, reminder, "taken", now, at="2026-11-03T21:00:00Z")

    assert answer.status_code == 200
    assert Dose.objects.for_user(dose.user_id).get().state == ""


def test_taken_on_one_device_counts_though_another_snoozed(worker: Client, dose: Schedule, now: datetime) -> None:
    reminder = reminder_of(dose, now)

    tap(worker, reminder, "snooze", now)
    tap(worker, reminder, "taken", now)

    assert Dose.objects.for_user(dose.user_id).get().state == "taken"


# Again in ten minutes


def test_snooze_brings_the_same_reminder_again_in_ten_minutes(worker: Client, dose: Schedule, now: datetime) -> None:
    reminder = reminder_of(dose, now)

    assert tap(worker, reminder, "snooze", now).status_code == 200

    again = Reminder.objects.for_user(dose.user_id).get(nth=1)
    assert (again.due_at, again.not_before, again.expires_at) == (
        *[now + timedelta(minutes=10)] * 2,
        reminder.expires_at,
    )
    same = ("series", "date", "slot", "kind", "channel")
    assert [getattr(again, name) for name in same] == [getattr(reminder, name) for name in same]
    assert again.status == "planned"
    assert not Dose.objects.for_user(dose.user_id).exists()


def test_snoozing_twice_by_the_same_notification_brings_one_more(worker: Client, dose: Schedule, now: datetime) -> None:
    reminder = reminder_of(dose, now)

    assert [tap(worker, reminder, "snooze", now).status_code for _ in range(3)] == [200, 200, 200]
    assert Reminder.objects.for_user(dose.user_id).count() == 2


def test_a_fourth_snooze_is_refused_and_brings_no_more(worker: Client, dose: Schedule, now: datetime) -> None:
    latest = reminder_of(dose, now)
    for expected in (1, 2, 3):
        tap(worker, latest, "snooze", now)
        latest = Reminder.objects.for_user(dose.user_id).get(nth=expected)

    assert tap(worker, latest, "snooze", now).status_code == 422
    assert Reminder.objects.for_user(dose.user_id).count() == 4


def test_nothing_comes_again_after_it_would_be_too_late(worker: Client, dose: Schedule, now: datetime) -> None:
    reminder = reminder_of(dose, now, fresh_for=timedelta(minutes=10))

    assert tap(worker, reminder, "snooze", now).status_code == 422
    assert Reminder.objects.for_user(dose.user_id).count() == 1


# What is refused


@pytest.mark.parametrize("spoil", ["", "x", "{}:x", "{}x", "{}.x"])
def test_a_spoilt_token_is_not_found(worker: Client, dose: Schedule, now: datetime, spoil: str) -> None:
    token = spoil.format(tokens.sign_act(reminder_of(dose, now), now=now))

    assert worker.post("/r/act", {"token": token, "action": "taken"}).status_code == 404
    assert not Dose.objects.for_user(dose.user_id).exists()


def test_a_token_lives_one_day(worker: Client, dose: Schedule, now: datetime, clock: time_machine.Traveller) -> None:
    token = tokens.sign_act(reminder_of(dose, now), now=now)

    clock.move_to(now + timedelta(days=1, seconds=1))
    assert worker.post("/r/act", {"token": token, "action": "taken"}).status_code == 404
    clock.move_to(now + timedelta(days=1))
    assert worker.post("/r/act", {"token": token, "action": "taken"}).status_code == 200


def test_a_token_of_another_kind_does_not_act(worker: Client, alice: User) -> None:
    assert worker.post("/r/act", {"token": tokens.sign_off(alice.pk), "action": "taken"}).status_code == 404


def test_a_token_for_charlie_reaches_nothing_of_alice(
    worker: Client, dose: Schedule, charlie: User, now: datetime
) -> None:
    reminder = reminder_of(dose, now)
    reminder.user = charlie

    for action in ("taken", "snooze"):
        assert tap(worker, reminder, action, now).status_code == 404
    assert not Dose.objects.exists()
    assert Reminder.objects.count() == 1


def test_a_reminder_that_was_forgotten_or_an_occurrence_that_is_gone_is_not_found(
    worker: Client, alice: User, dose: Schedule, now: datetime
) -> None:
    pruned = reminder_of(dose, now, slot=0)
    token = tokens.sign_act(pruned, now=now)
    pruned.delete()
    no_such_slot = reminder_of(dose, now, slot=7)
    no_such_schedule = create_reminder(user=alice, kind="dose", due_at=now, series=str(uuid4()))

    assert worker.post("/r/act", {"token": token, "action": "taken"}).status_code == 404
    assert tap(worker, no_such_slot, "taken", now).status_code == 404
    assert tap(worker, no_such_schedule, "taken", now).status_code == 404
    no_such_slot.refresh_from_db()
    assert no_such_slot.read_at is None


@pytest.mark.parametrize("action", ["taken", "snooze"])
def test_a_closed_account_is_not_written_to(worker: Client, dose: Schedule, now: datetime, action: str) -> None:
    reminder = reminder_of(dose, now)
    User.objects.filter(pk=dose.user_id).update(is_active=False)

    assert tap(worker, reminder, action, now).status_code == 404
    assert not Dose.objects.exists()
    assert Reminder.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "action"), [("dose", "done"), ("habit", "taken"), ("dose", "missed"), ("dose", ""), ("test", "taken")]
)
def test_only_what_the_reminder_is_about_can_be_said(
    worker: Client, dose: Schedule, now: datetime, kind: str, action: str
) -> None:
    assert tap(worker, reminder_of(dose, now, kind), action, now).status_code == 422
    assert not Dose.objects.exists()


def test_opening_the_address_does_nothing(worker: Client, dose: Schedule, now: datetime) -> None:
    token = tokens.sign_act(reminder_of(dose, now), now=now)

    assert worker.get("/r/act", {"token": token, "action": "taken"}).status_code == 405
    assert not Dose.objects.exists()


# E-mail off


def test_the_link_in_a_mail_only_shows_a_button_until_it_is_pressed(alice: User, bob_client: Client) -> None:
    create_preference(user=alice, email=True)
    url = f"/r/off/{tokens.sign_off(alice.pk)}/"

    page = bob_client.get(url)

    assert page.status_code == 200
    assert "Switch them off" in page.content.decode()
    assert Preference.objects.of(alice.pk).email
    assert alice.email not in page.content.decode()


def test_one_click_from_the_mail_program_switches_it_off_and_leaves_the_rest(alice: User, worker: Client) -> None:
    create_preference(user=alice, email=True, ask_after_dose=False)

    answer = worker.post(f"/r/off/{tokens.sign_off(alice.pk)}/", {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    saved = Preference.objects.of(alice.pk)
    assert (saved.email, saved.push, saved.ask_after_dose) == (False, True, False)


def test_a_spoilt_link_switches_nothing_off(alice: User, worker: Client) -> None:
    create_preference(user=alice, email=True)

    for token in ("x", tokens.sign_off(alice.pk) + "x", tokens.sign_off(uuid4()) + ":x"):
        assert worker.post(f"/r/off/{token}/").status_code == 404
    assert worker.post(f"/r/off/{tokens.sign_off(uuid4())}/").status_code == 404
    assert Preference.objects.of(alice.pk).email


def test_a_link_of_charlie_leaves_alice_alone(alice: User, charlie: User, worker: Client) -> None:
    create_preference(user=alice, email=True)

    worker.post(f"/r/off/{tokens.sign_off(charlie.pk)}/")

    assert Preference.objects.of(alice.pk).email
