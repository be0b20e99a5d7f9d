"""Notes of a day: written, read by day, changed, deleted and brought back."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tests.factories.tracker import create_medicine, create_note
from tracker.actions.notes import forget_deleted
from tracker.models import JournalNote, SafetyCard
from tracker.notes import A_PAGE, journal

TODAY = "2026-11-03"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def page(client: Client, path: str = "/notes/") -> str:
    return client.get(path).content.decode()


def new_url(client: Client) -> str:
    found = re.search(r'action="(/log/note/[0-9a-f-]{36}/)"', page(client, "/notes/new/"))
    assert found
    return found[1]


def standing(person: User) -> list[JournalNote]:
    return list(JournalNote.objects.for_user(person).standing())


def test_an_empty_journal_teaches_with_an_example_and_one_button(alice_client: Client) -> None:
    found = page(alice_client)
    assert "A note is a line or a page about a day" in found
    assert "Write the first note" in found


def test_a_note_is_written_for_today_and_stands_in_the_list(
    alice: User, alice_client: Client, charlie_client: Client
) -> None:
    url = new_url(alice_client)
    assert f'value="{TODAY}"' in page(alice_client, "/notes/new/")
    answer = alice_client.post(url, {"date": TODAY, "text": " Rain.\r\nA <b>good</b> talk "})
    assert (answer.status_code, answer["Location"]) == (303, f"/notes/#note-{url[10:-1]}")
    assert [(note.date, note.text) for note in standing(alice)] == [(date(2026, 11, 3), "Rain.\nA <b>good</b> talk")]
    assert "Rain.<br>A &lt;b&gt;good&lt;/b&gt; talk" in page(alice_client)
    assert "Rain." not in page(charlie_client)
    assert charlie_client.get(f"/notes/{url[10:-1]}/").status_code == 404


def test_another_day_can_be_written_of_and_the_days_stand_newest_first(alice_client: Client) -> None:
    assert 'value="2026-10-20"' in page(alice_client, "/notes/new/?date=2026-10-20")
    for on, text in (("2026-10-20", "Older"), (TODAY, "Newer"), ("2019-02-28", "Oldest")):
        answer = alice_client.post(new_url(alice_client), {"date": on, "text": text})
        assert answer["Location"].startswith("/notes/#" if on == TODAY else f"/notes/?until={on}#")
    found = page(alice_client)
    assert found.index("Newer") < found.index("Older") < found.index("Oldest")
    assert re.findall(r'<h2 id="d-[^"]*">([^<]*)<', found) == [
        "Today",
        "Tuesday 20 October 2026",
        "Thursday 28 February 2019",
    ]
    assert "Newer" not in page(alice_client, "/notes/?until=2026-10-20")
    assert "The newest notes" in page(alice_client, "/notes/?until=2026-10-20")
    assert "Newer" in page(alice_client, "/notes/?until=nonsense")


def test_a_note_lies_sealed(alice: User) -> None:
    create_note(user=alice, text="Slept badly")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM tracker_journalnote")
        ((text,),) = cursor.fetchall()
    assert b"Slept" not in bytes(text)


def test_a_note_too_long_is_refused_beside_its_field_and_kept(alice: User, alice_client: Client) -> None:
    answer = alice_client.post(new_url(alice_client), {"date": TODAY, "text": "x" * 30_000})
    found = answer.content.decode()
    assert answer.status_code == 422
    assert "This is too long: it has 30000 characters, and 20000 fit." in found
    assert "x" * 30_000 in found
    assert standing(alice) == []
    assert alice_client.post(new_url(alice_client), {"date": TODAY, "text": "x" * 20_000}).status_code == 303


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2026-11-04", "That day is still to come."),
        ("9999-12-31", "That day is still to come."),
        ("0001-01-01", "Choose a day from the year 2000 on."),
        ("2026-02-30", "Write the date like"),
        ("9" * 400, "Write the date like"),
        ("", "Choose a day."),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_the_words_are_kept(
    alice: User, alice_client: Client, on: str, words: str
) -> None:
    answer = alice_client.post(new_url(alice_client), {"date": on, "text": "Typed"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert ">\nTyped</textarea>" in answer.content.decode()
    assert standing(alice) == []


def test_nothing_written_is_asked_for(alice: User, alice_client: Client) -> None:
    answer = alice_client.post(new_url(alice_client), {"date": TODAY, "text": " \n "})
    assert answer.status_code == 422
    assert "Write a few words here." in answer.content.decode()


def test_sent_twice_it_is_one_note(alice: User, alice_client: Client) -> None:
    url, key = new_url(alice_client), {"Idempotency-Key": str(uuid.uuid4())}
    data = {"date": TODAY, "text": "Once"}
    answers = [alice_client.post(url, data, headers=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 204]
    assert answers[0]["Content-Location"].startswith("/notes/#note-")
    assert alice_client.post(url, data).status_code == 303
    assert alice_client.post(url, data | {"text": "Other"}, headers=key).status_code == 409
    assert [note.text for note in standing(alice)] == ["Once"]


def test_it_is_changed_on_its_own_page_and_the_later_saying_stands(
    alice: User, alice_client: Client, charlie_client: Client, now: datetime
) -> None:
    note = create_note(user=alice, text="First", at=now - timedelta(hours=3))
    assert ">\nFirst</textarea>" in page(alice_client, f"/notes/{note.pk}/edit/")
    alice_client.post(f"/log/note/{note.pk}/", {"date": "2026-11-02", "text": "Second"})
    late = {"X-Recorded-At": (now - timedelta(hours=1)).isoformat()}
    alice_client.post(f"/log/note/{note.pk}/", {"date": TODAY, "text": "Late"}, headers=late)
    assert [(one.date, one.text) for one in standing(alice)] == [(date(2026, 11, 2), "Second")]
    answer = charlie_client.post(f"/log/note/{note.pk}/", {"date": TODAY, "text": "Mine"})
    assert answer.status_code == 404
    assert charlie_client.get(f"/notes/{note.pk}/edit/").status_code == 404
    assert [one.text for one in standing(alice)] == ["Second"]


def test_deleted_it_can_come_back_for_a_day_and_then_it_is_gone(
    alice: User, alice_client: Client, charlie_client: Client, now: datetime
) -> None:
    note = create_note(user=alice, text="Choir again")
    for path in ("delete", "restore"):
        assert charlie_client.post(f"/notes/{note.pk}/{path}/").status_code == 404
    assert alice_client.post(f"/notes/{note.pk}/delete/")["Location"] == "/notes/"
    found = page(alice_client)
    assert f'action="/notes/{note.pk}/restore/"' in found
    assert "Choir again" not in found
    assert alice_client.get(f"/notes/{note.pk}/").status_code == 404
    forget_deleted(now=now + timedelta(days=1))
    alice_client.post(f"/notes/{note.pk}/restore/")
    assert "Choir again" in page(alice_client)
    alice_client.post(f"/notes/{note.pk}/delete/")
    forget_deleted(now=now + timedelta(days=1, seconds=1))
    assert alice_client.post(f"/notes/{note.pk}/restore/").status_code == 404
    assert not JournalNote.objects.exists()


def test_a_saying_from_before_it_was_deleted_does_not_bring_it_back(
    alice: User, alice_client: Client, now: datetime
) -> None:
    note = create_note(user=alice, at=now - timedelta(hours=3))
    alice_client.post(f"/notes/{note.pk}/delete/")
    late = {"X-Recorded-At": (now - timedelta(hours=1)).isoformat()}
    alice_client.post(f"/log/note/{note.pk}/", {"date": TODAY, "text": "Late"}, headers=late)
    assert standing(alice) == []


def test_a_long_journal_goes_back_page_by_page_and_loses_no_note(
    alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for back in range(40):
        for number in range(1 + back % 3):
            create_note(user=alice, text=f"{back}.{number}", date=date(2026, 11, 3) - timedelta(days=back))
    for number in range(A_PAGE + 5):
        create_note(user=alice, text=f"one day {number}", date=date(2020, 1, 1))
    seen: list[str] = []
    until = None
    for _ in range(10):
        with django_assert_max_num_queries(3):
            found = journal(user_id=alice.pk, until=until)
        seen += [note.text for day in found.days for note in day.notes]
        if (until := found.older) is None:
            break
    assert len(seen) == len(set(seen)) == JournalNote.objects.count()


def test_a_long_note_is_shortened_in_the_list_and_whole_on_its_page(alice: User, alice_client: Client) -> None:
    note = create_note(user=alice, text="word " * 2_000 + "end")
    assert "Read on" in page(alice_client)
    assert "end</p>" not in page(alice_client)
    assert "end</p>" in page(alice_client, f"/notes/{note.pk}/")


def test_words_for_medicine_safety_raise_their_card_and_are_kept_nowhere_else(
    alice: User, alice_client: Client
) -> None:
    create_medicine(user=alice)
    alice_client.post(new_url(alice_client), {"date": TODAY, "text": "I want to come off my tablets"})
    assert [card.trigger for card in SafetyCard.objects.for_user(alice)] == ["wants_to_stop"]


def test_words_are_looked_for_on_the_page_itself_and_help_stands_without_script(alice_client: Client) -> None:
    found = page(alice_client, "/notes/new/")
    assert 'id="crisis-words"' in found
    assert re.search(r"<textarea[^>]* data-words", found)
    assert re.search(r'<a href="/help/now/[^"]*">help is here</a>', found)
    assert "data-words" not in page(alice_client)


def test_signed_out_it_is_not_kept(bob_client: Client) -> None:
    url = f"/log/note/{uuid.uuid4()}/"
    assert bob_client.post(url, {"date": TODAY, "text": "x"})["Location"].startswith("/accounts/login/")
    key = {"Idempotency-Key": str(uuid.uuid4())}
    assert bob_client.post(url, {"date": TODAY, "text": "x"}, headers=key).status_code == 401
    assert not JournalNote.objects.exists()
