"""Sharing as its people meet it: the person who shares, the reader, and somebody who must see nothing."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from sharing.models import AccessEntry, Share
from tests.factories.sharing import create_draft, create_line, create_share

WORDS = "I’ve been thinking of stopping"


@pytest.fixture(autouse=True)
def clock(now: datetime) -> object:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def line(alice: User) -> None:
    create_line(user=alice, text=WORDS)


def choose(client: Client, **data: object) -> str:
    answer = client.post("/session/share/", {"sections": ["say"], "days": 28, "for_whom": "Hannah", **data})
    assert answer.status_code == 303
    return str(answer["Location"])


def test_only_what_i_want_to_say_is_chosen_at_first(alice_client: Client) -> None:
    page = alice_client.get("/session/share/").content.decode()
    chosen = re.findall(r'<input[^>]*name="sections"[^>]*value="(\w+)"[^>]*checked', page)
    assert chosen == ["say"]


def test_the_preview_is_what_the_reader_sees(alice_client: Client, bob_client: Client) -> None:
    preview = choose(alice_client)
    shown = alice_client.get(preview).content.decode()
    assert WORDS in shown
    made = alice_client.post(preview, {"lifetime": 7, "with_passcode": "on"}).content.decode()
    path = re.search(r"http://testserver(/s/[\w-]{43}/)", made)[1]  # type: ignore[index]
    passcode = "".join(re.search(r'class="code">(\d{3}) (\d{3})<', made).groups())  # type: ignore[union-attr]
    assert WORDS not in bob_client.get(path).content.decode()
    opened = bob_client.post(path, {"passcode": f"{passcode[:3]} {passcode[3:]}"}, follow=True)
    body = opened.content.decode()

    def article(text: str) -> str:
        return re.sub(
            r"\s+", " ", text[text.index('<div class="stack">\n<div class="head">') : text.index("Nobody watches")]
        )

    assert article(body) == article(shown)


def test_the_link_names_the_site_and_not_the_host_that_was_asked(alice_client: Client) -> None:
    made = alice_client.post(choose(alice_client), {"lifetime": 7}, headers={"host": "localhost"}).content.decode()
    assert "http://testserver/s/" in made
    assert "//localhost/" not in made


def test_nothing_is_shared_before_the_link_is_made(alice: User, alice_client: Client) -> None:
    choose(alice_client)
    assert not Share.objects.for_user(alice).made().exists()
    assert "None yet" in alice_client.get("/session/shares/").content.decode()


def test_the_person_sees_that_it_was_opened_and_turns_it_off_at_once(
    alice: User, alice_client: Client, bob_client: Client, now: datetime
) -> None:
    share = create_share(user=alice, now=now)
    bob_client.post(share.path, {"passcode": share.passcode})
    assert WORDS in bob_client.get(share.path).content.decode()
    assert "Opened once, on 3 November, 19:40" in alice_client.get("/session/shares/").content.decode()
    alice_client.post(f"/session/share/{share.share_id}/off/")
    assert bob_client.get(share.path).status_code == 404
    assert bob_client.post(share.path, {"passcode": share.passcode}).status_code == 404
    assert "You turned it off" in alice_client.get("/session/shares/").content.decode()


def test_every_closed_link_gives_the_same_answer(
    alice: User, alice_client: Client, bob_client: Client, now: datetime, clock: time_machine.Traveller
) -> None:
    off, expired = create_share(user=alice, now=now), create_share(user=alice, now=now, lifetime=timedelta(days=1))
    alice_client.post(f"/session/share/{off.share_id}/off/")
    clock.move_to(now + timedelta(days=1))
    answers = [bob_client.get(path) for path in (off.path, expired.path, f"/s/{'x' * 43}/", "/s/short/")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert {answer["Cache-Control"] for answer in answers if answer.has_header("Cache-Control")} <= {"no-store"}


def test_scanners_that_fetch_the_link_use_nothing_up(alice: User, bob_client: Client, now: datetime) -> None:
    share = create_share(user=alice, now=now, with_passcode=False)
    for _ in range(50):
        assert WORDS not in bob_client.get(share.path).content.decode()
        bob_client.head(share.path)
    assert not AccessEntry.objects.exists()
    assert Share.objects.get(pk=share.share_id).tries_left == 10


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "12 34 5"])
def test_a_malformed_passcode_is_answered_beside_the_field_and_costs_no_try(
    alice: User, bob_client: Client, now: datetime, typed: str
) -> None:
    share = create_share(user=alice, now=now)
    answer = bob_client.post(share.path, {"passcode": typed})
    assert answer.status_code == 422
    assert "six digits" in answer.content.decode()
    assert Share.objects.get(pk=share.share_id).tries_left == 10


def test_a_wrong_passcode_says_what_to_do(alice: User, bob_client: Client, now: datetime) -> None:
    share = create_share(user=alice, now=now)
    wrong = "000000" if share.passcode != "000000" else "111111"
    answer = bob_client.post(share.path, {"passcode": wrong})
    assert answer.status_code == 422
    assert "Please check it with the person" in answer.content.decode()
    assert WORDS not in answer.content.decode()


def test_a_reader_is_let_in_for_an_hour_and_then_asked_again(
    alice: User, bob_client: Client, now: datetime, clock: time_machine.Traveller
) -> None:
    share = create_share(user=alice, now=now)
    bob_client.post(share.path, {"passcode": share.passcode})
    clock.move_to(now + timedelta(minutes=61))
    assert WORDS not in bob_client.get(share.path).content.decode()


def test_shared_pages_leave_no_trace_in_caches_and_indexes(alice: User, bob_client: Client, now: datetime) -> None:
    share = create_share(user=alice, now=now)
    answer = bob_client.get(share.path)
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "strict-origin"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "<title>Turnstone</title>" in answer.content.decode()


def test_charlie_finds_no_draft_and_no_link_of_alice(alice: User, charlie_client: Client, now: datetime) -> None:
    draft, share = create_draft(user=alice, now=now), create_share(user=alice, now=now)
    for share_id in (draft.pk, share.share_id, uuid4()):
        assert charlie_client.get(f"/session/share/{share_id}/").status_code == 404
        assert charlie_client.post(f"/session/share/{share_id}/", {"lifetime": 7}).status_code == 404
        assert charlie_client.post(f"/session/share/{share_id}/off/").status_code == 404
    assert "Hannah" not in charlie_client.get("/session/shares/").content.decode()
    assert Share.objects.get(pk=share.share_id).revoked_at is None


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"sections": []}, "Choose at least one part to share."),
        ({"sections": ["notes"]}, "Select a valid choice"),
        ({"days": 9999}, "Select a valid choice"),
        ({"for_whom": "x" * 81}, "and 80 fit"),
    ],
)
def test_bad_choices_are_answered_and_what_was_typed_is_kept(
    alice: User, alice_client: Client, data: dict[str, object], sentence: str
) -> None:
    answer = alice_client.post("/session/share/", {"sections": ["say"], "days": 28, "name": "Rosa M.", **data})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Rosa M." in answer.content.decode()
    assert not Share.objects.for_user(alice).exists()


def test_making_a_link_twice_makes_one(alice: User, alice_client: Client) -> None:
    preview = choose(alice_client)
    alice_client.post(preview, {"lifetime": 7, "with_passcode": "on"})
    again = alice_client.post(preview, {"lifetime": 7, "with_passcode": "on"})
    assert again["Location"] == "/session/shares/"
    assert Share.objects.for_user(alice).made().count() == 1


def test_a_closed_link_lists_no_address_where_debug_is_on(bob_client: Client, settings: Settings) -> None:
    settings.DEBUG = True
    answer = bob_client.get(f"/s/{'x' * 43}/")
    assert answer.status_code == 404
    assert "URLconf" not in answer.content.decode()
    assert "/help/now/" in answer.content.decode()


def test_a_line_break_in_what_i_want_to_say_is_kept(alice: User, alice_client: Client) -> None:
    create_line(user=alice, text="First this.\nThen <that>.", position=1)
    assert "<li>First this.<br>Then &lt;that&gt;.</li>" in alice_client.get(choose(alice_client)).content.decode()
