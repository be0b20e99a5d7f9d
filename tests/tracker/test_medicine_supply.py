"""How long a supply lasts, by the count and the times on the label."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.tracker import AGREED, create_as_needed, create_medicine, schedule_of
from tracker.actions.errors import NotFound
from tracker.actions.medication import Label, change_medicine, record_dose
from tracker.actions.pausing import pause_medicine, resume_medicine, take_back_resuming
from tracker.actions.supply import count_supply, stop_counting
from tracker.logic.schedule import Rule
from tracker.models import Medicine
from tracker.supply import SOON, days_left, supply_of, told_to_pause

TODAY = date(2026, 11, 3)


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def medicine(alice: User) -> Medicine:
    return create_medicine(user=alice)


def send(client: Client, medicine: Medicine, **said: str) -> Any:
    return client.post(reverse("tracker:medicine_supply", args=[medicine.pk]), {"counted_on": "2026-11-03"} | said)


def page(client: Client, medicine: Medicine, name: str = "medicine") -> str:
    return client.get(reverse(f"tracker:{name}", args=[medicine.pk])).content.decode()


def count(medicine: Medicine, left: int, now: datetime, on: date = TODAY) -> Medicine:
    return count_supply(user_id=medicine.user_id, medicine_id=medicine.pk, count=left, on=on, now=now)


def days(user: User, medicine: Medicine, now: datetime) -> int | None:
    medicine.refresh_from_db()
    found = supply_of(user=user, medicine=medicine, now=now)
    return found.days if found else None


def test_a_count_tells_how_long_it_lasts_and_is_sealed(
    alice: User, alice_client: Client, charlie_client: Client, medicine: Medicine
) -> None:
    assert "Count what is left" in page(alice_client, medicine)
    assert send(charlie_client, medicine, count="28").status_code == 404
    assert send(alice_client, medicine, count="28").status_code == 303
    assert "About 28 days left." in page(alice_client, medicine)
    assert "28 doses were left on 3 November." in page(alice_client, medicine, "medicine_supply")
    with connection.cursor() as cursor:
        cursor.execute("SELECT supply FROM tracker_medicine")
        (row,) = cursor.fetchall()
    assert b"28" not in bytes(row[0])


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (8, "About 8 days left.\n</small>"),
        (7, "About 7 days left. Ordering now avoids a gap. 5 of them are working days."),
        (3, "About 3 days left. Ordering now avoids a gap. 3 of them are working days."),
        (1, "About 1 day left. Ordering now avoids a gap. 1 of them is a working day."),
        (0, "By your count, nothing is left."),
    ],
)
def test_it_is_said_in_time_to_order(alice_client: Client, medicine: Medicine, left: int, words: str) -> None:
    send(alice_client, medicine, count=str(left))
    assert words in page(alice_client, medicine)


def test_time_uses_it_up_and_a_refill_is_a_new_count(alice: User, medicine: Medicine, now: datetime) -> None:
    count(medicine, 10, now)
    assert [days(alice, medicine, now + timedelta(days=later)) for later in (0, 1, 7, 9, 10, 11)] == [10, 9, 3, 1, 0, 0]
    count(medicine, 30, now + timedelta(days=11), on=TODAY + timedelta(days=11))
    assert days(alice, medicine, now + timedelta(days=11)) == 30
    morning = now + timedelta(days=11, hours=10)
    assert days(alice, medicine, morning) == 30


def test_a_count_of_an_earlier_day_leaves_that_days_doses_out(alice: User, medicine: Medicine, now: datetime) -> None:
    count(medicine, 10, now, on=TODAY - timedelta(days=2))
    assert days(alice, medicine, now) == 8  # 2 and 3 November used one each


def test_the_times_of_the_label_count_whatever_they_are(alice: User, now: datetime) -> None:
    three, weekly = (
        create_medicine(user=alice, times=(time(8), time(14), time(20))),
        create_medicine(user=alice, name="Weekly", weekdays=(0,)),
    )
    for medicine in (three, weekly):
        count(medicine, 4, now)
    assert (days(alice, three, now), days(alice, weekly, now)) == (
        2,
        33,
    )  # 3 November at 20:00 is the first of three a day


def test_what_was_told_to_pause_uses_up_nothing(alice: User, medicine: Medicine, now: datetime) -> None:
    schedule = schedule_of(medicine)
    count(medicine, 10, now)
    later = now + timedelta(days=3)
    for state, left in (("missed", 7), ("told_to_pause", 8), ("", 7)):
        record_dose(
            user_id=alice.pk,
            schedule_id=schedule.pk,
            date=TODAY + timedelta(days=2),
            slot=0,
            state=state,
            at=None,
            recorded_at=later,
            now=later,
        )
        assert days(alice, medicine, later) == left


def test_a_pause_uses_up_nothing_and_tells_no_days(alice: User, medicine: Medicine, now: datetime) -> None:
    who: dict[str, Any] = {"user_id": alice.pk, "medicine_id": medicine.pk}
    count(medicine, 10, now)
    pause_medicine(**who, told_by="Dr Q", now=now + timedelta(days=1))
    assert days(alice, medicine, now + timedelta(days=5)) is None
    resume_medicine(**who, now=now + timedelta(days=5))
    assert days(alice, medicine, now + timedelta(days=5)) == 9


def test_as_needed_only_the_count_stands(alice: User, alice_client: Client, now: datetime) -> None:
    medicine = create_as_needed(user=alice)
    send(alice_client, medicine, count="12")
    assert days(alice, medicine, now) is None
    assert "12 doses were left on 3 November." in page(alice_client, medicine)


def test_more_than_was_asked_for_is_not_counted_out(alice: User, medicine: Medicine, now: datetime) -> None:
    count(medicine, 30, now)
    medicine.refresh_from_db()
    schedules = list(medicine.schedules.all())
    assert days_left(medicine, schedules, told_to_pause(alice), zone="Europe/London", now=now) == 30
    assert days_left(medicine, schedules, set(), zone="Europe/London", now=now, within=SOON) is None
    for hour in range(24):
        at = datetime(2026, 11, 27, hour, tzinfo=UTC)
        left = 7 if hour <= 8 else 6
        assert days_left(medicine, schedules, set(), zone="Europe/London", now=at, within=SOON) == left


def test_over_a_clock_change_no_dose_is_lost(alice: User) -> None:
    at = datetime(2026, 10, 20, 12, tzinfo=UTC)
    medicine = create_medicine(user=alice, times=(time(1, 30),), since=datetime(2026, 10, 1, tzinfo=UTC))
    count(medicine, 10, at, on=date(2026, 10, 20))
    assert days(alice, medicine, at) == 10


LONG = "9" * 400


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Write a whole number from 0 to 9999."),
        ({"count": "-1"}, "Write a whole number from 0 to 9999."),
        ({"count": "2.5"}, "Write a whole number from 0 to 9999."),
        ({"count": "10000"}, "Write a whole number from 0 to 9999."),
        ({"count": LONG}, "Write a whole number from 0 to 9999."),
        ({"count": "1e3"}, "Write a whole number from 0 to 9999."),
        ({"count": "a box"}, "Write a whole number from 0 to 9999."),
        ({"count": "28", "counted_on": ""}, "Choose the day it was counted"),
        ({"count": "28", "counted_on": "2026-11-04"}, "Choose a day up to today"),
        ({"count": "28", "counted_on": "0001-01-01"}, "Choose a day up to today"),
        ({"count": "28", "counted_on": "x" * 30_000}, "Write the date like"),
    ],
)
def test_what_cannot_be_a_count_has_a_sentence_beside_it_and_stays(
    alice_client: Client, medicine: Medicine, said: dict[str, str], sentence: str
) -> None:
    answer = send(alice_client, medicine, **said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert f'value="{said["count"]}"' in answer.content.decode() if "count" in said else True
    medicine.refresh_from_db()
    assert medicine.supply is None


def test_it_need_not_be_counted_any_more(
    alice: User, alice_client: Client, charlie_client: Client, medicine: Medicine, now: datetime
) -> None:
    count(medicine, 10, now)
    stop = reverse("tracker:medicine_supply_stop", args=[medicine.pk])
    assert charlie_client.post(stop).status_code == 404
    for _twice in range(2):
        assert alice_client.post(stop).status_code == 303
    assert days(alice, medicine, now) is None
    assert "Count what is left" in page(alice_client, medicine)


def test_the_action_refuses_another_person_and_what_is_no_count(
    alice: User, charlie: User, medicine: Medicine, now: datetime
) -> None:
    with pytest.raises(ValueError, match="count"):
        count(medicine, -1, now)
    who: dict[str, Any] = {"user_id": charlie.pk, "medicine_id": medicine.pk}
    with pytest.raises(NotFound):
        count_supply(**who, count=1, on=TODAY, now=now)
    with pytest.raises(NotFound):
        stop_counting(**who)


def test_what_other_times_used_up_before_is_not_forgotten(alice: User, now: datetime) -> None:
    medicine = create_medicine(user=alice, times=(time(8), time(20)))
    count(medicine, 100, now)
    later = now + timedelta(days=10)
    who: dict[str, Any] = {"user_id": alice.pk, "medicine_id": medicine.pk}
    rule = Rule(every="day", times=(time(8),), start=TODAY)
    change_medicine(**who, label=Label(name="Sertraline", dose="50 mg"), rule=rule, agreed=AGREED, now=later)
    pause_medicine(**who, told_by="Dr Q", now=later + timedelta(days=30))
    resume_medicine(**who, now=later + timedelta(days=40))
    medicine.refresh_from_db()
    assert medicine.supply is not None
    assert (medicine.supply["count"], medicine.supply["on"], medicine.supply["left"]) == (100, "2026-11-03", 50)
    only_now = list(medicine.schedules.current())
    at = later + timedelta(days=40)
    assert days_left(medicine, only_now, set(), zone="Europe/London", now=at) == days(alice, medicine, at) == 50


def test_undoing_the_end_of_a_pause_uses_up_nothing_twice(alice: User, medicine: Medicine, now: datetime) -> None:
    who: dict[str, Any] = {"user_id": alice.pk, "medicine_id": medicine.pk}
    count(medicine, 20, now)
    pause_medicine(**who, told_by="Dr Q", now=now + timedelta(days=4))
    for action in (resume_medicine, take_back_resuming, resume_medicine):
        action(**who, now=now + timedelta(days=6))
    assert days(alice, medicine, now + timedelta(days=6)) == 16
