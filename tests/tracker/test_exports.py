"""Taking everything out: each noun, in one document and in tables, for the person alone."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client

from accounts.models import User
from accounts.owned import Owned
from tests.factories.sharing import create_line
from tests.factories.tracker import create_goal, create_habit, create_medicine, create_note, schedule_of
from tracker.actions.medication import record_dose
from tracker.actions.moods import record_mood
from tracker.actions.not_said import add_not_said
from tracker.actions.notes import delete_note
from tracker.exports import NOUNS, as_tables

LEFT_OUT = {
    "Received": "tells one request from its copy, and says nothing of the person",
    "Review": "when the record is looked at next",
    "ImportDraft": "what a file held, for an hour",
}


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def document(client: Client) -> dict[str, Any]:
    answer = client.get("/you/export/json/")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"] == 'attachment; filename="turnstone-2026-11-03.json"'
    found: dict[str, Any] = json.loads(answer.content)
    return found


def tables(client: Client) -> dict[str, str]:
    answer = client.get("/you/export/csv/")
    assert answer["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def rows(table: str) -> list[dict[str, str]]:
    assert table.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"), newline="")))


@pytest.fixture
def record(alice: User, now: datetime) -> None:
    create_goal(user=alice, title="Dinner with friends")
    create_habit(user=alice)
    medicine = create_medicine(user=alice)
    record_dose(
        user_id=alice.pk,
        schedule_id=schedule_of(medicine).pk,
        date=date(2026, 11, 3),
        slot=0,
        state="taken",
        at=None,
        recorded_at=now,
        now=now,
    )
    record_mood(user_id=alice.pk, date=date(2026, 11, 3), level=2, note="=1+1", recorded_at=now, now=now)
    create_note(user=alice, text="Two\nlines, “quoted”")
    create_line(user=alice, text="-5 kilos", private=True)
    add_not_said(user_id=alice.pk, text="Hard to say", now=now)


def test_every_noun_of_the_record_is_in_it_or_left_out_for_a_reason() -> None:
    owned = {model.__name__ for model in apps.get_app_config("tracker").get_models() if issubclass(model, Owned)}
    assert {model.__name__ for model in NOUNS.values()} | {"NotSaid"} | set(LEFT_OUT) == owned


@pytest.mark.usefixtures("record")
def test_one_document_has_everything_with_iso_dates_and_instants_in_utc(
    alice_client: Client, charlie_client: Client
) -> None:
    found = document(alice_client)
    assert (found["schema"], found["made_at"]) == (1, "2026-11-03T19:40:00Z")
    assert found["person"]["email"] == "alice@example.org"
    assert set(NOUNS) | {"not_said", "why_checks", "plans_for_hard_moments"} <= set(found)
    assert found["goals"][0]["title"] == "Dinner with friends"
    assert found["moods"][0] | {"id": "", "created_at": ""} == {
        "id": "",
        "created_at": "",
        "date": "2026-11-03",
        "level": 2,
        "note": "=1+1",
        "recorded_at": "2026-11-03T19:40:00Z",
    }
    assert found["not_said"][0]["text"] == "Hard to say"
    assert found["agenda_lines"][0]["private"] is True
    other = document(charlie_client)
    assert "Dinner" not in str(other)
    assert all(not other[noun] for noun in NOUNS)


@pytest.mark.usefixtures("record")
def test_a_dose_of_which_nothing_was_said_has_no_row(alice_client: Client) -> None:
    doses = document(alice_client)["doses"]
    assert [(dose["date"], dose["state"]) for dose in doses] == [("2026-11-03", "taken")]


@pytest.mark.usefixtures("record")
def test_tables_are_utf8_with_crlf_and_no_cell_is_a_formula(alice_client: Client) -> None:
    found = tables(alice_client)
    assert rows(found["moods.csv"])[0]["note"] == "'=1+1"
    assert rows(found["agenda_lines.csv"])[0]["text"] == "'-5 kilos"
    assert rows(found["notes.csv"])[0]["text"] == "Two\nlines, “quoted”"
    assert rows(found["medicines.csv"])[0]["name"] == "Sertraline"
    assert rows(found["not_said.csv"])[0]["text"] == "Hard to say"
    for name, table in found.items():
        assert table.count("\r\n") >= 2, name
    assert "an apostrophe put before it" in found["README.txt"]
    assert "episodes.csv" not in found, "a noun without rows has no table"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\0"])
def test_each_character_that_begins_a_formula_is_guarded(alice: User, now: datetime, first: str) -> None:
    create_goal(user=alice, title=f"{first}cmd")
    with zipfile.ZipFile(io.BytesIO(as_tables(person=alice, now=now))) as archive:
        assert f"'{first}cmd" in archive.read("goals.csv").decode()


def test_a_deleted_note_is_not_in_it(alice: User, alice_client: Client, now: datetime) -> None:
    delete_note(user_id=alice.pk, note_id=create_note(user=alice).pk, now=now + timedelta(minutes=1))
    assert document(alice_client)["notes"] == []


def test_the_page_leads_to_both_and_says_that_the_files_are_not_locked(alice_client: Client) -> None:
    found = alice_client.get("/you/export/").content.decode()
    assert 'href="/you/export/csv/"' in found
    assert 'href="/you/export/json/"' in found
    assert "The files are not locked" in found
    assert 'href="/you/export/"' in alice_client.get("/you/").content.decode()


def test_signed_out_there_is_nothing(bob_client: Client) -> None:
    for path in ("", "json/", "csv/"):
        assert bob_client.get(f"/you/export/{path}")["Location"].startswith("/accounts/login/")


def test_the_instant_is_utc_wherever_it_was_made(alice: User) -> None:
    made = as_tables(person=alice, now=datetime(2026, 11, 3, 23, 30, tzinfo=UTC))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert "2026-11-03T23:30:00Z" in archive.read("README.txt").decode()
