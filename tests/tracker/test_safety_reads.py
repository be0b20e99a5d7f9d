"""What the cards of medicine safety go by: the present version, the pauses of a whole supply, and their exact words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tests.factories.tracker import create_medicine, schedule_of
from tracker.actions.medication import record_dose
from tracker.actions.medicine_changes import Agreed, keep_change
from tracker.actions.supply import count_supply
from tracker.doctor_sheet import doctor_sheet
from tracker.models import Medicine, Schedule
from tracker.supply import supply_of

TODAY = dt.date(2026, 11, 3)
DAY = timedelta(days=1)
HTMX = {"HX-Request": "true"}
TWO_IN_A_ROW = "Two doses in a row didn’t happen."
CALL_FIRST = "Call before you take the next one if your leaflet or prescriber told you so."


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def safety(markup: str) -> str:
    """The cards, without what differs from answer to answer."""
    found = re.search(r'<section id="safety".*?</section>', markup, re.DOTALL)
    assert found
    plain = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", found[0])
    return plain.replace(' hx-swap-oob="true"', "")


def cards(client: Client) -> str:
    return safety(client.get("/today/").content.decode())


def say(medicine: Medicine, *states: str, until: dt.date = TODAY) -> None:
    """One state a day of its first time, the last on *until*, each said in the evening of its day."""
    schedule = schedule_of(medicine)
    for back, state in enumerate(reversed(states)):
        at = datetime.combine(until - DAY * back, time(19), tzinfo=dt.UTC)
        record_dose(
            user_id=medicine.user_id,
            schedule_id=schedule.pk,
            date=at.date(),
            slot=0,
            state=state,
            at=None,
            recorded_at=at,
            now=at,
        )


def log(client: Client, schedule: Schedule, state: str, *, slot: int = 0, on: dt.date = TODAY) -> str:
    answer = client.post(f"/log/dose/{schedule.pk}/{on}/{slot}/", {"state": state}, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def change_the_dose(medicine: Medicine, *, on: dt.date) -> None:
    at = datetime.combine(on, time(7), tzinfo=dt.UTC)
    keep_change(medicine, agreed=Agreed(with_whom="Dr Singh", on=on, was="50 mg", becomes="100 mg"), now=at)


# The present version


def test_doses_of_before_a_change_raise_no_card_about_those_after(alice: User, alice_client: Client) -> None:
    medicine = create_medicine(user=alice)
    say(medicine, *["missed"] * 8, *["taken"] * 5)
    assert "About 5 of 13 doses happened." in cards(alice_client)
    change_the_dose(medicine, on=TODAY - 4 * DAY)
    assert "doses happened" not in cards(alice_client)


def test_ten_doses_from_a_change_on_count_by_themselves(alice: User, alice_client: Client) -> None:
    medicine = create_medicine(user=alice)
    change_the_dose(medicine, on=TODAY - 9 * DAY)
    say(medicine, *["missed"] * 3, *["taken"] * 7)
    assert "About 7 of 10 doses happened." in cards(alice_client)


def test_a_change_of_one_medicine_leaves_the_doses_of_another(alice: User, alice_client: Client) -> None:
    one, other = create_medicine(user=alice), create_medicine(user=alice, name="Lithium")
    say(one, *["missed"] * 8, *["taken"] * 5)
    change_the_dose(other, on=TODAY - 4 * DAY)
    assert "About 5 of 13 doses happened." in cards(alice_client)


def test_the_sheet_for_the_doctor_counts_the_present_version(alice: User, charlie: User, now: datetime) -> None:
    for person in (alice, charlie):
        say(create_medicine(user=person), *["missed"] * 9, *["taken"] * 5)
    change_the_dose(Medicine.objects.for_user(alice).get(), on=TODAY - 4 * DAY)
    [line] = doctor_sheet(user=alice, now=now).medicines
    assert (line.due, line.taken, line.missed) == (5, 5, 0)
    [line] = doctor_sheet(user=charlie, now=now).medicines
    assert (line.due, line.taken, line.missed) == (14, 5, 9)


# Words


def test_none_left_is_said_so_and_one_day_is_one(alice: User, alice_client: Client, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    for count, words in (
        (0, "None left by your count. Ordering now avoids a gap."),
        (1, "About 1 day left. Ordering now avoids a gap."),
        (2, "About 2 days left. Ordering now avoids a gap."),
    ):
        count_supply(user_id=alice.pk, medicine_id=medicine.pk, count=count, on=TODAY, now=now)
        found = cards(alice_client)
        assert words in found
        assert ("working day" in found) == (count > 0)


# What a tap on Today brings along


def test_a_second_dose_that_did_not_happen_brings_its_card_at_once(alice: User, alice_client: Client) -> None:
    medicine = create_medicine(user=alice)
    say(medicine, "taken", "missed", until=TODAY - DAY)
    answer = safety(log(alice_client, schedule_of(medicine), "missed"))
    assert TWO_IN_A_ROW in answer
    assert CALL_FIRST in answer
    assert answer == cards(alice_client)


def test_a_dose_that_happened_after_all_takes_the_card_away_at_once(alice: User, alice_client: Client) -> None:
    medicine = create_medicine(user=alice)
    say(medicine, "missed", "missed")
    assert TWO_IN_A_ROW in cards(alice_client)
    answer = safety(log(alice_client, schedule_of(medicine), "taken"))
    assert TWO_IN_A_ROW not in answer
    assert answer == cards(alice_client)


def test_several_doses_at_once_bring_the_cards_as_a_reload_shows_them(alice: User, alice_client: Client) -> None:
    medicines = [create_medicine(user=alice, name=name) for name in ("Sertraline", "Lithium")]
    for medicine in medicines:
        say(medicine, "missed", "missed", until=TODAY - DAY)
    assert TWO_IN_A_ROW in cards(alice_client)
    names = [f"{schedule_of(medicine).pk}:{TODAY}:0" for medicine in medicines]
    fields = {"state": "taken", "dose": names}
    answer = safety(alice_client.post(f"/log/doses/{TODAY}/", fields, headers=HTMX).content.decode())
    assert TWO_IN_A_ROW not in answer
    assert answer == cards(alice_client)


def test_the_page_of_yesterday_has_no_cards_to_swap(alice: User, alice_client: Client) -> None:
    medicine = create_medicine(user=alice)
    answer = log(alice_client, schedule_of(medicine), "missed", on=TODAY - DAY)
    assert 'id="safety"' not in answer


# The supply


def test_doses_told_to_pause_weeks_ago_still_count_as_left(alice: User, alice_client: Client, now: datetime) -> None:
    medicine = create_medicine(user=alice, since=now - 40 * DAY)
    counted = TODAY - 30 * DAY
    count_supply(user_id=alice.pk, medicine_id=medicine.pk, count=30, on=counted, now=now - 30 * DAY)
    assert "None left by your count." in cards(alice_client)
    say(medicine, *["told_to_pause"] * 7, until=TODAY - 18 * DAY)
    assert "About 7 days left." in cards(alice_client)
    supply = supply_of(user=alice, medicine=Medicine.objects.get(pk=medicine.pk), now=now)
    assert supply
    assert supply.days == 7
