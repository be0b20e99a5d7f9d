"""The kill test: real beats, workers, broker and database, killed while reminders go out. What was sent, what was not.

Three reminders of each of sixty people are due at once, half of the people by push and half by mail. Two beats
tick. The first worker is killed while the push service holds its answers back: between claim and send for most
rows, between acceptance and settling for one or two. The broker is emptied. Then a child of the next worker is
killed, and the broker is emptied again.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.reminders.lab import Lab, children, kill, wait_until
from tests.reminders.services import MailBox, PushService, mail_server, push_service

PEOPLE = int(os.environ.get("KILL_PEOPLE", "60"))
CONCURRENCY = 2
SETTLED_WITHIN = 60

SET_UP = """
import datetime as dt
from django.utils import timezone
from accounts.models import User
from accounts.vault import site_hmac
from reminders.models import Reminder
from tests.factories.reminders import create_preference, create_subscription
from tests.factories.tracker import create_bedtime, create_habit, create_medicine, schedule_of

Reminder.objects.all().delete()
due = timezone.now().replace(second=0, microsecond=0)
since = due - dt.timedelta(minutes=1)
noon = f"Etc/GMT{due.hour - 12:+d}"
answer = []
for number in range(given["people"]):
    person = User.objects.create(email=f"kill{number}@example.org", zone=noon)
    address = f"/{number}" if number % 2 else person.email
    if number % 2:
        create_subscription(user=person, endpoint=given["push"] + address)
    else:
        create_preference(user=person, email=True)
    local = due.astimezone(person.tzinfo)
    nouns = [
        create_medicine(user=person, times=[local.time()], since=since),
        create_habit(user=person, times=[local.time()], remind=True, since=since),
        create_bedtime(user=person, at=(local + dt.timedelta(hours=1)).time(), since=since),
    ]
    for noun in nouns:
        answer.append([address, site_hmac("reminder-tag", f"{schedule_of(noun).pk}|{local.date()}|0")[:32]])
"""

CLAIMED = """
from reminders.models import Reminder
answer = Reminder.objects.filter(status="sending").count()
"""

WAIT_AND_COUNT = """
import time
from django.utils import timezone
from reminders.models import Reminder

began = time.monotonic()
def moving():
    now = timezone.now()
    return Reminder.objects.filter(status="sending").exists() or Reminder.objects.due(now).exists()
while moving() and time.monotonic() - began < given["seconds"]:
    time.sleep(0.5)
rows = Reminder.objects.filter(due_at__lte=timezone.now())
answer = [[channel, status, 1] for channel, status in rows.values_list("channel", "status")]
"""

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(400)]


@pytest.fixture
def running(lab: Lab) -> Iterator[Lab]:
    lab.flush_broker()
    yield lab
    lab.stop()
    lab.flush_broker()


def test_nothing_is_lost_and_nobody_sees_a_double_whatever_is_killed(
    running: Lab, capsys: pytest.CaptureFixture[str]
) -> None:
    lab = running
    with push_service() as push, mail_server(lab.mail_port) as mailbox:
        expected = {(address, tag) for address, tag in lab.python(SET_UP, people=PEOPLE, push=push.url)}
        assert len(expected) == PEOPLE * 3
        killed_between = _kill_a_worker_while_the_service_holds_its_answer(lab, push)
        second = lab.worker(CONCURRENCY)
        wait_until(lambda: len(push.accepted) + len(mailbox.mails) > PEOPLE, seconds=120)
        os.kill(children(second)[0], signal.SIGKILL)
        lab.flush_broker()
        last_fault = time.monotonic()
        counted = lab.python(WAIT_AND_COUNT, seconds=SETTLED_WITHIN * 2)
        took = time.monotonic() - last_fault

    statuses = Counter((channel, status) for channel, status, _ in counted)
    seen = Counter(_pushes(push) + _mails(mailbox))
    with capsys.disabled():
        sys.stdout.write(_table(expected, seen, statuses, killed_between, took, lab))
    assert killed_between > 0
    assert set(seen) == expected, "lost, or sent to somebody under another name"
    assert seen.total() - len(seen) <= 2 * CONCURRENCY, "more doubles than deliveries that were cut off"
    assert statuses == {
        ("inbox", "sent"): PEOPLE * 3,
        ("push", "sent"): PEOPLE // 2 * 3,
        ("email", "sent"): PEOPLE // 2 * 3,
    }
    assert took <= SETTLED_WITHIN
    logged = "".join(path.read_text() for path in lab.folder.glob("*.log"))
    assert not re.search(r"example\.org|Sertraline|Walk for|127\.0\.0\.1:\d+/\d", logged), "a log names somebody"


def _kill_a_worker_while_the_service_holds_its_answer(lab: Lab, push: PushService) -> int:
    """How many rows it had claimed and not settled. Two beats tick from here on."""
    go_on = threading.Event()
    push.before_answer = lambda _: go_on.wait(60)
    first = lab.worker(CONCURRENCY)
    for _ in range(2):
        lab.beat()
    wait_until(lambda: len(push.accepted) > 0, seconds=120)
    kill(first)
    lab.flush_broker()
    claimed: int = lab.python(CLAIMED)
    push.before_answer = None
    go_on.set()
    return claimed


def _pushes(push: PushService) -> list[tuple[str, str]]:
    return [(one.path, one.topic) for one in push.accepted]


def _mails(mailbox: MailBox) -> list[tuple[str, str]]:
    return [(str(mail["To"]), str(mail["Message-ID"]).strip("<>").split(".")[0]) for mail in mailbox.mails]


def _table(
    expected: set[tuple[str, str]],
    seen: Counter[tuple[str, str]],
    statuses: Counter[tuple[str, str]],
    killed_between: int,
    took: float,
    lab: Lab,
) -> str:
    lines = [
        "",
        f"The kill test on {lab.database_url.split(':')[0]} and {lab.broker_url.split(':')[0]}:",
        "worker killed -9 between claim and send, beat doubled, broker flushed twice, a worker's child killed -9",
        f"rows claimed and unsettled at the kill: {killed_between}; all settled {took:.0f} s after the last fault",
        f"{'channel':8}{'expected':>10}{'arrived':>9}{'lost':>6}{'raw':>6}{'raw doubles':>13}{'seen doubles':>14}",
    ]
    for channel, is_mine in (("push", "/"), ("email", "k")):
        mine = {key: count for key, count in seen.items() if key[0].startswith(is_mine)}
        wanted = {key for key in expected if key[0].startswith(is_mine)}
        raw, arrived = sum(mine.values()), len(wanted & set(mine))
        figures: list[Any] = [
            len(wanted),
            arrived,
            len(wanted) - arrived,
            raw,
            raw - len(mine),
            len(set(mine) - wanted),
        ]
        lines.append(f"{channel:8}" + "".join(f"{n:>{w}}" for n, w in zip(figures, (10, 9, 6, 6, 13, 14), strict=True)))
    lines += [f"{channel:8}{status}: {count}" for (channel, status), count in sorted(statuses.items())]
    return "\n".join(lines) + "\n"
