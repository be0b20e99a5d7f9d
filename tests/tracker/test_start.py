"""The three starting steps: any may be left out."""

from __future__ import annotations

import re
from datetime import datetime, time
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.shortcuts import resolve_url
from django.test import Client

from accounts.models import User
from guide import catalogue
from guide.models import Reading
from tests.factories.tracker import create_bedtime, schedule_of
from tracker.actions.start import CHAPTERS, save_start_answers
from tracker.models import Bedtime, StartAnswer

WHY, FIRST, CHECK_IN = "/start/why/", "/start/first-thing/", "/start/first-check-in/"


def test_signing_up_leads_to_the_first_step() -> None:
    assert resolve_url(settings.ACCOUNT_SIGNUP_REDIRECT_URL) == WHY


@pytest.mark.parametrize(
    ("step", "address", "following"), [(1, WHY, FIRST), (2, FIRST, CHECK_IN), (3, CHECK_IN, "/today/")]
)
def test_each_step_can_be_skipped_or_sent_empty(alice_client: Client, step: int, address: str, following: str) -> None:
    page = alice_client.get(address).content.decode()
    assert f"Step {step} of 3" in page
    assert re.search(rf'<button class="btn">.*?</button><a class="btn quiet" href="{following}">Skip this</a>', page)
    answer = alice_client.post(address, {})
    assert (answer.status_code, answer["Location"]) == (303, following)


def test_the_second_step_says_that_nothing_has_to_be_chosen(alice_client: Client) -> None:
    assert "nothing chosen is fine" in alice_client.get(FIRST).content.decode()


def test_the_answers_are_kept_sealed_in_one_row_and_shown_again(alice: User, alice_client: Client) -> None:
    alice_client.post(WHY, {"why": ["no_fit", "stopped_going"]})
    alice_client.post(FIRST, {"first_thing": "habit"})
    alice_client.post(WHY, {"why": ["no_fit"]})
    answer = StartAnswer.objects.for_user(alice).get()
    assert (answer.why, answer.first_thing) == (["no_fit"], "habit")
    with connection.cursor() as cursor:
        cursor.execute("SELECT why, first_thing FROM tracker_startanswer")
        assert b"no_fit" not in b"".join(bytes(part) for part in cursor.fetchone())
    assert re.findall(r'value="(\w+)"[^>]* checked', alice_client.get(WHY).content.decode()) == ["no_fit"]
    assert re.findall(r'value="(\w+)"[^>]* checked', alice_client.get(FIRST).content.decode()) == ["habit"]


@pytest.mark.parametrize(
    ("thing", "form"),
    [
        ("goal", "/plan/goal/new/"),
        ("medicine", "/plan/medicine/new/"),
        ("habit", "/plan/habit/new/"),
        ("bedtime", "/plan/bedtime/"),
        ("guide", "/guide/"),
        ("", "/today/"),
    ],
)
def test_the_one_thing_chosen_comes_after_the_third_step(alice_client: Client, thing: str, form: str) -> None:
    alice_client.post(FIRST, {"first_thing": thing})
    assert f'href="{form}">Skip this</a>' in alice_client.get(CHECK_IN).content.decode()
    assert alice_client.post(CHECK_IN, {"bedtime": ""})["Location"] == form


def test_a_bedtime_given_here_is_set_and_not_asked_for_again(alice: User, alice_client: Client) -> None:
    alice_client.post(FIRST, {"first_thing": "bedtime"})
    assert alice_client.post(CHECK_IN, {"bedtime": "22:45"})["Location"] == "/today/"
    assert schedule_of(Bedtime.objects.for_user(alice).get()).rule.times == (time(22, 45),)


def test_coming_back_keeps_the_plan_of_the_wind_down(alice: User, alice_client: Client) -> None:
    create_bedtime(user=alice)
    assert 'value="23:00"' in alice_client.get(CHECK_IN).content.decode()
    alice_client.post(CHECK_IN, {"bedtime": "22:45"})
    assert Bedtime.objects.for_user(alice).get().plan == "Lamp on, phone away"


@pytest.mark.parametrize(
    ("address", "sent"), [(WHY, {"why": ["rich"]}), (FIRST, {"first_thing": "car"}), (CHECK_IN, {"bedtime": "late"})]
)
def test_an_answer_that_is_none_is_refused_with_a_sentence(
    alice: User, alice_client: Client, address: str, sent: dict[str, object]
) -> None:
    answer = alice_client.post(address, sent)
    assert answer.status_code == 422
    assert 'class="err"' in answer.content.decode()
    assert not StartAnswer.objects.exists()
    assert not Bedtime.objects.exists()


def test_unknown_names_never_reach_the_row(alice: User, now: datetime) -> None:
    with pytest.raises(ValueError, match="unknown answer"):
        save_start_answers(user_id=alice.pk, now=now, why=["rich"])
    with pytest.raises(LookupError):
        save_start_answers(user_id=UUID(int=1), now=now, why=[])


def listed(person: User) -> set[str]:
    row = Reading.objects.for_user(person).first()
    return {slug for slug, place in row.places.items() if place.get("listed")} if row else set()


def test_the_chapters_that_fit_the_answers_go_onto_the_reading_list(alice: User, alice_client: Client) -> None:
    assert "go onto your reading list" in alice_client.get(WHY).content.decode()
    alice_client.post(WHY, {"why": ["no_fit", "not_honest"]})
    assert listed(alice) == {"rapport", "new-therapist", "opening-up"}
    guide = alice_client.get("/guide/").content.decode()
    assert "Your reading list" in guide
    assert guide.count("On your reading list") == 3


def test_a_chapter_taken_off_comes_back_only_with_a_new_answer(alice: User, alice_client: Client) -> None:
    alice_client.post(WHY, {"why": ["no_fit"]})
    alice_client.post("/guide/rapport/place/", {"do": "unlist"})
    alice_client.post(WHY, {"why": ["no_fit", "stopped_going"]})
    assert listed(alice) == {"new-therapist", "staying"}


def test_nothing_chosen_puts_nothing_on_the_list(alice: User, alice_client: Client) -> None:
    alice_client.post(WHY, {})
    assert listed(alice) == set()


@pytest.mark.parametrize("why", StartAnswer.Why.values)
def test_every_answer_has_chapters_that_are_there(why: str) -> None:
    assert CHAPTERS[why]
    assert all(catalogue.get(slug) for slug in CHAPTERS[why])


def test_nothing_sends_a_person_back_to_the_start(alice_client: Client) -> None:
    assert alice_client.get("/plan/").status_code == 200
    assert alice_client.get("/today/").status_code == 200


def test_charlie_sees_none_of_alices_answers(alice: User, charlie_client: Client, now: datetime) -> None:
    save_start_answers(user_id=alice.pk, now=now, why=["no_fit"], first_thing="goal")
    assert " checked" not in charlie_client.get(WHY).content.decode()
    assert "reading list</h2>" not in charlie_client.get("/guide/").content.decode()
    charlie_client.post(WHY, {"why": ["not_honest"]})
    assert StartAnswer.objects.for_user(alice).get().why == ["no_fit"]
