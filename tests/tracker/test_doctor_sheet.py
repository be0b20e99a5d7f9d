"""The sheet for the doctor: what the record says, what was agreed, and what the person wants to ask."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.factories.tracker import create_as_needed, create_medicine, schedule_of
from tracker.actions.medication import record_dose
from tracker.actions.medicine_changes import Agreed, keep_change
from tracker.actions.sessions import add_line
from tracker.actions.side_effects import record_side_effects
from tracker.models import AgendaLine, AsNeededDose, Medicine

TODAY = dt.date(2026, 11, 3)
DAY = timedelta(days=1)
NOON = datetime(2026, 11, 3, 12, tzinfo=dt.UTC)
URL = "/session/doctor/"


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def page(client: Client) -> str:
    return client.get(URL).content.decode()


def row(markup: str, name: str) -> str:
    """The words of one medicine's row."""
    found = re.search(rf'<tr><th scope="row">{name}.*?</tr>', markup, re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def say(medicine: Medicine, *states: str, reason: str = "") -> None:
    schedule = schedule_of(medicine)
    for back, state in enumerate(reversed(states)):
        at = datetime.combine(TODAY - DAY * back, dt.time(19), tzinfo=dt.UTC)
        record_dose(
            user_id=medicine.user_id,
            schedule_id=schedule.pk,
            date=at.date(),
            slot=0,
            state=state,
            at=None,
            recorded_at=at,
            now=at,
            reason=reason if state in ("missed", "skipped_on_purpose") else "",
        )


def test_with_nothing_recorded_it_says_so_and_offers_questions(alice_client: Client) -> None:
    found = page(alice_client)
    assert "Nothing is on the sheet yet." in found
    assert "No medicine is written down." in found
    assert "What is this medicine for, and why this one for me?" in found
    assert "<title>Turnstone</title>" in found


def test_doses_of_two_weeks_are_counted_as_they_were_said(
    alice: User, alice_client: Client, charlie_client: Client
) -> None:
    medicine = create_medicine(user=alice)
    say(medicine, *["taken"] * 8, "missed", "missed", "skipped_on_purpose", "taken", "not_sure", reason="forgot")
    found = row(page(alice_client), "Sertraline, 50 mg")
    assert found == "Sertraline, 50 mg since 25 August 2026 In the way: Forgot (3) 9 2 1 1 of 14"
    assert "Sertraline" not in page(charlie_client)


def test_too_few_recorded_is_said_instead_of_a_number(alice: User, alice_client: Client) -> None:
    say(create_medicine(user=alice), *["taken"] * 9)
    assert row(page(alice_client), "Sertraline, 50 mg").endswith("Too few recorded to say. 5 of 14")


def test_a_medicine_as_needed_is_counted_by_the_month(alice: User, alice_client: Client) -> None:
    medicine = create_as_needed(user=alice)
    for day in ("2026-11-01", "2026-11-02", "2026-10-05", "2026-07-31"):
        at = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        AsNeededDose.objects.create(user=alice, medicine=medicine, taken_at=at, recorded_at=at)
    withdrawn = AsNeededDose.objects.create(
        user=alice, medicine=medicine, taken_at=datetime(2026, 11, 2, 13, tzinfo=dt.UTC), recorded_at=NOON
    )
    AsNeededDose.objects.filter(pk=withdrawn.pk).update(withdrawn_at=NOON)
    assert row(page(alice_client), "Ibuprofen").endswith("As needed. November 2026: 2, October 2026: 1")


def test_side_effects_stand_in_the_persons_own_words(alice: User, alice_client: Client, now: datetime) -> None:
    for back, (much, note) in enumerate([("none", ""), ("a_lot", "Night <sweats>"), ("a_little", "")]):
        at = now - DAY * 7 * back
        record_side_effects(
            user_id=alice.pk, date=at.date(), much=much, note=note, red_flag=False, recorded_at=at, now=at
        )
    found = page(alice_client)
    assert "27 October, A lot: Night &lt;sweats&gt;" in found
    assert "20 October, A little" in found
    assert found.partition('id="effects"')[2].partition("</section>")[0].count("<li>") == 2


def test_changes_stand_there_as_they_were_agreed(alice: User, alice_client: Client, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    keep_change(
        medicine, agreed=Agreed(with_whom="Dr Singh", on=TODAY - DAY * 9, was="25 mg", becomes="50 mg"), now=now
    )
    found = page(alice_client)
    assert "25 October 2026, 25 mg → 50 mg (agreed with Dr Singh)" in found


def test_only_lines_for_the_doctor_stand_on_it_and_private_ones_stay_out(alice: User, alice_client: Client) -> None:
    add_line(user_id=alice.pk, text="For the therapist", origin="own")
    add_line(user_id=alice.pk, text="About the night sweats", origin="own", for_doctor=True)
    add_line(user_id=alice.pk, text="Mine alone", origin="own", for_doctor=True, private=True)
    found = page(alice_client)
    assert "About the night sweats" in found
    assert "For the therapist" not in found
    assert "Mine alone" not in found
    assert "1 private line is left out." in found


def test_a_line_of_ones_own_is_added_and_can_be_changed(
    alice: User, alice_client: Client, charlie_client: Client
) -> None:
    assert alice_client.post(f"{URL}line/", {"text": " Could we look at the mornings? "})["Location"] == URL
    line = AgendaLine.objects.for_user(alice).get()
    assert (line.text, line.for_doctor, line.origin) == ("Could we look at the mornings?", True, "own")
    assert f'href="/session/line/{line.pk}/"' in page(alice_client)
    assert "mornings" not in page(charlie_client)


def test_questions_that_are_ticked_come_onto_it_once(alice: User, alice_client: Client) -> None:
    for _twice in range(2):
        assert alice_client.post(f"{URL}questions/", {"question": ["dose", "withdrawal"]})["Location"] == URL
    texts = [line.text for line in AgendaLine.objects.for_user(alice).open() if line.for_doctor]
    assert len(texts) == 2
    assert texts[0].startswith("Is this the dose you have in mind")
    assert len(re.findall(r'name="question" value="\w+" checked disabled', page(alice_client))) == 2


def test_a_line_that_is_on_the_list_already_comes_onto_the_sheet(alice: User, alice_client: Client) -> None:
    add_line(user_id=alice.pk, text="The mornings", origin="own")
    alice_client.post(f"{URL}line/", {"text": "The mornings", "origin": "medicine"})
    assert AgendaLine.objects.for_user(alice).get().for_doctor
    assert "The mornings" in page(alice_client)


@pytest.mark.parametrize(
    ("path", "sent", "sentence"),
    [
        ("line", {"text": "  "}, "Write a few words here."),
        ("line", {"text": "The\x00 mornings"}, "There are characters in this that cannot be shown."),
        ("line", {"text": "x" * 30_000}, "This is too long: it has 30000 characters, and 500 fit."),
        ("line", {"text": "Typed", "origin": "elsewhere"}, "Typed"),
        ("questions", {}, "Tick at least one question."),
        ("questions", {"question": ["9" * 400]}, "Select a valid choice."),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(
    alice_client: Client, path: str, sent: dict[str, object], sentence: str
) -> None:
    answer = alice_client.post(f"{URL}{path}/", sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not AgendaLine.objects.exists()


def test_a_full_list_takes_all_of_the_questions_or_none(alice: User, alice_client: Client) -> None:
    for number in range(AgendaLine.MOST_OPEN - 1):
        add_line(user_id=alice.pk, text=f"Line {number}", origin="own")
    answer = alice_client.post(f"{URL}questions/", {"question": ["dose", "harms"]})
    assert answer.status_code == 422
    assert "Take one off first." in answer.content.decode()
    assert AgendaLine.objects.count() == AgendaLine.MOST_OPEN - 1


@pytest.mark.parametrize("path", ["line/", "questions/"])
def test_a_get_in_mid_form_finds_the_sheet(alice_client: Client, path: str) -> None:
    assert alice_client.get(URL + path)["Location"] == URL


def test_it_takes_as_many_queries_for_much_as_for_little(alice: User, alice_client: Client) -> None:
    counts = []
    for name in ("One", "Two", "Three"):
        say(create_medicine(user=alice, name=name), *["taken", "missed"] * 10, reason="forgot")
        with CaptureQueriesContext(connection) as queries:
            page(alice_client)
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
    assert counts[0] <= 12


def test_signed_out_there_is_no_sheet(bob_client: Client) -> None:
    assert bob_client.get(URL)["Location"].startswith("/accounts/login/")


def test_a_medicine_stands_on_it_by_its_own_name_and_not_by_the_persons(alice: User, alice_client: Client) -> None:
    medicine = create_medicine(user=alice)
    medicine.nickname = "The small one"
    medicine.save()
    found = page(alice_client)
    assert "The small one" not in found
    assert row(found, "Sertraline, 50 mg")
