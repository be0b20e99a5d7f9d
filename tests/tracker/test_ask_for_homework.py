"""The offer to ask for homework, and the words of the guide with what the record knows in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tests.factories.tracker import create_carer, create_homework, create_medicine, create_session, schedule_of
from tracker.actions.care_team import keep_episode
from tracker.actions.medication import record_dose
from tracker.actions.sessions import add_line
from tracker.models import AgendaLine, Appointment, Dose, Episode

OFFER = 'id="ask-homework"'


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def page(client: Client, path: str = "/session/") -> str:
    return client.get(path).content.decode()


def to_bring(user: User) -> list[tuple[str, str]]:
    return [(line.text, line.origin) for line in AgendaLine.objects.for_user(user).open()]


@pytest.fixture
def last(alice: User, now: datetime) -> Appointment:
    return create_session(user=alice, at=now - timedelta(hours=30), outcome="attended")


# Asking for homework


def test_a_day_after_a_session_without_homework_three_sentences_stand_ready(
    alice: User, alice_client: Client, charlie_client: Client, last: Appointment
) -> None:
    found = page(alice_client)
    assert "No homework this time?" in found
    assert len(re.findall(r'name="say" value="\w+"', found)) == 3
    url = f"/session/appointment/{last.pk}/homework/"
    answer = alice_client.post(url, {"say": "something", "back": "today"})
    assert answer["Location"] == "/today/"
    assert to_bring(alice) == [("Could I have something small to practise before next time?", "homework")]
    assert OFFER not in page(alice_client)
    assert OFFER not in page(charlie_client)


def test_not_now_is_kept_for_that_session_and_the_three_days_before_the_next_ask_once_more(
    alice: User, alice_client: Client, last: Appointment, now: datetime
) -> None:
    alice_client.post(f"/session/appointment/{last.pk}/homework/")
    assert OFFER not in page(alice_client)
    assert to_bring(alice) == []
    coming = create_session(user=alice, at=now + timedelta(days=2))
    assert "Nothing to practise at the moment" in page(alice_client)
    alice_client.post(f"/session/appointment/{coming.pk}/homework/", {"say": "nonsense"})
    assert OFFER not in page(alice_client)
    assert to_bring(alice) == []


@pytest.mark.parametrize("away", ["set", "ended", "doctor"])
def test_there_is_no_offer_where_there_is_something_or_the_session_was_none(
    alice: User, alice_client: Client, now: datetime, away: str
) -> None:
    doctor = create_carer(user=alice, name="Dr Singh", role="doctor") if away == "doctor" else None
    create_session(user=alice, at=now - timedelta(hours=30), carer=doctor, outcome="attended")
    if away == "set":
        create_homework(user=alice)
    if away == "ended":
        create_homework(user=alice, due=date(2026, 11, 2))
    assert OFFER not in page(alice_client)


def test_a_full_list_says_so_and_the_offer_stays(alice: User, alice_client: Client, last: Appointment) -> None:
    for number in range(AgendaLine.MOST_OPEN):
        add_line(user_id=alice.pk, text=f"line {number}", origin="own")
    answer = alice_client.post(f"/session/appointment/{last.pk}/homework/", {"say": "fits"}, follow=True)
    assert "Take one off first" in answer.content.decode()
    assert OFFER in answer.content.decode()


def test_another_persons_offer_is_not_there(charlie_client: Client, last: Appointment) -> None:
    assert charlie_client.post(f"/session/appointment/{last.pk}/homework/", {"say": "fits"}).status_code == 404
    assert charlie_client.post(f"/session/appointment/{uuid4()}/homework/").status_code == 404
    last.refresh_from_db()
    assert last.homework_asked_at is None
    assert not AgendaLine.objects.exists()


# Lines for the doctor


def test_lines_for_the_doctor_are_counted_and_stand_on_their_own_list(alice: User, alice_client: Client) -> None:
    add_line(user_id=alice.pk, text="First", origin="own")
    add_line(user_id=alice.pk, text="About the tablets", origin="medicine", for_doctor=True)
    second = add_line(user_id=alice.pk, text="Second", origin="own")
    found = page(alice_client)
    assert "About the tablets" not in found
    assert "1 question on the sheet" in found
    assert "About the tablets" not in page(alice_client, "/session/large/")
    assert re.findall(r'<span class="num">(\d)</span>', found) == ["2"]
    alice_client.post(f"/session/line/{second.pk}/move/", {"to": "up"})
    assert [line.text for line in AgendaLine.objects.for_user(alice).open()] == [
        "Second",
        "About the tablets",
        "First",
    ]


def test_a_line_goes_to_the_doctors_sheet_and_back(alice: User, alice_client: Client) -> None:
    line = add_line(user_id=alice.pk, text="Night sweats", origin="own")
    alice_client.post(f"/session/line/{line.pk}/", {"text": "Night sweats", "for_doctor": "on"})
    assert "Night sweats" not in page(alice_client)
    assert re.search(r'name="for_doctor"[^>]*checked', page(alice_client, f"/session/line/{line.pk}/"))
    alice_client.post(f"/session/line/{line.pk}/", {"text": "Night sweats"})
    assert "Night sweats" in page(alice_client)


# Words of the guide


def test_the_words_for_therapist_and_doctor_are_two_taps_from_the_session(alice_client: Client) -> None:
    assert 'href="/session/say/"' in page(alice_client)
    found = page(alice_client, "/session/say/")
    assert "/session/say/therapist-scores/" in found
    assert "/session/say/doctor-review/" in found
    assert "/session/say/close-support/" not in found


def typed(markup: str) -> str:
    found = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", markup, re.DOTALL)
    assert found
    return found[1]


def test_what_the_record_knows_is_filled_in_and_can_be_changed(
    alice: User, alice_client: Client, now: datetime
) -> None:
    for back in (21, 14, 7):
        create_session(user=alice, at=now - timedelta(days=back), outcome="attended")
    episode = Episode.objects.for_user(alice).get()
    keep_episode(
        user_id=alice.pk,
        episode_id=episode.pk,
        started_on=date(2026, 7, 14),
        focus="grief",
        approach="",
        therapist_id=None,
    )
    create_medicine(user=alice, taken_since=date(2026, 8, 25))
    expected = {
        "therapist-scores": "My scores haven’t moved in 16 weeks.",
        "doctor-first": "I’ve had 3 sessions over 16 weeks and I’m not better.",
        "therapist-referral": "Would you help me find someone who works with grief?",
        "doctor-review": "I’ve been on Sertraline for 10 weeks without much change.",
    }
    for phrase, words in expected.items():
        found = page(alice_client, f"/session/say/{phrase}/")
        assert typed(found).startswith(words)
        assert "Filled in from your record. Please check it." in found
    alice_client.post("/session/say/doctor-review/", {"text": "Could we review the white tablet?"})
    (line,) = AgendaLine.objects.for_user(alice)
    assert (line.text, line.origin, line.for_doctor) == ("Could we review the white tablet?", "guide", True)


def test_of_nothing_known_the_blank_stays_and_is_asked_for(alice: User, alice_client: Client) -> None:
    found = page(alice_client, "/session/say/therapist-scores/")
    assert "…" in typed(found)
    assert "Filled in from your record" not in found
    answer = alice_client.post("/session/say/therapist-scores/", {"text": "For … weeks now"})
    assert answer.status_code == 422
    assert "There is a “…” left." in answer.content.decode()
    assert typed(answer.content.decode()) == "For … weeks now"
    alice_client.post("/session/say/therapist-scores/", {"text": "For nine weeks now", "private": "on"})
    (line,) = AgendaLine.objects.for_user(alice)
    assert (line.private, bool(line.for_doctor)) == (True, False)


def test_words_about_being_unwell_stand_beside_help(alice_client: Client) -> None:
    assert "This doesn’t have to wait for an appointment." in page(alice_client, "/session/say/doctor-thoughts/")


@pytest.mark.parametrize("text", ["", "x" * 30_000, "\x00"])
def test_words_that_cannot_be_are_refused(alice_client: Client, text: str) -> None:
    assert alice_client.post("/session/say/therapist-plan/", {"text": text}).status_code == 422
    assert not AgendaLine.objects.exists()


@pytest.mark.parametrize("phrase", ["close-support", "no-such-words", "x" * 400])
def test_words_that_are_none_of_these_are_not_there(alice_client: Client, phrase: str) -> None:
    assert alice_client.get(f"/session/say/{phrase}/").status_code == 404


def test_a_full_list_is_said_and_the_words_are_kept(alice: User, alice_client: Client) -> None:
    for number in range(AgendaLine.MOST_OPEN):
        add_line(user_id=alice.pk, text=f"line {number}", origin="own")
    answer: Any = alice_client.post("/session/say/therapist-plan/", {"text": "My own words"})
    assert answer.status_code == 422
    assert "Take one off first" in answer.content.decode()
    assert "My own words" in answer.content.decode()


def test_another_persons_record_fills_in_nothing(alice: User, charlie_client: Client, now: datetime) -> None:
    create_session(user=alice, at=now - timedelta(days=70), outcome="attended")
    create_medicine(user=alice)
    assert "…" in typed(page(charlie_client, "/session/say/therapist-scores/"))
    assert "Sertraline" not in page(charlie_client, "/session/say/doctor-review/")


def test_doses_are_counted_of_one_medicine_of_which_enough_was_said(
    alice: User, alice_client: Client, now: datetime
) -> None:
    medicine = create_medicine(user=alice, since=now - timedelta(days=10))

    def say(days: int, state: str) -> None:
        on = (now - timedelta(days=days)).date()
        schedule = schedule_of(medicine).pk
        record_dose(
            user_id=alice.pk, schedule_id=schedule, date=on, slot=0, state=state, at=None, recorded_at=now, now=now
        )

    say(2, "missed")
    assert "missed about … of … doses" in typed(page(alice_client, "/session/say/doctor-doses/"))
    say(0, "taken")
    say(1, "taken")
    Dose.objects.bulk_create(
        [
            Dose(
                user=alice,
                schedule=schedule_of(medicine),
                date=(now - timedelta(days=days)).date(),
                slot=0,
                state="taken",
                recorded_at=now,
            )
            for days in range(3, 10)
        ]
    )
    assert "missed about 1 of 10 doses" in typed(page(alice_client, "/session/say/doctor-doses/"))
    create_medicine(user=alice, name="Lithium")
    assert "missed about … of … doses" in typed(page(alice_client, "/session/say/doctor-doses/"))
