"""The check-in of a medicine, and its safe answers."""

from __future__ import annotations

import datetime as dt
import re
from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.tracker import create_medicine, schedule_of
from tracker.medication import words_to_say
from tracker.models import Dose, Medicine, StoppingThought

TODAY = dt.date(2026, 11, 3)


# The check-in


def check_in(client: Client, medicine: Medicine, at: datetime, **sent: object) -> str:
    with time_machine.travel(at, tick=False):
        url = reverse("tracker:medicine_check_in", args=[medicine.pk])
        if sent:
            answer = client.post(url, sent)
            assert answer.status_code == 303, answer.content.decode()
        return client.get(url).content.decode()


def test_taken_is_kept_for_the_dose_that_fell_due_last(alice: User, alice_client: Client, now: datetime) -> None:
    medicine = create_medicine(user=alice, times=(time(8), time(14), time(22)))
    check_in(alice_client, medicine, now, answer="taken")
    dose = Dose.objects.for_user(alice).get()
    assert (dose.date, dose.slot, dose.state, dose.taken_at) == (TODAY, 1, "taken", now)


def test_another_dose_of_the_day_may_be_chosen(alice: User, alice_client: Client, now: datetime) -> None:
    medicine = create_medicine(user=alice, times=(time(8), time(14)))
    key = f"{schedule_of(medicine).pk}/2026-11-03/0"
    check_in(alice_client, medicine, now, answer="missed", dose=key)
    assert Dose.objects.for_user(alice).get().slot == 0


def test_not_yet_takes_back_what_was_said(alice: User, alice_client: Client, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    check_in(alice_client, medicine, now, answer="taken")
    check_in(alice_client, medicine, now + timedelta(minutes=1), answer="not_yet")
    assert Dose.objects.for_user(alice).get().state == ""


def test_a_missed_dose_is_answered_in_the_published_words(alice: User, alice_client: Client, now: datetime) -> None:
    page = check_in(alice_client, create_medicine(user=alice), now, answer="missed")
    assert (
        "Missed doses happen. What to do depends on the medicine: check the leaflet or ask a pharmacist. "
        "Don’t take a double dose to catch up."
    ) in page
    assert re.search(r'value="missed"[^>]* checked', page)
    assert "said-missed" in page


def test_thinking_of_stopping_gets_the_safe_answer(alice: User, alice_client: Client, now: datetime) -> None:
    page = check_in(alice_client, create_medicine(user=alice), now, answer="stop", reasons=["side_effects"])
    for part in (
        "Thank you for saying so. Please don’t do it alone.",
        "Please don’t change anything until you have talked to the person who prescribed it.",
        'href="tel:01632960118"',
        "Call Dr Singh",
        "Find a pharmacist",
        "Get help straight away",
        reverse("guide:help"),
        "I’ve been on Sertraline 50 mg for 10 weeks. The side effects bother me. I’m thinking of stopping and "
        "I’d like to talk about my options first.",
        "Noted for today",
        reverse("tracker:line_add"),
        'name="origin" value="medicine"',
    ):
        assert part in page
    assert re.search(r'value="side_effects"[^>]* checked', page)
    assert StoppingThought.objects.for_user(alice).get().reasons == ["side_effects"]
    assert not Dose.objects.exists()


@pytest.mark.parametrize("start", ["today", "medicine"])
def test_the_way_to_say_so_leads_to_the_safe_answer_and_notes_nothing(
    alice: User, charlie_client: Client, alice_client: Client, now: datetime, start: str
) -> None:
    medicine = create_medicine(user=alice)
    check_in(alice_client, medicine, now, answer="taken")
    with time_machine.travel(now, tick=False):
        found = alice_client.get("/today/" if start == "today" else reverse("tracker:medicine", args=[medicine.pk]))
        link = re.search(r'href="([^"#]*)#thanks">I’m thinking of stopping', found.content.decode())
        assert link
        page = alice_client.get(link[1]).content.decode()
        assert charlie_client.get(link[1]).status_code == 404
    assert re.findall(r'name="answer" value="(\w+)"[^>]* checked', page) == ["stop"]
    assert "said-stop" in page
    assert 'id="thanks"' in page
    assert not StoppingThought.objects.exists()
    assert Dose.objects.get().state == "taken"


def test_no_other_answer_is_chosen_by_an_address(alice: User, alice_client: Client, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    page = alice_client.get(reverse("tracker:medicine_check_in", args=[medicine.pk]), {"answer": "missed"})
    assert " checked" not in page.content.decode()


def test_the_reasons_may_be_changed_and_all_taken_out(alice: User, alice_client: Client, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    check_in(alice_client, medicine, now, answer="stop", reasons=["cost", "pregnancy"])
    page = check_in(alice_client, medicine, now, answer="stop")
    assert StoppingThought.objects.for_user(alice).get().reasons == []
    assert "pregnant" not in page


def test_a_pregnancy_is_answered_in_the_mandated_words(alice: User, alice_client: Client, now: datetime) -> None:
    page = check_in(alice_client, create_medicine(user=alice), now, answer="stop", reasons=["pregnancy"])
    assert "Don’t stop suddenly. Call your prescriber soon to talk it through." in page


def test_taken_after_the_thought_is_what_the_page_shows_and_the_thought_stays(
    alice: User, alice_client: Client, now: datetime
) -> None:
    medicine = create_medicine(user=alice)
    check_in(alice_client, medicine, now, answer="stop")
    page = check_in(alice_client, medicine, now + timedelta(minutes=1), answer="taken")
    assert re.search(r'value="taken"[^>]* checked', page)
    assert StoppingThought.objects.for_user(alice).exists()


def test_without_a_number_there_is_a_way_to_put_it_in(alice: User, alice_client: Client, now: datetime) -> None:
    page = check_in(alice_client, create_medicine(user=alice, prescriber_phone=""), now, answer="stop")
    assert "tel:" not in page
    assert "Put in the prescriber’s number" in page


def test_a_day_without_a_dose_asks_only_about_stopping(alice: User, alice_client: Client, now: datetime) -> None:
    page = check_in(alice_client, create_medicine(user=alice, weekdays=(0,)), now)
    assert re.findall(r'name="answer" value="(\w+)"', page) == ["stop"]


@pytest.mark.parametrize("sent", [{}, {"answer": "double"}, {"answer": "taken", "dose": f"{uuid4()}/2026-11-03/0"}])
def test_an_answer_that_is_none_is_refused_with_a_sentence(
    alice: User, alice_client: Client, now: datetime, sent: dict[str, str]
) -> None:
    medicine = create_medicine(user=alice)
    with time_machine.travel(now, tick=False):
        answer = alice_client.post(reverse("tracker:medicine_check_in", args=[medicine.pk]), sent)
    assert answer.status_code == 422
    assert 'class="err"' in answer.content.decode()
    assert not Dose.objects.exists()


def test_a_dose_more_than_a_day_ahead_waits_with_a_sentence(alice: User, alice_client: Client) -> None:
    """On the day the clocks go back a page is 25 hours long."""
    alice.day_start = time(0)
    alice.save()
    medicine = create_medicine(user=alice, times=(time(23, 45),))
    at = datetime(2026, 10, 24, 23, 0, tzinfo=dt.UTC)
    with time_machine.travel(at, tick=False):
        answer = alice_client.post(reverse("tracker:medicine_check_in", args=[medicine.pk]), {"answer": "taken"})
    assert answer.status_code == 422
    assert "That one is on another day by now. Please look again." in answer.content.decode()
    assert not Dose.objects.exists()


@pytest.mark.parametrize(
    ("since", "opening"),
    [
        (None, "I’m on Sertraline 50 mg."),
        (dt.date(2026, 11, 1), "I’m on Sertraline 50 mg."),
        (dt.date(2026, 10, 26), "I’ve been on Sertraline 50 mg for 1 week."),
        (dt.date(2026, 8, 25), "I’ve been on Sertraline 50 mg for 10 weeks."),
    ],
)
def test_the_words_say_for_how_long(alice: User, since: dt.date | None, opening: str) -> None:
    words = words_to_say(create_medicine(user=alice, taken_since=since), reasons=[], today=TODAY)
    assert words.startswith(opening)


WANTS_TO_STOP = "Wanting to stop is worth a proper conversation."
PREGNANCY = "Don’t stop suddenly. Call your prescriber soon to talk it through."


def cards(client: Client, at: datetime) -> str:
    with time_machine.travel(at, tick=False):
        return client.get("/today/").content.decode().partition('id="safety"')[2].partition("</section>")[0]


def test_the_thought_stands_on_today_until_it_is_put_aside_or_taken_back(
    alice: User, alice_client: Client, charlie_client: Client, now: datetime
) -> None:
    medicine = create_medicine(user=alice)
    check_in(alice_client, medicine, now, answer="stop", reasons=["pregnancy"])
    assert WANTS_TO_STOP in cards(alice_client, now)
    assert PREGNANCY in cards(alice_client, now)
    assert WANTS_TO_STOP not in cards(charlie_client, now)
    check_in(alice_client, medicine, now, answer="stop", reasons=["cost"])
    assert PREGNANCY not in cards(alice_client, now)
    with time_machine.travel(now, tick=False):
        alice_client.post(reverse("tracker:medicine_take_back", args=[medicine.pk]))
    assert WANTS_TO_STOP not in cards(alice_client, now)


def test_the_words_can_go_onto_the_sheet_for_the_doctor(alice: User, alice_client: Client, now: datetime) -> None:
    page = check_in(alice_client, create_medicine(user=alice), now, answer="stop", reasons=["cost"])
    assert 'formaction="/session/doctor/line/"' in page
    words = "I’m thinking of stopping. The cost is hard for me."
    with time_machine.travel(now, tick=False):
        alice_client.post("/session/doctor/line/", {"text": words, "origin": "medicine"})
        assert words in alice_client.get("/session/doctor/").content.decode()
