"""The page of one dose: what happened, why, when, a note; each saved at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.tracker import create_medicine, schedule_of
from tracker.actions.medication import record_dose
from tracker.models import Dose, Medicine, Schedule

TODAY = date(2026, 11, 3)


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def medicine(alice: User) -> Medicine:
    return create_medicine(user=alice, times=(time(8), time(20)))


@pytest.fixture
def schedule(medicine: Medicine) -> Schedule:
    return schedule_of(medicine)


def url(schedule: Schedule, day: date = TODAY, slot: int = 0) -> str:
    return reverse("tracker:dose", args=[schedule.medicine_id, schedule.pk, day, slot])


def say(client: Client, schedule: Schedule, day: date = TODAY, slot: int = 0, /, **said: str) -> Any:
    return client.post(reverse("tracker:log_dose", args=[schedule.pk, day, slot]), {"back": "dose"} | said)


def page(client: Client, schedule: Schedule, day: date = TODAY) -> str:
    return client.get(url(schedule, day)).content.decode()


def of(user: User) -> Dose:
    return Dose.objects.for_user(user).get()


def pressed(markup: str) -> list[str]:
    return re.findall(r'aria-pressed="true">(?:<i></i><span>)?([^<]+)<', markup)


def test_five_things_may_have_happened_and_none_is_chosen(alice_client: Client, schedule: Schedule) -> None:
    found = page(alice_client, schedule)
    assert "Tuesday 3 November, due at 08:00" in found
    assert "It reads: not recorded." in found
    assert re.findall(r"<i></i><span>([^<]+)</span>", found) == [
        "Taken", "Missed it", "Not sure", "Skipped on purpose", "Told to pause by the prescriber",
    ]  # fmt: skip
    assert pressed(found) == []


@pytest.mark.parametrize("state", Dose.State.values)
def test_each_is_saved_with_one_tap_and_undone_with_another(
    alice: User, alice_client: Client, charlie_client: Client, schedule: Schedule, state: str
) -> None:
    assert say(charlie_client, schedule, state=state).status_code == 404
    answer = say(alice_client, schedule, state=state)
    assert (answer.status_code, answer["Location"]) == (303, url(schedule))
    assert of(alice).state == state
    found = page(alice_client, schedule)
    assert pressed(found) == [str(Dose.State(state).label)]
    undo = re.search(r'name="state" value="([^"]*)" aria-pressed="true"', found)
    assert undo
    say(alice_client, schedule, state=undo[1])
    assert of(alice).state == ""
    assert pressed(page(alice_client, schedule)) == []


def test_skipped_on_purpose_with_its_reason_is_three_taps_from_today(
    alice: User, alice_client: Client, schedule: Schedule
) -> None:
    taps = [url(schedule)]  # 1: details, on the card of Today
    page_of_dose = alice_client.get(taps[0]).content.decode()
    taps.append(re.findall(r'<form[^>]+action="(/log/dose/[^"]+)"', page_of_dose)[0])
    answer = alice_client.post(taps[1], {"state": "skipped_on_purpose", "back": "dose"})  # 2: what happened
    again = alice_client.get(answer["Location"]).content.decode()
    assert 'name="reason" value="side_effects"' in again
    taps.append(re.findall(r'<form[^>]+action="(/log/dose/[^"]+)"', again)[1])
    alice_client.post(taps[2], {"state": "skipped_on_purpose", "reason": "side_effects", "back": "dose"})  # 3: why
    assert len(taps) == 3
    assert (of(alice).state, of(alice).reason) == ("skipped_on_purpose", "side_effects")
    assert pressed(page(alice_client, schedule)) == ["Skipped on purpose", "Side effects"]
    medicine = alice_client.get(reverse("tracker:medicine", args=[schedule.medicine_id])).content.decode()
    assert "08:00 skipped on purpose: side effects" in medicine
    assert url(schedule) in medicine


def test_a_reason_is_never_asked_for_and_goes_with_what_it_was_for(
    alice: User, alice_client: Client, schedule: Schedule
) -> None:
    say(alice_client, schedule, state="skipped_on_purpose", reason="ran_out")
    say(alice_client, schedule, state="skipped_on_purpose")
    assert of(alice).reason == "ran_out"
    say(alice_client, schedule, state="skipped_on_purpose", reason="")
    assert of(alice).reason == ""
    say(alice_client, schedule, state="missed", reason="forgot")
    say(alice_client, schedule, state="taken")
    assert (of(alice).state, of(alice).reason) == ("taken", "")
    say(alice_client, schedule, state="taken", reason="forgot")
    assert of(alice).reason == ""
    say(alice_client, schedule, state="missed", reason="forgot")
    say(alice_client, schedule, state="")
    assert of(alice).reason == ""


def test_said_on_today_a_note_stays(alice: User, alice_client: Client, schedule: Schedule) -> None:
    say(alice_client, schedule, state="missed", note="At the airport", reason="forgot")
    log = reverse("tracker:log_dose", args=[schedule.pk, TODAY, 0])
    assert alice_client.post(log, {"state": "missed"})["Location"].startswith("/today/")
    assert (of(alice).note, of(alice).reason) == ("At the airport", "forgot")
    assert "At the airport" in page(alice_client, schedule)


def test_one_missed_dose_has_the_words_for_it(alice_client: Client, schedule: Schedule) -> None:
    for state in ("missed", "skipped_on_purpose"):
        say(alice_client, schedule, state=state)
        assert "Missed doses happen. What to do depends on the medicine" in page(alice_client, schedule)
    say(alice_client, schedule, state="taken")
    assert "Missed doses happen." not in page(alice_client, schedule)


# When it was taken


def test_the_time_it_was_taken_can_be_put_right(alice: User, alice_client: Client, schedule: Schedule) -> None:
    say(alice_client, schedule, state="taken")
    say(alice_client, schedule, state="taken", taken_on="2026-11-03", taken_at="08:25", note="")
    assert of(alice).taken_at == datetime(2026, 11, 3, 8, 25, tzinfo=UTC)
    found = page(alice_client, schedule)
    assert "It reads: taken 08:25." in found
    assert 'value="08:25"' in found
    say(alice_client, schedule, state="taken", taken_on="2026-11-03", taken_at="", note="")
    assert of(alice).taken_at is None


def test_a_dose_of_last_night_taken_past_midnight_belongs_to_last_night(
    alice: User, alice_client: Client, schedule: Schedule
) -> None:
    monday = TODAY - timedelta(days=1)
    say(alice_client, schedule, monday, 1, state="taken", taken_on="2026-11-03", taken_at="00:20")
    dose = of(alice)
    assert (dose.date, dose.slot, dose.taken_at) == (monday, 1, datetime(2026, 11, 3, 0, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"taken_at": "21:00"}, "That time is still to come."),
        ({"taken_on": "2026-11-05", "taken_at": "08:00"}, "That time is still to come."),
        ({"taken_on": "2026-11-09", "taken_at": "08:00"}, "Choose a day around the dose"),
        ({"taken_on": "0001-01-01", "taken_at": "08:00"}, "Choose a day around the dose"),
        ({"taken_on": "9999-12-31", "taken_at": "08:00"}, "Choose a day around the dose"),
        ({"taken_at": "25:99"}, "Write the time like 21:30."),
        ({"taken_at": "9" * 400}, "Write the time like 21:30."),
        ({"note": "x" * 501}, "This is too long"),
        ({"note": "x" * 30_000}, "This is too long"),
        ({"reason": "lazy", "state": "missed"}, "Choose one of these reasons, or none."),
    ],
)
def test_what_cannot_be_has_a_sentence_beside_it_and_nothing_is_half_saved(
    alice: User, alice_client: Client, schedule: Schedule, said: dict[str, str], sentence: str
) -> None:
    say(alice_client, schedule, state=said.get("state", "taken"), note="Before")
    answer = say(alice_client, schedule, **({"state": "taken", "taken_at": "08:10", "note": "Typed"} | said))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    if "note" not in said:
        assert "Typed</textarea>" in answer.content.decode()
    assert of(alice).note == "Before"


def test_a_note_is_cleaned_escaped_and_sealed(alice: User, alice_client: Client, schedule: Schedule) -> None:
    say(alice_client, schedule, state="taken", note="Felt <b>sick</b>\r\nlater")
    assert of(alice).note == "Felt <b>sick</b>\nlater"
    assert "&lt;b&gt;sick" in page(alice_client, schedule)
    with connection.cursor() as cursor:
        cursor.execute("SELECT note, reason FROM tracker_dose")
        (row,) = cursor.fetchall()
    assert b"sick" not in bytes(row[0])


@pytest.mark.parametrize("state", ["doubled", "x" * 30_000, "\x00"])
def test_another_state_cannot_be_recorded(alice_client: Client, schedule: Schedule, state: str) -> None:
    assert say(alice_client, schedule, state=state).status_code == 422
    assert not Dose.objects.exists()


def test_an_unknown_reason_is_refused_by_the_action(alice: User, schedule: Schedule, now: datetime) -> None:
    with pytest.raises(ValueError, match="reason"):
        record_dose(
            user_id=alice.pk, schedule_id=schedule.pk, date=TODAY, slot=0, state="missed", at=None,
            recorded_at=now, now=now, reason="lazy",
        )  # fmt: skip


# Which doses have a page


def test_older_days_show_what_was_recorded_and_ask_nothing(
    alice: User, alice_client: Client, schedule: Schedule, now: datetime
) -> None:
    old = TODAY - timedelta(days=6)
    record_dose(
        user_id=alice.pk, schedule_id=schedule.pk, date=old, slot=0, state="missed", at=None,
        recorded_at=now - timedelta(days=6), now=now, reason="forgot", note="Travelling",
    )  # fmt: skip
    found = page(alice_client, schedule, old)
    assert "It reads: missed it: forgot." in found
    assert "Travelling" in found
    assert "<form" not in found.partition('<div class="page')[2]
    assert say(alice_client, schedule, old, state="taken").status_code == 404


@pytest.mark.parametrize(
    ("days", "slot", "status"), [(0, 0, 200), (1, 0, 200), (2, 0, 404), (0, 2, 404), (-60, 0, 404)]
)
def test_a_dose_that_does_not_exist_or_is_days_ahead_is_not_found(
    alice_client: Client, schedule: Schedule, days: int, slot: int, status: int
) -> None:
    assert alice_client.get(url(schedule, TODAY + timedelta(days=days), slot)).status_code == status


def test_another_persons_dose_and_another_medicines_schedule_are_not_found(
    alice: User, alice_client: Client, charlie_client: Client, schedule: Schedule
) -> None:
    assert charlie_client.get(url(schedule)).status_code == 404
    other = create_medicine(user=alice, name="Lithium")
    assert alice_client.get(reverse("tracker:dose", args=[other.pk, schedule.pk, TODAY, 0])).status_code == 404
    for wrong in ("0001-01-01", "9999-12-31"):
        assert alice_client.get(f"/plan/medicine/{other.pk}/dose/{schedule_of(other).pk}/{wrong}/0/").status_code == 404


def test_sent_with_a_key_it_answers_where_to_go(alice: User, alice_client: Client, schedule: Schedule) -> None:
    log = reverse("tracker:log_dose", args=[schedule.pk, TODAY, 0])
    key = {"Idempotency-Key": "3f0f6a44-0b7c-4a55-9f57-5d4f7a1e2b11"}
    for _twice in range(2):
        answer = alice_client.post(log, {"state": "missed", "reason": "forgot", "back": "dose"}, headers=key)
        assert answer.status_code == 204
    assert of(alice).reason == "forgot"
    assert (
        alice_client.post(log, {"state": "missed", "reason": "other", "back": "dose"}, headers=key).status_code == 409
    )
