"""What falls due becomes planned rows. Planning twice is harmless: the rows are unique."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import structlog
from django.db import transaction

from accounts.vault import person_hmac
from reminders import catalogue
from reminders.logic import rules, timing
from reminders.models import Reminder
from reminders.reach import Reach, reach
from tracker import due

HORIZON = timedelta(seconds=60)
BATCH = 500
REVIEWS = 50
NUDGE_IS_FRESH = timedelta(hours=24)
TEST_IS_FRESH = timedelta(minutes=10)
UNIQUE = ("series", "date", "slot", "kind", "nth", "channel")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Planned:
    """How many occurrences were taken, and how many rows were still planned and got other times."""

    taken: int
    retimed: int


def plan(*, now: datetime) -> Planned:
    """Take every occurrence due within the minute after *now* and write its rows, a batch a transaction."""
    taken = retimed = 0
    while True:
        with transaction.atomic():
            batch = due.take_due(now=now, until=now + HORIZON, limit=BATCH)
            retimed += _write(_rows_of(batch))
        taken += len(batch)
        if not batch:
            return Planned(taken, retimed)


def plan_reviews(*, now: datetime) -> int:
    """Look at the facts of the people whose review is due and plan what they call for; how many were looked at.

    Whoever's review fails keeps the lease it was taken under and is looked at again when that ends.
    """
    looked_at = 0
    while taken := _take_reviews(now):
        for review in taken:
            try:
                _review(review, now=now)
            except Exception as problem:
                log.error("review_failed", user_id=str(review.user_id), error=type(problem).__name__)
        looked_at += len(taken)
    return looked_at


@transaction.atomic
def _take_reviews(now: datetime) -> list[due.TakenReview]:
    return due.take_reviews(now=now, limit=REVIEWS)


def plan_test(*, user_id: UUID, channel: str, now: datetime) -> Reminder:
    """One reminder on *channel* that the person asked for, due at once and fresh for ten minutes."""
    return Reminder.objects.create(
        user_id=user_id,
        series=uuid4().hex,
        date=now.date(),
        slot=0,
        kind=Reminder.Kind.TEST,
        channel=channel,
        due_at=now,
        not_before=now,
        expires_at=now + TEST_IS_FRESH,
    )


def _rows_of(batch: Iterable[due.Due]) -> list[Reminder]:
    people = reach(item.user_id for item in batch)
    return [row for item in batch if (person := people.get(item.user_id)) for row in _rows(item, person)]


def _rows(item: due.Due, person: Reach) -> list[Reminder]:
    windows = [(str(item.kind), item.due_at, item.expires_at)]
    if item.kind == Reminder.Kind.DOSE.value and person.preference.ask_after_dose:
        window = timing.question_window(due_at=item.due_at, expires_at=item.expires_at)
        windows.append((Reminder.Kind.QUESTION.value, *window))
    return [
        Reminder(
            user_id=item.user_id,
            series=str(item.schedule_id),
            date=item.date,
            slot=item.slot,
            kind=kind,
            channel=channel,
            due_at=due_at,
            not_before=due_at,
            expires_at=expires_at,
        )
        for kind, due_at, expires_at in windows
        for channel in _first_channels(person)
    ]


def _first_channels(person: Reach) -> tuple[str, ...]:
    return (Reminder.Channel.INBOX.value, *person.channels[:1])


def _write(rows: list[Reminder]) -> int:
    """Insert what is new; give rows that exist and are still planned the new times. How many got new times."""
    if not rows:
        return 0
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    wanted = {_key(row): row for row in rows}
    stored = Reminder.objects.filter(
        status=Reminder.Status.PLANNED, series__in={row.series for row in rows}, date__in={row.date for row in rows}
    ).exclude(pk__in=[row.pk for row in rows])
    return sum(_retime(old, wanted[_key(old)]) for old in stored if _key(old) in wanted)


def _retime(old: Reminder, new: Reminder) -> int:
    if (old.due_at, old.expires_at) == (new.due_at, new.expires_at):
        return 0
    still_planned = Reminder.objects.filter(pk=old.pk, status=Reminder.Status.PLANNED)
    return still_planned.update(due_at=new.due_at, not_before=new.due_at, expires_at=new.expires_at)


def _key(row: Reminder) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in UNIQUE)


def _review(review: due.TakenReview, *, now: datetime) -> None:
    person = reach([review.user_id]).get(review.user_id)
    facts = due.facts(user_id=review.user_id, now=now)
    with transaction.atomic():
        next_at = _nudge(review.user_id, person, rules.applicable(facts), now=now) if person else None
        due.finish_review(review_id=review.review_id, taken=review.taken, next_at=next_at)


def _nudge(user_id: UUID, person: Reach, keys: tuple[str, ...], *, now: datetime) -> datetime | None:
    """Write the rows of the nudges that may come; the next morning where the day is full, else None."""
    today = now.astimezone(ZoneInfo(person.zone)).date()
    rested = tuple(key for key in keys if not _is_cooling(user_id, key, now=now))
    admitted = rules.admit(rested, group_of=_group, sent_today=_nudges_of(user_id, today))
    rows = [row for key in admitted for row in _nudge_rows(user_id, person, key, today, now=now)]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return None if admitted == rested else timing.next_at(timing.DAY_FROM, after=now, zone=person.zone)


def _nudge_rows(user_id: UUID, person: Reach, key: str, today: date, *, now: datetime) -> list[Reminder]:
    due_at = timing.in_daytime(now, zone=person.zone)
    return [
        Reminder(
            user_id=user_id,
            series=_series(user_id, key),
            date=today,
            slot=0,
            kind=Reminder.Kind.NUDGE,
            channel=channel,
            nudge_key=key,
            due_at=due_at,
            not_before=due_at,
            expires_at=due_at + NUDGE_IS_FRESH,
        )
        for channel in _first_channels(person)
    ]


def _series(user_id: UUID, key: str) -> str:
    return person_hmac(user_id, "nudge", key.encode()).hex()


def _is_cooling(user_id: UUID, key: str, *, now: datetime) -> bool:
    since = now - catalogue.nudges()[key].cooldown
    return Reminder.objects.filter(series=_series(user_id, key), due_at__gt=since).exists()


def _nudges_of(user_id: UUID, today: date) -> list[str]:
    rows = Reminder.objects.for_user(user_id).filter(
        kind=Reminder.Kind.NUDGE, channel=Reminder.Channel.INBOX, date=today
    )
    return [row.nudge_key for row in rows if row.nudge_key]


def _group(key: str) -> str:
    return catalogue.nudges()[key].group
