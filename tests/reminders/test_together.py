"""Two workers and two beats at once, on PostgreSQL."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts import vault
from reminders import dispatch, planning
from reminders.models import PushSubscription, Reminder
from tests.factories.accounts import create_user
from tests.factories.reminders import create_reminder, create_subscription
from tests.factories.tracker import create_bedtime
from tests.reminders.push_service import Browser
from tests.reminders.services import push_service

DUE = datetime(2026, 11, 3, 22, 0, tzinfo=UTC)

pytestmark = pytest.mark.postgres


@pytest.fixture(autouse=True)
def locks(transactional_db: None) -> None:
    if not connection.features.has_select_for_update_skip_locked:
        pytest.skip("no PostgreSQL: DATABASE_URL names a database without SKIP LOCKED")


def at_once(work: Callable[[], Any], workers: int = 2) -> list[Any]:
    """What *work* returned in each of several threads that began together."""
    barrier, results = threading.Barrier(workers, timeout=20), []

    def run() -> None:
        try:
            barrier.wait()
            results.append(work())
        finally:
            vault.clear_cache()
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == workers, "a worker broke off"
    return results


def test_two_workers_with_the_same_ids_send_each_once() -> None:
    with push_service() as service:
        person = create_user()
        create_subscription(user=person, endpoint=f"{service.url}/phone")
        for _ in range(60):
            create_reminder(user=person, channel="push", due_at=DUE - timedelta(hours=3))
        ids = list(Reminder.objects.values_list("pk", flat=True))
        became: Counter[str] = sum(
            at_once(lambda: dispatch.send(ids, now=DUE - timedelta(hours=3)), workers=4), Counter()
        )
    assert became == {"sent": 60}
    assert Counter(service.topics).most_common(1)[0][1] == 1


def test_workers_that_start_at_different_ends_never_wait_for_each_other() -> None:
    person = create_user()
    for _ in range(200):
        create_reminder(user=person, due_at=DUE)
    ids = list(Reminder.objects.values_list("pk", flat=True))
    orders = iter([ids, ids[::-1], ids, ids[::-1]])

    def work() -> Counter[str]:
        mine = next(orders)
        dispatch.sweep(now=DUE)
        return dispatch.send(mine, now=DUE)

    became: Counter[str] = sum(at_once(work, workers=4), Counter())
    assert became["sent"] == 200
    assert set(became) <= {"sent"}


def test_two_beats_double_nothing() -> None:
    for _ in range(50):
        create_bedtime(user=create_user(), since=DUE - timedelta(hours=3))
    taken = at_once(lambda: planning.plan(now=DUE).taken, workers=2)
    assert sum(taken) == 50
    assert Reminder.objects.count() == 50
    handed = at_once(lambda: dispatch.due(now=DUE), workers=2)
    batches = [batch for each in handed for batch in each]
    became = Counter(status for batch in batches for status in dispatch.send(batch, now=DUE).elements())
    assert became == {"sent": 50}


def test_two_sweeps_take_back_each_row_once() -> None:
    person = create_user()
    for _ in range(100):
        create_reminder(user=person, due_at=DUE, status="sending", lease_until=DUE)
    swept = at_once(lambda: dispatch.sweep(now=DUE), workers=4)
    assert sum(each["again"] for each in swept) == 100


def test_tabs_that_switch_a_browser_on_at_once_keep_it_once() -> None:
    browser, alice, addresses = Browser(), create_user(), [f"http://127.0.0.1:9/{n}" for n in range(10)]
    at_once(lambda: [browser.subscribe(alice, address) for address in addresses], workers=4)
    assert PushSubscription.objects.for_user(alice).count() == 10


def test_two_people_who_switch_one_browser_on_at_once_leave_it_to_one_of_them() -> None:
    browser, waiting = Browser(), itertools.cycle([create_user(), create_user()])
    for _ in range(10):
        at_once(lambda: browser.subscribe(next(waiting), "http://127.0.0.1:9/"))
        assert PushSubscription.objects.count() == 1
        PushSubscription.objects.all().delete()


def test_a_claim_is_found_by_the_partial_index_and_leaves_locked_rows_alone() -> None:
    create_reminder(user=create_user(), due_at=DUE)
    with CaptureQueriesContext(connection) as queries:
        dispatch.sweep(now=DUE)
        dispatch.due(now=DUE)
    (found,) = (query["sql"] for query in queries if query["sql"].startswith("SELECT"))
    assert all("FOR UPDATE SKIP LOCKED" in query["sql"] for query in queries if "UPDATE" in query["sql"])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {found}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "reminder_planned" in plan
