"""A worker killed with SIGKILL in each window of a delivery, and what the next one makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.reminders.lab import Lab
from tests.reminders.services import PushService, push_service

PLAN_AND_DIE = """
from datetime import datetime
from django.db import transaction
from reminders import dispatch, wanted
from reminders.models import Reminder, ReminderQuerySet
from tests.factories.accounts import create_user
from tests.factories.reminders import create_reminder, create_subscription

now = datetime.fromisoformat(given["now"])
Reminder.objects.all().delete()
person = create_user(email=given["email"])
create_subscription(user=person, endpoint=given["endpoint"])
for _ in range(3):
    create_reminder(user=person, channel="push", due_at=now)

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

def die_at_the_second(function):
    calls = []
    def wrapped(*args, **kwargs):
        calls.append(1)
        return function(*args, **kwargs) if len(calls) < 2 else die()
    return wrapped

def settle_and_die(self, source, target, **values):
    with transaction.atomic():
        moved = shift(self, source, target, **values)
        if target == Reminder.Status.SENT:
            die()
    return moved

shift = ReminderQuerySet.shift
match given["window"]:
    case "before the claim":
        dispatch._claim = die
    case "after the claim":
        wanted.ask = die
    case "after the service accepted":
        dispatch._settle = die
    case "between two deliveries":
        dispatch._carry_out = die_at_the_second(dispatch._carry_out)
    case "at settle":
        ReminderQuerySet.shift = settle_and_die
for ids in dispatch.due(now=now):
    dispatch.send(ids, now=now)
"""

RECOVER = """
from datetime import datetime, timedelta
from reminders import dispatch
from reminders.models import Reminder

def look():
    return sorted(Reminder.objects.values_list("status", flat=True))

answer = [look()]
for seconds in (39, 41):
    now = datetime.fromisoformat(given["now"]) + timedelta(seconds=seconds)
    dispatch.sweep(now=now)
    for ids in dispatch.due(now=now):
        dispatch.send(ids, now=now)
    answer.append(look())
"""


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as service:
        yield service


@pytest.mark.parametrize(
    ("window", "left", "accepted", "raw"),
    [
        ("before the claim", ["planned"] * 3, 0, 3),
        ("after the claim", ["sending"] * 3, 0, 3),
        ("after the service accepted", ["sending"] * 3, 1, 4),
        ("between two deliveries", ["sending", "sending", "sent"], 1, 3),
        ("at settle", ["sending"] * 3, 1, 4),
    ],
)
def test_a_worker_that_dies_loses_nothing_and_nobody_sees_a_double(
    lab: Lab, service: PushService, window: str, left: list[str], accepted: int, raw: int
) -> None:
    now = datetime.now(UTC).isoformat()
    address = {"endpoint": f"{service.url}/phone", "email": f"{window.replace(' ', '-')}@example.org"}
    assert lab.python(PLAN_AND_DIE, now=now, window=window, **address) is None
    assert len(service.accepted) == accepted
    at_once, before_the_lease_ended, after_it = lab.python(RECOVER, now=now)
    assert at_once == left
    assert before_the_lease_ended == (["sent"] * 3 if left == ["planned"] * 3 else left)
    assert after_it == ["sent"] * 3
    assert (len(service.accepted), len(set(service.topics))) == (raw, 3)
