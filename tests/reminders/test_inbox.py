"""The in-app list: what was sent, discreet, and for its person alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from reminders.models import Reminder
from tests.factories.reminders import create_reminder


@pytest.fixture(autouse=True)
def _clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def sent(user: User, at: datetime, kind: str = "wind_down", **fields: Any) -> Reminder:
    return create_reminder(user=user, kind=kind, due_at=at, status="sent", sent_at=at, **fields)


def page_of(client: Client) -> str:
    answer = client.get("/inbox/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_inbox_says_what_will_be_here(alice_client: Client) -> None:
    page = page_of(alice_client)

    assert "Nothing has been sent yet" in page
    assert 'href="/plan/reminders/"' in page
    assert "<title>Turnstone</title>" in page


def test_it_shows_what_was_sent_in_local_time_the_latest_first(
    alice: User, alice_client: Client, now: datetime
) -> None:
    sent(alice, now - timedelta(days=40))
    sent(alice, datetime(2026, 10, 20, 20, 30, tzinfo=now.tzinfo), "dose")
    sent(alice, now)

    page = page_of(alice_client)

    assert page.index("Tuesday 3 November, 19:40") < page.index("Tuesday 20 October, 21:30")
    assert "Evening reminder." in page
    assert "Your reminder." in page
    assert "September" not in page


def test_it_shows_neither_what_waits_nor_what_went_by_another_way(
    alice: User, alice_client: Client, now: datetime
) -> None:
    create_reminder(user=alice, kind="wind_down", due_at=now)
    create_reminder(user=alice, kind="wind_down", due_at=now, channel="push", status="sent", sent_at=now)
    create_reminder(user=alice, kind="wind_down", due_at=now, status="skipped", reason="settled")

    assert "Nothing has been sent yet" in page_of(alice_client)


def test_opening_one_marks_it_as_read_and_leads_on(alice: User, alice_client: Client, now: datetime) -> None:
    reminder = sent(alice, now)
    assert ">New<" in page_of(alice_client)

    answer = alice_client.post(f"/inbox/{reminder.pk}/read/", {"open": "1"})

    assert (answer.status_code, answer["Location"]) == (303, "/today/")
    assert ">New<" not in page_of(alice_client)


def test_a_nudge_leads_to_its_chapter(alice: User, alice_client: Client, now: datetime) -> None:
    reminder = sent(alice, now, "nudge")

    answer = alice_client.post(f"/inbox/{reminder.pk}/read/", {"open": "1"})

    assert answer.status_code == 303
    assert answer["Location"].startswith("/guide/")


def test_all_can_be_marked_at_once(alice: User, charlie: User, alice_client: Client, now: datetime) -> None:
    sent(alice, now)
    sent(alice, now - timedelta(hours=1))
    of_charlie = sent(charlie, now)

    answer = alice_client.post("/inbox/read/")

    assert (answer.status_code, answer["Location"]) == (303, "/inbox/")
    assert ">New<" not in page_of(alice_client)
    of_charlie.refresh_from_db()
    assert of_charlie.read_at is None


def test_looking_changes_nothing(alice: User, alice_client: Client, now: datetime) -> None:
    reminder = sent(alice, now)

    page_of(alice_client)

    assert alice_client.get(f"/inbox/{reminder.pk}/read/").status_code == 405
    reminder.refresh_from_db()
    assert reminder.read_at is None


def test_charlie_sees_nothing_of_alice_and_opens_nothing(
    alice: User, charlie_client: Client, bob_client: Client, now: datetime
) -> None:
    reminder = sent(alice, now)

    assert "Nothing has been sent yet" in page_of(charlie_client)
    foreign = charlie_client.post(f"/inbox/{reminder.pk}/read/", {"open": "1"})
    unknown = charlie_client.post(f"/inbox/{uuid4()}/read/", {"open": "1"})
    assert (foreign.status_code, foreign.content) == (404, unknown.content)
    assert bob_client.get("/inbox/").status_code == 302
    reminder.refresh_from_db()
    assert reminder.read_at is None


def test_it_takes_as_many_queries_for_fifty_as_for_one(alice: User, alice_client: Client, now: datetime) -> None:
    counts = []
    for number in (1, 49):
        for hour in range(number):
            sent(alice, now - timedelta(hours=hour))
        with CaptureQueriesContext(connection) as queries:
            page_of(alice_client)
        counts.append(len(queries))
    assert counts[0] == counts[1]
