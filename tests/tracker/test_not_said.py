"""What was not said yet: kept for the person alone, with its ways out."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test import Client

from accounts.models import User
from tracker.actions.not_said import add_not_said
from tracker.models import AgendaLine
from tracker.models.not_said import NotSaid

URL = "/session/not-said/"
WORDS = "I say it helps because you try so hard"


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def thing(alice: User, now: datetime) -> UUID:
    return add_not_said(user_id=alice.pk, text=WORDS, now=now)


def page(client: Client, path: str = URL) -> str:
    return client.get(path).content.decode()


def row_id(markup: str) -> str:
    found = re.search(r'name="not_said_id" value="([0-9a-f-]{36})"', markup)
    assert found
    return found[1]


def of(person: User) -> NotSaid:
    return NotSaid.objects.for_user(person).get()


def test_an_empty_list_teaches_with_an_example(alice_client: Client) -> None:
    found = page(alice_client)
    assert "Most people leave things out in therapy." in found
    assert "It is in no summary and on no page that you share." in found


def test_a_thing_is_kept_once_however_often_it_is_sent(
    alice: User, alice_client: Client, charlie_client: Client
) -> None:
    data = {"not_said_id": row_id(page(alice_client)), "text": f" {WORDS} "}
    for _ in range(2):
        assert alice_client.post(URL, data)["Location"] == URL
    assert of(alice).text == WORDS
    assert WORDS in page(alice_client)
    assert WORDS not in page(charlie_client)


def test_it_lies_sealed(alice: User, thing: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, way_out FROM tracker_notsaid")
        ((text, way),) = cursor.fetchall()
    assert b"helps" not in bytes(text)
    assert bytes(way) != b""


def test_nobody_else_reaches_it_on_any_of_its_pages(charlie_client: Client, thing: UUID) -> None:
    for path in ("", "large/", "alone/", "edit/"):
        assert charlie_client.get(f"{URL}{thing}/{path}").status_code == 404
    for path in ("edit/", "say/", "settle/", "restore/", "delete/"):
        answer = charlie_client.post(f"{URL}{thing}/{path}", {"way": "said", "text": "x"})
        assert answer.status_code == 404, path
    assert NotSaid.objects.get().settled_at is None
    assert not AgendaLine.objects.exists()


def test_say_it_puts_a_private_line_on_the_list_and_opens_it_to_be_changed(
    alice: User, alice_client: Client, thing: UUID
) -> None:
    assert not AgendaLine.objects.exists()
    for _ in range(2):
        answer = alice_client.post(f"{URL}{thing}/say/")
    line = AgendaLine.objects.for_user(alice).get()
    assert answer["Location"] == f"/session/line/{line.pk}/"
    assert (line.text, line.private) == (WORDS, True)
    assert f">\n{WORDS}</textarea>" in page(alice_client, answer["Location"])
    assert of(alice).settled_at is None


def test_a_full_list_to_bring_says_so_and_keeps_the_thing(alice: User, alice_client: Client, thing: UUID) -> None:
    for number in range(AgendaLine.MOST_OPEN):
        AgendaLine.objects.create(user=alice, text=str(number), position=number)
    alice_client.post(f"{URL}{thing}/say/")
    assert "Your list to bring is full." in page(alice_client, f"{URL}{thing}/")


def test_large_print_shows_it_with_a_way_back(alice_client: Client, thing: UUID) -> None:
    found = page(alice_client, f"{URL}{thing}/large/")
    assert WORDS in found
    assert f'class="back" href="{URL}{thing}/"' in found


def test_handed_over_the_page_has_these_words_and_no_way_into_the_record(
    alice: User, alice_client: Client, thing: UUID, now: datetime
) -> None:
    add_not_said(user_id=alice.pk, text="Another thing", now=now)
    answer = alice_client.get(f"{URL}{thing}/alone/")
    found = answer.content.decode()
    assert WORDS in found
    assert "Another thing" not in found
    assert re.findall(r'<a [^>]*href="([^"]*)"', found) == ["#main"]
    assert "<form" not in found
    assert "<title>Turnstone</title>" in found


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("said", "I said it"),
        ("read_out", "I read it out"),
        ("shown", "I handed over the phone"),
        ("let_go", "I no longer need to"),
    ],
)
def test_settled_it_is_folded_away_with_its_way_out_and_can_come_back(
    alice: User, alice_client: Client, thing: UUID, now: datetime, way: str, words: str
) -> None:
    alice_client.post(f"{URL}{thing}/settle/", {"way": way})
    found = page(alice_client)
    assert f'action="{URL}{thing}/restore/"' in found
    folded = re.search(r"<details.*</details>", found, re.DOTALL)
    assert folded
    assert WORDS in folded[0]
    assert f"{words}, 3 November 2026" in folded[0]
    assert WORDS not in found.replace(folded[0], "")
    alice_client.post(f"{URL}{thing}/restore/")
    assert (of(alice).way_out, of(alice).settled_at) == ("", None)
    assert "<details" not in page(alice_client)


@pytest.mark.parametrize("way", ["", "shouted", "\x00", "9" * 400])
def test_a_way_out_that_is_none_changes_nothing(alice: User, alice_client: Client, thing: UUID, way: str) -> None:
    assert alice_client.post(f"{URL}{thing}/settle/", {"way": way}).status_code == 303
    assert of(alice).settled_at is None


def test_the_words_can_be_changed_and_deleted_for_good(alice: User, alice_client: Client, thing: UUID) -> None:
    alice_client.post(f"{URL}{thing}/edit/", {"text": "Softer"})
    assert of(alice).text == "Softer"
    assert "It is gone at once" in page(alice_client, f"{URL}{thing}/")
    alice_client.post(f"{URL}{thing}/delete/")
    assert not NotSaid.objects.exists()


@pytest.mark.parametrize(("text", "words"), [("x" * 30_000, "it has 30000 characters"), (" \n ", "a few words")])
def test_words_that_do_not_fit_are_refused_beside_their_field_and_kept(
    alice_client: Client, thing: UUID, text: str, words: str
) -> None:
    for path in (URL, f"{URL}{thing}/edit/"):
        answer = alice_client.post(path, {"text": text})
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert text.strip(" \n") in answer.content.decode()
    assert NotSaid.objects.get().text == WORDS


def test_a_full_list_says_so_and_keeps_what_was_typed(alice: User, alice_client: Client, now: datetime) -> None:
    kept = [add_not_said(user_id=alice.pk, text=str(number), now=now) for number in range(NotSaid.MOST_STANDING)]
    answer = alice_client.post(URL, {"text": "One more", "not_said_id": str(uuid.uuid4())})
    assert answer.status_code == 422
    assert "This list holds 50 things." in answer.content.decode()
    assert "One more" in answer.content.decode()
    alice_client.post(f"{URL}{kept[0]}/settle/", {"way": "let_go"})
    assert alice_client.post(URL, {"text": "One more"}).status_code == 303
    alice_client.post(f"{URL}{kept[0]}/restore/")
    assert NotSaid.objects.for_user(alice).standing().count() == NotSaid.MOST_STANDING


def test_help_stands_beside_the_field(alice_client: Client) -> None:
    found = page(alice_client)
    assert re.search(r"<textarea[^>]* data-words", found)
    assert "help is here</a>" in found


def test_signed_out_there_is_nothing(bob_client: Client, thing: UUID) -> None:
    for path in (URL, f"{URL}{thing}/alone/"):
        assert bob_client.get(path)["Location"].startswith("/accounts/login/")
