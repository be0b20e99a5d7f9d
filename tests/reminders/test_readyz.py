"""/readyz says whether reminders can go out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from config.broker import EmbeddedBroker
from tests.factories.reminders import create_reminder
from tests.factories.tracker import create_medicine

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddedBroker]:
    with ExitStack() as stack:
        broker = EmbeddedBroker(tmp_path)
        stack.callback(broker.clean)
        broker.start()
        stack.callback(stop, broker)
        monkeypatch.setattr(current_app.conf, "broker_write_url", broker.url)
        yield broker


def stop(broker: EmbeddedBroker) -> None:
    if broker.process:
        broker.process.terminate()
        broker.process.wait(20)


def ask(client: Client) -> tuple[int, dict[str, Any]]:
    response = client.get("/readyz")
    return response.status_code, json.loads(response.content)


def test_all_is_well_without_signing_in(bob_client: Client, broker: EmbeddedBroker) -> None:
    assert ask(bob_client) == (200, {"database": True, "broker": True, "late_seconds": 0, "problems": []})


def test_a_broker_that_is_down_is_named(bob_client: Client, broker: EmbeddedBroker) -> None:
    stop(broker)
    status, answer = ask(bob_client)
    assert (status, answer["broker"], answer["problems"]) == (503, False, ["broker"])


@pytest.mark.parametrize(("seconds", "status", "problems"), [(100, 200, []), (130, 503, ["late"])])
def test_a_reminder_that_waits_for_more_than_two_minutes_is_a_problem(
    alice: User, bob_client: Client, broker: EmbeddedBroker, seconds: int, status: int, problems: list[str]
) -> None:
    create_reminder(user=alice, due_at=timezone.now() - timedelta(seconds=seconds))
    create_reminder(user=alice, due_at=timezone.now() - timedelta(days=1), status="sent")
    create_reminder(user=alice, due_at=timezone.now() + timedelta(days=1))
    answered, answer = ask(bob_client)
    assert (answered, answer["problems"]) == (status, problems)
    assert seconds <= answer["late_seconds"] <= seconds + 20


def test_a_beat_that_stands_still_shows_though_nothing_was_planned(
    alice: User, bob_client: Client, broker: EmbeddedBroker
) -> None:
    due = timezone.now() - timedelta(minutes=5)
    create_medicine(user=alice, times=[due.astimezone(alice.tzinfo).time()], since=due - timedelta(hours=1))
    status, answer = ask(bob_client)
    assert (status, answer["problems"]) == (503, ["late"])
    assert 300 <= answer["late_seconds"] <= 320


def test_a_database_that_does_not_answer_is_named(bob_client: Client, broker: EmbeddedBroker) -> None:
    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(refuse):
        status, answer = ask(bob_client)
    assert status == 503
    assert answer == {"database": False, "broker": True, "late_seconds": None, "problems": ["database"]}


def test_it_holds_nothing_about_anybody_and_is_never_kept(
    alice: User, bob_client: Client, broker: EmbeddedBroker
) -> None:
    create_reminder(user=alice, due_at=timezone.now() - timedelta(seconds=130))
    response = bob_client.get("/readyz")
    assert set(json.loads(response.content)) == {"database", "broker", "late_seconds", "problems"}
    assert "no-store" in response["Cache-Control"]
    assert bob_client.post("/readyz").status_code == 405
