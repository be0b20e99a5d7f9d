"""What a tick costs when nothing is due, and what planning costs a due reminder, beside row-by-row ORM in the same run.

    python -m benchmarks.reminders [--schedules 100000] [--due 1000]

On SQLite in memory, or on the server that DATABASE_URL names, in a test database of its own. To reach: a tick over
100,000 schedules costs at most 1.2 times one over 1,000.
"""

from __future__ import annotations

import argparse
import os
import time as clock
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from django.db import connection, transaction  # noqa: E402

from accounts.models import PersonKey, User  # noqa: E402
from accounts.vault import wrap_new_key  # noqa: E402
from reminders import dispatch, planning  # noqa: E402
from reminders.models import Reminder  # noqa: E402
from tracker.models import Habit, Schedule  # noqa: E402

NOW = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
PEOPLE, FEW, ROUNDS = 500, 1_000, 60


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--schedules", type=int, default=100_000)
    parser.add_argument("--due", type=int, default=1_000)
    asked = parser.parse_args()
    connection.creation.create_test_db(verbosity=0)
    try:
        _run(asked.schedules, asked.due)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _run(many: int, due: int) -> None:
    habits = _people()
    print(f"{connection.vendor}; a tick with nothing due:")
    _add(habits, FEW)
    few = _idle_tick(FEW)
    _add(habits, many - FEW)
    print(f"  ratio {_idle_tick(many) / few:.2f} (to reach: 1.20 or less)")

    print(f"planning {due:,} due reminders among {many:,}:")
    planned = min(_per_row("planning.plan", due, lambda: planning.plan(now=NOW)) for _ in range(3))
    by_row = _per_row("row by row", due, _plan_row_by_row)
    print(f"  ratio {by_row / planned:.1f}")


def _people() -> list[Habit]:
    people = User.objects.bulk_create(User(email=f"person{n}@example.org") for n in range(PEOPLE))
    PersonKey.objects.bulk_create(PersonKey(user=person, wrapped=wrap_new_key(person.pk)) for person in people)
    return Habit.objects.bulk_create(Habit(user=person, title="A walk") for person in people)


def _add(habits: list[Habit], number: int) -> None:
    """Daily schedules, none of them due before tomorrow."""
    noon = [time(12).isoformat()]
    Schedule.objects.bulk_create(
        (
            Schedule(
                user_id=habits[n % PEOPLE].user_id,
                habit=habits[n % PEOPLE],
                every="day",
                times=noon,
                start=NOW.date(),
                since=NOW - timedelta(days=1),
                next_at=NOW + timedelta(days=1, seconds=n % 3600),
            )
            for n in range(number)
        ),
        batch_size=5_000,
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE tracker_schedule")


def _make_due(number: int) -> None:
    chosen = Schedule.objects.order_by("pk").values_list("pk", flat=True)[:number]
    Schedule.objects.filter(pk__in=list(chosen)).update(next_at=NOW)


def _tick() -> None:
    planning.plan(now=NOW)
    dispatch.sweep(now=NOW)
    dispatch.due(now=NOW)


def _idle_tick(schedules: int) -> float:
    spent = min(_seconds(_tick) for _ in range(ROUNDS))
    print(f"  {schedules:>9,} schedules {spent * 1000:8.2f} ms")
    return spent


def _per_row(name: str, due: int, work: Callable[[], object]) -> float:
    _make_due(due)
    spent = _seconds(work) / due
    if Reminder.objects.all().delete()[0] != due:
        raise SystemExit(f"{name} did not plan each of them once")
    print(f"  {name:15} {spent * 1e6:8.0f} µs a reminder")
    return spent


def _seconds(work: Callable[[], object]) -> float:
    began = clock.perf_counter()
    work()
    return clock.perf_counter() - began


def _plan_row_by_row() -> None:
    """The same by the plainest means: one schedule, one transaction, one reminder at a time."""
    for pk in Schedule.objects.filter(next_at__lte=NOW).values_list("pk", flat=True):
        with transaction.atomic():
            schedule = Schedule.objects.select_for_update().select_related("user").get(pk=pk)
            zone = schedule.user.zone
            for one in schedule.occurrences(start=NOW, end=NOW + planning.HORIZON, person_zone=zone):
                expires_at = schedule.expires_at(one, person_zone=zone)
                Reminder.objects.get_or_create(
                    user_id=schedule.user_id,
                    series=str(pk),
                    date=one.date,
                    slot=one.slot,
                    kind=schedule.kind,
                    nth=0,
                    channel=Reminder.Channel.INBOX,
                    defaults={"due_at": one.at, "not_before": one.at, "expires_at": expires_at},
                )
            schedule.next_at = schedule.send_after(NOW + planning.HORIZON, person_zone=zone)
            schedule.save(update_fields=["next_at"])


if __name__ == "__main__":
    main()
