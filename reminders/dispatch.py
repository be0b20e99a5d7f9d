"""Sends what is due: claim, ask again, deliver, settle. The only importer of delivery/.

Whoever holds a row's claim sends it. Nothing settles under another's claim, and a worker that dies leaves a
lease that ends: so no reminder is lost, and none stays behind.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.db import transaction

from reminders import messages, wanted
from reminders.delivery.base import Channel, Outcome
from reminders.delivery.email import Email
from reminders.delivery.inbox import Inbox
from reminders.delivery.webpush import WebPush
from reminders.logic import timing
from reminders.models import Reminder, ReminderQuerySet
from reminders.reach import Reach, reach

# No delivery begins after the budget. One that is not over after SOON is broken off, and a worker that is not over
# after DEADLINE is killed, both by Celery and counted from before the claim: nobody sends under a lease that ended.
BUDGET = timedelta(seconds=10)
SOON, DEADLINE = timedelta(seconds=30), timedelta(seconds=35)
LEASE = timedelta(seconds=40)
BATCH = 100
MOST_A_TICK = 5_000

CHANNELS: dict[str, Channel] = {channel.name: channel for channel in (Inbox(), WebPush(), Email())}
Status = Reminder.Status

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Turn:
    """One worker's turn with the rows it claimed. Its clock goes on from the instant it was given."""

    began_at: datetime
    claim: UUID = field(default_factory=uuid4)
    began: float = field(default_factory=time.monotonic)

    @property
    def now(self) -> datetime:
        return self.began_at + timedelta(seconds=time.monotonic() - self.began)

    @property
    def is_over(self) -> bool:
        return self.now - self.began_at > BUDGET

    def row(self, row: Reminder) -> ReminderQuerySet:
        """*row* where this turn still holds it, else nothing."""
        return Reminder.objects.filter(pk=row.pk, claim=self.claim)


def sweep(*, now: datetime) -> Counter[str]:
    """Skip what is too late to send, and take back what a dead worker left; how many rows, by what became of them.

    A row whose lease ended goes again while it is fresh. Past that nobody knows whether it was sent; only of the
    inbox it is known that it was not.
    """
    stale = Reminder.objects.past_lease(now).filter(expires_at__lte=now)
    inbox = stale.filter(channel=Reminder.Channel.INBOX)
    late = Reminder.objects.due(now).filter(expires_at__lte=now)
    return Counter(
        expired=late.shift(Status.PLANNED, Status.SKIPPED, reason="expired")
        + inbox.shift(Status.SENDING, Status.SKIPPED, reason="expired"),
        unknown=stale.shift(Status.SENDING, Status.UNKNOWN, reason="lease"),
        again=Reminder.objects.past_lease(now).shift(Status.SENDING, Status.PLANNED, not_before=now),
    )


def due(*, now: datetime) -> list[list[UUID]]:
    """Ids of what is due, the longest waiting first, in batches for one worker each."""
    ids = Reminder.objects.due(now).order_by("not_before").values_list("pk", flat=True)[:MOST_A_TICK]
    return [list(batch) for batch in batched(ids, BATCH)]


def send(ids: Sequence[UUID], *, now: datetime) -> Counter[str]:
    """Send those of *ids* that are due and nobody else's; how many rows, by their status afterwards."""
    turn = Turn(now)
    rows = _claim(ids, turn)
    people = reach(row.user_id for row in rows)
    answers = wanted.ask(rows, people, now=now)
    became: Counter[str] = Counter()
    for row in rows:
        if turn.is_over:
            break
        became[_carry_out(row, answers[row.pk], people, turn)] += 1
    unbegun = Reminder.objects.filter(pk__in=ids, claim=turn.claim)
    became[Status.PLANNED] += unbegun.shift(Status.SENDING, Status.PLANNED)
    return +became


def _claim(ids: Sequence[UUID], turn: Turn) -> list[Reminder]:
    ours = Reminder.objects.filter(pk__in=ids)
    ours.due(turn.began_at).shift(Status.PLANNED, Status.SENDING, claim=turn.claim, lease_until=turn.began_at + LEASE)
    return list(ours.filter(claim=turn.claim).order_by("due_at"))


def _carry_out(row: Reminder, answer: wanted.Answer, people: Mapping[UUID, Reach], turn: Turn) -> str:
    match answer.word:
        case "send":
            return _settle(row, _deliver(row, turn), people[row.user_id], turn)
        case "off":
            return _end(row, Status.SKIPPED, answer.reason, people[row.user_id], turn)
        case "wait":
            return _move(row, turn, Status.PLANNED, **answer.times)
        case _:
            return _move(row, turn, Status.SKIPPED, reason=answer.reason)


def _deliver(row: Reminder, turn: Turn) -> Outcome:
    """Outside any transaction: the service may take its time."""
    try:
        return CHANNELS[row.channel].deliver(row, messages.compose(row), now=turn.now)
    except Exception as problem:
        # The text of an exception may hold an address or what a service answered: only its name is logged.
        log.error("delivery_raised", reminder=str(row.pk), channel=row.channel, error=type(problem).__name__)
        return Outcome("retry", reason="error")


def _settle(row: Reminder, outcome: Outcome, person: Reach, turn: Turn) -> str:
    if outcome.kind == "sent":
        return _move(row, turn, Status.SENT, sent_at=turn.now, reason=outcome.reason)
    if outcome.kind == "failed":
        return _end(row, Status.FAILED, outcome.reason, person, turn)
    attempts = row.attempts + 1
    spread = row.pk.int % 1000 / 1000
    again = turn.now + timing.wait(attempts, spread=spread, asked=outcome.retry_after)
    if again >= row.expires_at:
        return _end(row, Status.FAILED, "gave_up", person, turn)
    return _move(row, turn, Status.PLANNED, not_before=again, attempts=attempts, reason=outcome.reason)


@transaction.atomic
def _end(row: Reminder, status: Status, reason: str, person: Reach, turn: Turn) -> str:
    """This channel will not carry it: the next one that is on gets a row of its own, in the same transaction."""
    became = _move(row, turn, status, reason=reason)
    channel = person.after(row.channel)
    if became == status and channel and row.kind != Reminder.Kind.TEST:
        Reminder.objects.bulk_create([row.again(channel=channel, not_before=turn.now)], ignore_conflicts=True)
    return became


def _move(row: Reminder, turn: Turn, target: Status, **values: Any) -> str:
    """Settle under this turn's claim. "lost": another holds the row by now, or nobody does."""
    return target.value if turn.row(row).shift(Status.SENDING, target, **values) else "lost"
