"""What goes through the broker: ids, short-lived, and nothing that matters if it is lost."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings

from tests.reminders.lab import Lab

PLAN = """
from datetime import timedelta
from django.utils import timezone
from reminders import tasks
from reminders.models import Reminder
from tests.factories.accounts import create_user
from tests.factories.reminders import create_reminder

Reminder.objects.all().delete()
person = create_user(email=given["email"])
ids = [str(create_reminder(user=person, due_at=timezone.now()).pk) for _ in range(120)]
for _ in range(given["ticks"]):
    tasks.tick()
answer = ids
"""

SEND = """
from reminders import tasks
from reminders.models import Reminder
for ids in given["batches"]:
    tasks.send(ids)
answer = sorted(Reminder.objects.values_list("status", flat=True))
"""

PRUNE = """
from datetime import timedelta
from django.utils import timezone
from reminders import tasks
from reminders.models import Reminder
from tests.factories.accounts import create_user
from tests.factories.reminders import create_reminder

Reminder.objects.all().delete()
person = create_user(email=given["email"])
for days in (89, 91):
    for status in ("planned", "sending", "sent", "skipped", "failed", "unknown"):
        create_reminder(user=person, due_at=timezone.now() - timedelta(days=days), status=status)
tasks.prune()
answer = sorted(Reminder.objects.values_list("status", flat=True))
"""


@pytest.fixture(autouse=True)
def empty(lab: Lab) -> Iterator[None]:
    lab.flush_broker()
    yield
    lab.flush_broker()


def messages(lab: Lab, queue: str) -> list[dict[str, Any]]:
    waiting: Any = lab.broker().lrange(queue, 0, -1)
    return [json.loads(message) for message in waiting]


def test_a_tick_hands_over_ids_and_nothing_else(lab: Lab) -> None:
    ids = lab.python(PLAN, email="tick@example.org", ticks=1)
    handed = messages(lab, "reminders")
    assert {message["headers"]["task"] for message in handed} == {"reminders.tasks.send"}
    bodies = [json.loads(_decoded(message["body"])) for message in handed]
    assert sorted(len(body[0][0]) for body in bodies) == [20, 100]
    assert sorted(pk for body in bodies for pk in body[0][0]) == sorted(ids)
    assert all(body[1] == {} for body in bodies)
    assert [message["headers"]["task"] for message in messages(lab, "reviews")] == ["reminders.tasks.review"]


def test_messages_that_wait_too_long_are_dropped_so_that_ticks_never_pile_up(lab: Lab) -> None:
    lab.python(PLAN, email="expires@example.org", ticks=1)
    for queue in ("reminders", "reviews"):
        for message in messages(lab, queue):
            assert datetime.fromisoformat(message["headers"]["expires"])
    beat: Any = settings.CELERY_BEAT_SCHEDULE["tick"]
    assert beat["options"]["expires"] == beat["schedule"] == 10


def test_a_tick_that_overlaps_another_sends_nothing_twice(lab: Lab) -> None:
    lab.python(PLAN, email="overlap@example.org", ticks=3)
    batches = [json.loads(_decoded(message["body"]))[0][0] for message in messages(lab, "reminders")]
    assert sum(len(batch) for batch in batches) == 360
    assert lab.python(SEND, batches=batches) == ["sent"] * 120


def test_what_was_settled_goes_after_ninety_days_and_nothing_else(lab: Lab) -> None:
    kept = lab.python(PRUNE, email="prune@example.org")
    young = ["failed", "planned", "sending", "sent", "skipped", "unknown"]
    assert kept == sorted([*young, "planned", "sending"])


def _decoded(body: str) -> bytes:
    return base64.b64decode(body)
