"""The pages of bringing in: choose a file, see what would come, bring it in or leave it."""

from __future__ import annotations

import logging
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from tests.tracker.logic.imports.files import BEARABLE, DAYLIO, HABITS, LOOP, MEDTIMER, loop_database, zipped
from tracker.logic.imports.found import MOST_BYTES
from tracker.models import Habit, ImportDraft, Mood

URL, LOOK = "/you/import/", "/you/import/look/"


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def send(client: Client, data: bytes | str, name: str = "export.csv") -> HttpResponse:
    content = data.encode() if isinstance(data, str) else data
    return cast(HttpResponse, client.post(URL, {"file": SimpleUploadedFile(name, content)}))


def page(client: Client, path: str = LOOK) -> str:
    return client.get(path).content.decode()


def test_the_page_says_which_files_and_that_nothing_is_added_yet(alice_client: Client) -> None:
    found = page(alice_client, URL)
    for app in ("Loop Habit Tracker", "Daylio", "MedTimer", "Bearable"):
        assert app in found
    assert "Nothing is added before you say so" in found
    assert f'href="{URL}"' in page(alice_client, "/you/")


def test_a_file_is_looked_at_first_and_brought_in_on_the_next_page(
    alice: User, alice_client: Client, charlie_client: Client
) -> None:
    answer = send(alice_client, zipped(LOOP), "Loop Habits CSV 2026-11-03.zip")
    assert (answer.status_code, answer["Location"]) == (303, LOOK)
    found = page(alice_client)
    assert "What would come in" in found
    assert "28 Oct 2026 – 2 Nov 2026" in found
    assert "1 “no” stays blank." in found
    assert "Reminders are off." in found
    assert not Habit.objects.exists()
    assert charlie_client.get(LOOK)["Location"] == URL
    for _ in range(2):
        assert alice_client.post("/you/import/bring-in/")["Location"] == LOOK
    found = page(alice_client)
    assert "What came in" in found
    assert "To take it out again" in found
    assert Habit.objects.for_user(alice).count() == 4
    assert "Meditate" in page(alice_client, "/plan/")


def test_left_it_is_gone(alice: User, alice_client: Client, charlie_client: Client) -> None:
    send(alice_client, DAYLIO)
    charlie_client.post("/you/import/throw-away/")
    charlie_client.post("/you/import/bring-in/")
    assert ImportDraft.objects.for_user(alice).exists()
    assert alice_client.post("/you/import/throw-away/")["Location"] == URL
    assert alice_client.post("/you/import/bring-in/")["Location"] == URL
    assert not Mood.objects.exists()
    assert not ImportDraft.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty."),
        (b"x" * (MOST_BYTES + 10), "This file is larger than 5 MB."),
        (b"a,b\n1,2\n", "This is no file that we can read."),
        (b"full_date,mood\n\xff\xfe\xfa", "This file isn’t text in UTF-8 or UTF-16."),
        (b"PK\x03\x04rubbish", "This zip is broken."),
        (zipped({"Habits.csv": "0" * 20_000_000}), "far larger inside than outside"),
        (zipped({f"{n}.txt": "" for n in range(201)}), "more than 200 files"),
        (zipped({"a/b/c/d/Habits.csv": HABITS}), "go too deep"),
        (b"SQLite format 3\x00" + b"\x01" * 400, "This database is broken."),
        (HABITS.encode(), "Choose the whole zip, unopened."),
        (b"Medicine;Dosage;Time\nx;1;8:00\n", "Export the list of events"),
        ((DAYLIO + "2026-10-20,x,x,10:00,good,,,\n" * 50_001).encode(), "more than 50,000 lines"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_beside_its_field(alice_client: Client, data: bytes, words: str) -> None:
    answer = send(alice_client, data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ImportDraft.objects.exists()


def test_no_file_is_asked_for(alice_client: Client) -> None:
    for data in ({}, {"file": "words"}):
        answer = alice_client.post(URL, data)
        assert answer.status_code == 422
        assert "Choose a file first." in answer.content.decode()


def test_a_broken_line_is_named_by_its_number_and_its_file(alice_client: Client) -> None:
    marks = "Date,Value,Notes\n" + "\n".join(f"2026-10-{day:02},YES_MANUAL," for day in range(1, 29))
    files = {**LOOP, "001 Meditate/Checkmarks.csv": marks.replace("2026-10-16,YES_MANUAL", "2026-10-16,PERHAPS")}
    send(alice_client, zipped(files), "loop.zip")
    assert "Line 17 of 001 Meditate/Checkmarks.csv: its value can’t be read." in page(alice_client)


def test_many_broken_lines_are_counted_and_columns_that_stay_out_are_named(alice_client: Client) -> None:
    text = DAYLIO.replace("note_title,note\n", "note_title,note,<b>weather</b>\n", 1)
    send(alice_client, text + "x,x,x,10:00,good,,,\n" * 25, "daylio.csv")
    found = page(alice_client)
    assert found.count("its date can’t be read") == 20
    assert "And 5 more." in found
    assert "&lt;b&gt;weather&lt;/b&gt;" in found
    assert "“anxious” is none of the five moods: 1 comes in as a note." in found


@pytest.mark.parametrize("data", [MEDTIMER, BEARABLE])
def test_what_comes_in_otherwise_than_it_stood_there_is_said(alice_client: Client, data: str) -> None:
    send(alice_client, data)
    found = page(alice_client)
    if data is MEDTIMER:
        assert "1 dose wasn’t ticked as taken there, and stays not recorded." in found
        assert "The medicines in your plan stay as they are." in found
    else:
        assert "“Nutrition”: 1 line stays out." in found
        assert "1 and 2 are “Very low”" in found


def test_nothing_of_the_file_reaches_the_disk_a_log_or_the_session(
    alice_client: Client, caplog: pytest.LogCaptureFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    large = DAYLIO + '2026-10-20,x,x,10:00,nonesuch,secretword,,"broken" secretword\n' * 45_000
    assert 2_621_440 < len(large) < MOST_BYTES
    assert send(alice_client, large, "secretword.csv").status_code == 303
    assert send(alice_client, "secretword;" * 10).status_code == 422
    assert list(tmp_path.iterdir()) == []
    assert "secretword" not in caplog.text
    assert "secretword" not in str(dict(alice_client.session))


def test_without_its_token_a_form_is_refused(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert send(client, DAYLIO).status_code == 403
    assert not ImportDraft.objects.exists()
    token = client.get(URL).cookies["csrftoken"].value
    file = SimpleUploadedFile("daylio.csv", DAYLIO.encode())
    assert client.post(URL, {"csrfmiddlewaretoken": token, "file": file}).status_code == 303


def test_a_database_and_a_stored_zip_are_taken_by_what_they_are_not_by_their_name(alice_client: Client) -> None:
    for data in (loop_database(), zipped(LOOP, zipfile.ZIP_STORED), zipped({"d.csv": DAYLIO})):
        assert send(alice_client, data, "a\x00b/../etc.passwd").status_code == 303
        assert "What would come in" in page(alice_client)


def test_signed_out_there_is_nothing(bob_client: Client) -> None:
    assert send(bob_client, DAYLIO)["Location"].startswith("/accounts/login/")
    assert bob_client.get(LOOK)["Location"].startswith("/accounts/login/")
