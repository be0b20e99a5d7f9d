"""A medicine as needed: what the label says first, one tap, the counts by month, and undo."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.accounts import create_user
from tests.factories.tracker import ENDED, create_as_needed, create_medicine
from tests.hands import at_once
from tracker.actions.as_needed import record_as_needed
from tracker.actions.errors import NotFound
from tracker.actions.medication import end_medicine
from tracker.models import AsNeededDose, Medicine


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def medicine(alice: User) -> Medicine:
    return create_as_needed(user=alice)


def url(medicine: Medicine, dose: UUID) -> str:
    return reverse("tracker:log_as_needed", args=[medicine.pk, dose])


def tap(client: Client, medicine: Medicine, dose: UUID | None = None, /, **said: str) -> Any:
    return client.post(url(medicine, dose or uuid4()), {"state": "taken"} | said)


def page(client: Client, medicine: Medicine) -> str:
    return client.get(reverse("tracker:medicine_as_needed", args=[medicine.pk])).content.decode()


def took(user: User, medicine: Medicine, at: datetime, **more: Any) -> AsNeededDose:
    said: dict[str, Any] = {"dose_id": uuid4(), "state": "taken", "taken_at": at, "recorded_at": at, "now": at}
    dose = record_as_needed(user_id=user.pk, medicine_id=medicine.pk, **(said | more))
    assert dose
    return dose


# One tap


def test_one_tap_records_one_now_and_its_undo_takes_it_back(
    alice: User, alice_client: Client, charlie_client: Client, medicine: Medicine, now: datetime
) -> None:
    made = re.search(r'action="(/log/as-needed/[^"]+)"', page(alice_client, medicine))
    assert made
    answer = alice_client.post(made[1], {"state": "taken"})
    assert (answer.status_code, answer["Location"]) == (303, reverse("tracker:medicine_as_needed", args=[medicine.pk]))
    dose = AsNeededDose.objects.for_user(alice).get()
    assert dose.taken_at == now
    assert "Tue 3 November, 19:40" in page(alice_client, medicine)
    assert charlie_client.post(made[1], {"state": ""}).status_code == 404
    alice_client.post(made[1], {"state": ""})
    dose.refresh_from_db()
    assert dose.withdrawn_at == now
    assert "Tue 3 November, 19:40" not in page(alice_client, medicine)


def test_each_page_makes_another_dose(alice_client: Client, medicine: Medicine) -> None:
    first, second = (re.findall(r"/log/as-needed/[^\"]+", page(alice_client, medicine))[0] for _twice in range(2))
    assert first != second


def test_sent_twice_it_is_one_and_with_a_key_it_is_no_redirect(
    alice: User, alice_client: Client, medicine: Medicine
) -> None:
    dose, key = uuid4(), {"Idempotency-Key": str(uuid.uuid4())}
    for _twice in range(2):
        assert alice_client.post(url(medicine, dose), {"state": "taken"}, headers=key).status_code == 204
        assert tap(alice_client, medicine, dose).status_code == 303
    assert AsNeededDose.objects.for_user(alice).count() == 1
    other = alice_client.post(url(medicine, dose), {"state": ""}, headers=key)
    assert other.status_code == 409


def test_what_waited_on_a_phone_counts_from_when_it_was_tapped(
    alice: User, alice_client: Client, medicine: Medicine, now: datetime
) -> None:
    tapped = now - timedelta(hours=5)
    alice_client.post(url(medicine, uuid4()), {"state": "taken"}, headers={"X-Recorded-At": tapped.isoformat()})
    assert AsNeededDose.objects.for_user(alice).get().taken_at == tapped


def test_of_two_sayings_the_later_stands(alice: User, medicine: Medicine, now: datetime) -> None:
    dose = took(alice, medicine, now)
    late = took(alice, medicine, now, dose_id=dose.pk, state="", recorded_at=now - timedelta(minutes=1))
    assert late.withdrawn_at is None
    after = now + timedelta(minutes=1)
    assert took(alice, medicine, now, dose_id=dose.pk, state="", recorded_at=after, now=after).withdrawn_at == after
    again = took(alice, medicine, now, dose_id=dose.pk, taken_at=None, recorded_at=after, now=after)
    assert (again.withdrawn_at, again.taken_at) == (None, now)


@pytest.mark.django_db(transaction=True)
def test_four_hands_at_once_make_one(now: datetime) -> None:
    user = create_user(email="alice@example.org")
    medicine, dose = create_as_needed(user=user), uuid4()
    at_once(lambda _number: took(user, medicine, now, dose_id=dose))
    assert AsNeededDose.objects.for_user(user).count() == 1


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ({"taken_at": "14:10"}, datetime(2026, 11, 3, 14, 10, tzinfo=UTC)),
        ({"taken_at": "14:10", "day": "today"}, datetime(2026, 11, 3, 14, 10, tzinfo=UTC)),
        ({"taken_at": "22:30", "day": "yesterday"}, datetime(2026, 11, 2, 22, 30, tzinfo=UTC)),
    ],
)
def test_another_time_of_today_or_yesterday_may_be_said(
    alice: User, alice_client: Client, medicine: Medicine, said: dict[str, str], at: datetime
) -> None:
    tap(alice_client, medicine, **said)
    assert AsNeededDose.objects.for_user(alice).get().taken_at == at


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"taken_at": "22:30"}, "That time is still to come."),
        ({"taken_at": "25:99"}, "Write the time like 21:30."),
        ({"taken_at": "9" * 400}, "Write the time like 21:30."),
        ({"day": "yesterday"}, "Choose the time of yesterday, like 21:30."),
        ({"day": "last year", "taken_at": "10:00"}, "Choose today or yesterday."),
    ],
)
def test_a_time_that_cannot_be_has_a_sentence_beside_it(
    alice_client: Client, medicine: Medicine, said: dict[str, str], sentence: str
) -> None:
    dose = uuid4()
    answer = tap(alice_client, medicine, dose, **said)
    markup = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in markup
    assert url(medicine, dose) in markup
    assert f'value="{said.get("taken_at", "")}"' in markup or "taken_at" not in said
    assert not AsNeededDose.objects.exists()


@pytest.mark.parametrize("state", ["doubled", "\x00", "x" * 30_000])
def test_another_state_cannot_be_recorded(alice_client: Client, medicine: Medicine, state: str) -> None:
    assert tap(alice_client, medicine, state=state).status_code == 422
    assert alice_client.post(url(medicine, uuid4()), {}).status_code == 422
    assert not AsNeededDose.objects.exists()


def test_what_is_not_ones_own_is_not_found(
    alice: User, charlie: User, alice_client: Client, charlie_client: Client, medicine: Medicine, now: datetime
) -> None:
    dose = took(alice, medicine, now)
    his = create_as_needed(user=charlie)
    assert tap(charlie_client, medicine).status_code == 404
    assert tap(charlie_client, his, dose.pk, state="").status_code == 404
    other = create_as_needed(user=alice, name="Other")
    assert tap(alice_client, other, dose.pk).status_code == 404
    dose.refresh_from_db()
    assert dose.withdrawn_at is None
    assert charlie_client.get(reverse("tracker:medicine_as_needed", args=[medicine.pk])).status_code == 404


def test_a_medicine_with_times_or_put_away_has_no_such_doses(alice: User, medicine: Medicine, now: datetime) -> None:
    with pytest.raises(NotFound):
        took(alice, create_medicine(user=alice), now)
    end_medicine(user_id=alice.pk, medicine_id=medicine.pk, agreed=ENDED, now=now)
    with pytest.raises(NotFound):
        took(alice, medicine, now)


def test_there_is_nothing_to_take_back_before_it_was_recorded(
    alice: User, alice_client: Client, medicine: Medicine
) -> None:
    assert tap(alice_client, medicine, state="").status_code == 303
    assert not AsNeededDose.objects.exists()


# What the label says, before another is recorded


def test_at_the_most_of_the_label_the_page_says_so_and_it_can_still_be_recorded(
    alice: User, alice_client: Client, medicine: Medicine, now: datetime
) -> None:
    for hours in (29 / 2, 12, 8):
        took(alice, medicine, now - timedelta(hours=hours))
    found = page(alice_client, medicine)
    assert "Your label says at most 3 in a day. 3 are recorded since 05:10." in found
    assert "Ask a pharmacist if you are unsure." in found
    assert "between two" not in found.partition("label-says")[2].partition("</form>")[0]
    assert tap(alice_client, medicine).status_code == 303
    assert AsNeededDose.objects.for_user(alice).count() == 4


def test_a_dose_of_yesterday_evening_counts_within_24_hours(
    alice: User, alice_client: Client, medicine: Medicine, now: datetime
) -> None:
    for hours in (23, 20, 6):
        took(alice, medicine, now - timedelta(hours=hours))
    assert "3 are recorded since 20:40 yesterday." in page(alice_client, medicine)


def test_before_the_time_between_two_has_passed_the_page_says_so(
    alice: User, alice_client: Client, medicine: Medicine, now: datetime
) -> None:
    took(alice, medicine, now - timedelta(hours=2))
    found = page(alice_client, medicine)
    assert "Your label says at least 4 hours between two. The last one is recorded at 17:40." in found
    assert "Ask a pharmacist if you are unsure." in found
    with time_machine.travel(now + timedelta(hours=2), tick=False):
        later = page(alice_client, medicine)
    assert "at least 4 hours between two. The last one" not in later
    assert "1 is recorded in the last 24 hours." in later
    assert "Check the label for the most in a day." in later


def test_a_label_that_says_nothing_warns_of_nothing(alice: User, alice_client: Client, now: datetime) -> None:
    medicine = create_as_needed(user=alice, most_a_day=None, gap_minutes=None)
    for minutes in range(9):
        took(alice, medicine, now - timedelta(minutes=minutes))
    found = page(alice_client, medicine)
    assert "Your label says" not in found
    assert "9 are recorded in the last 24 hours." in found


def test_no_page_of_it_says_what_to_do(alice: User, alice_client: Client, medicine: Medicine, now: datetime) -> None:
    for hours in (1, 2, 3):
        took(alice, medicine, now - timedelta(hours=hours))
    assert not re.search(
        r"\b(do not|don’t|never|must|should|allowed|too many)\b", page(alice_client, medicine), re.IGNORECASE
    )


# Looking back


def test_the_months_are_counted_because_the_doctor_asks(
    alice: User, alice_client: Client, medicine: Medicine, now: datetime
) -> None:
    for days in (0, 1, 5, 40, 90):
        took(alice, medicine, now - timedelta(days=days))
    withdrawn = took(alice, medicine, now)
    took(
        alice,
        medicine,
        now,
        dose_id=withdrawn.pk,
        state="",
        recorded_at=now + timedelta(minutes=1),
        now=now + timedelta(minutes=1),
    )
    found = re.findall(r'<span class="t">(\w+ 2026)</span><span class="num">(\d+)</span>', page(alice_client, medicine))
    assert found == [("November 2026", "2"), ("October 2026", "1"), ("September 2026", "1"), ("August 2026", "1")]
    assert len(re.findall(r'name="state" value=""', page(alice_client, medicine))) == 3
    detail = alice_client.get(reverse("tracker:medicine", args=[medicine.pk])).content.decode()
    assert "November 2026" in detail


def test_the_page_costs_the_same_with_one_and_with_many(
    alice: User, alice_client: Client, medicine: Medicine, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for hours in range(60):
        took(alice, medicine, now - timedelta(hours=hours))
    with django_assert_max_num_queries(8):
        page(alice_client, medicine)


def test_in_another_zone_the_day_is_the_persons(alice: User, alice_client: Client, now: datetime) -> None:
    alice.zone = "Pacific/Auckland"
    alice.save()
    medicine = create_as_needed(user=alice)
    tap(alice_client, medicine, taken_at="23:00", day="yesterday")
    assert AsNeededDose.objects.for_user(alice).get().taken_at == datetime(2026, 11, 3, 10, tzinfo=UTC)


def test_what_the_label_says_lies_sealed(alice: User, medicine: Medicine) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT as_needed FROM tracker_medicine")
        (row,) = cursor.fetchall()
    assert b"most_a_day" not in bytes(row[0])
