"""A broker that takes connections and never answers. The clock is the real one: time limits go by it."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from celery import current_app
from django.test import Client
from kombu.exceptions import OperationalError

from accounts.models import User
from reminders import tasks
from reminders.models import Reminder


@pytest.fixture(params=["tcp", "socket"])
def mute_broker(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Takes connections and never says a word."""
    path = tmp_path_factory.mktemp("b") / "s"
    with socket.socket(socket.AF_INET if request.param == "tcp" else socket.AF_UNIX) as listener:
        listener.bind(("127.0.0.1", 0) if request.param == "tcp" else str(path))
        listener.listen()
        at = f"redis://127.0.0.1:{listener.getsockname()[1]}" if request.param == "tcp" else f"redis+socket://{path}"
        monkeypatch.setattr(current_app.conf, "broker_write_url", at)
        yield at


def test_a_broker_that_accepts_and_never_answers_keeps_nobody_waiting(
    alice: User, alice_client: Client, mute_broker: str
) -> None:
    began = time.perf_counter()

    answer = alice_client.post("/plan/reminders/test/", headers={"Accept": "application/json"})

    assert answer.status_code == 201
    assert Reminder.objects.for_user(alice).get().status == "planned"
    assert time.perf_counter() - began < 10


def test_whoever_publishes_gives_up_on_a_mute_broker(mute_broker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the project's own limits, a hundred times as short."""
    limits = current_app.conf.broker_transport_options
    for name in ("socket_connect_timeout", "socket_timeout"):
        monkeypatch.setitem(limits, name, limits[name] / 100)
    began = time.perf_counter()
    with current_app.connection_for_write() as connection, pytest.raises(OperationalError):
        tasks.review.apply_async(producer=connection.Producer(), retry=False)

    assert time.perf_counter() - began < 15
