"""Today and Progress of somebody who has kept a record for two years, beside a bare Django page.

    python -m benchmarks.pages                        on SQLite
    DATABASE_URL=postgres://… python -m benchmarks.pages

Prints milliseconds of a whole request in this process (middleware, session, queries, unsealing, template), median and
95th of a hundred, and the ratio to a bare page with a session and one query in the same run. To reach: at most 60 ms
and at most 4 times the bare page, whatever the history; a person of two weeks stands beside for that.
"""

from __future__ import annotations

import os
import statistics
import time as clock
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

import django
from django.test.utils import CaptureQueriesContext, get_runner, override_settings

DAY = timedelta(days=1)
ROUNDS = 100
YEARS = 2
MEDICINES, DOSES, HABITS = 3, (time(8), time(14), time(21)), 9


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    from django.conf import settings
    from django.db import connection

    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        print(f"{connection.vendor}, milliseconds a request")
        for days in (14, 365 * YEARS):
            measure(days)
    finally:
        runner.teardown_databases(databases)


def measure(days: int) -> None:
    from django.db import connection
    from django.test import Client

    from benchmarks import bare

    person, entries = keep_a_record(days)
    client = Client()
    client.force_login(person)
    with override_settings(ROOT_URLCONF="benchmarks.bare", MIDDLEWARE=bare.MIDDLEWARE):
        plain = Client()
        plain.force_login(person)
        beside = timed(lambda: plain.get("/bare/"))
    print(f"\n{entries:,} entries in {days} days")
    print(f"  {'a bare page':16}{statistics.median(beside):7.2f}")
    for name in ("/today/", "/progress/"):
        spent = timed(lambda name=name: client.get(name))  # type: ignore[misc]
        with CaptureQueriesContext(connection) as captured:
            size = len(client.get(name).content)
        middle, slow = statistics.median(spent), statistics.quantiles(spent, n=20)[-1]
        print(
            f"  {name:16}{middle:7.2f}  95th {slow:6.2f}  {middle / statistics.median(beside):5.1f} x"
            f"  {len(captured)} queries  {size / 1024:.0f} KiB"
        )


def timed(ask: Callable[[], Any]) -> list[float]:
    for _ in range(10):
        if ask().status_code != 200:
            raise SystemExit("the page does not answer")
    spent = []
    for _ in range(ROUNDS):
        began = clock.perf_counter()
        ask()
        spent.append(1000 * (clock.perf_counter() - began))
    return spent


def keep_a_record(days: int) -> tuple[Any, int]:
    """A person with medicines, habits and a bedtime since *days* ago, nine of ten things said each day."""
    from accounts.models import User
    from tracker.actions.goals import add_goal
    from tracker.actions.habits import add_habit
    from tracker.actions.medication import Label, add_medicine
    from tracker.actions.sleep import set_bedtime
    from tracker.logic.schedule import Rule
    from tracker.models import Goal, Schedule

    person = User.objects.create_user(f"person{days}@example.org", zone="Europe/London")
    now = datetime.now(UTC)
    since = now - days * DAY

    def daily(*times: time) -> Rule:
        return Rule(every="day", times=times, start=since.date())

    for number in range(MEDICINES):
        label = Label(name=f"Medicine {number}", dose="50 mg", prescriber="Dr Singh")
        add_medicine(user_id=person.pk, label=label, rule=daily(*DOSES), now=since)
    for number in range(HABITS):
        add_habit(
            user_id=person.pk,
            title=f"Small thing {number}",
            smallest="A little of it",
            rule=daily(time(7 + number)),
            remind=False,
            now=since,
        )
    set_bedtime(user_id=person.pk, at=time(23), plan="Lamp on", now=since)
    for number in range(Goal.MOST_ACTIVE):
        add_goal(user_id=person.pk, title=f"Goal {number}", milestones=["First", "Second", "Third"])
    schedules = list(Schedule.objects.for_user(person))
    total = sum(write(rows) for rows in (said(person, schedules, since, now), moods(person, since.date(), days)))
    return person, total


def write(rows: Iterator[Any]) -> int:
    total = 0
    while batch := list(islice(rows, 2_000)):
        for model in {type(row) for row in batch}:
            model.objects.bulk_create(row for row in batch if type(row) is model)
        total += len(batch)
    return total


def said(person: Any, schedules: list[Any], since: datetime, now: datetime) -> Iterator[Any]:
    from tracker.models import ENTRIES

    ticks = {"medicine": "taken", "habit": "done", "bedtime": "done"}
    for schedule in schedules:
        extra = {"taken_at": now} if schedule.noun == "medicine" else {}
        for number, one in enumerate(schedule.occurrences(start=since, end=now, person_zone=person.zone)):
            if number % 10:
                yield ENTRIES[schedule.noun](
                    user=person,
                    schedule=schedule,
                    date=one.date,
                    slot=one.slot,
                    state=ticks[schedule.noun],
                    recorded_at=one.at,
                    **extra,
                )


def moods(person: Any, first: date, days: int) -> Iterator[Any]:
    from tracker.models import JournalNote, Mood, SleepNight

    night = {"into_bed": "23:00", "tried": "23:30", "to_sleep": 20, "wakings": 2, "awake": 30, "woke": "06:40"}
    answers = night | {"got_up": "07:00"}
    for number in range(days):
        day = first + number * DAY
        at = datetime.combine(day, time(20), UTC)
        yield Mood(user=person, date=day, level=1 + number % 5, note="A line about the day.", recorded_at=at)
        yield SleepNight(user=person, date=day, answers=answers, recorded_at=at)
        yield JournalNote(user=person, date=day, text="What happened, in a few words. " * 8, recorded_at=at)


if __name__ == "__main__":
    main()
