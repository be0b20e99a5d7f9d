"""The inbox as the screen shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from reminders import messages
from reminders.models import Reminder

SHOWN = timedelta(days=30)
MOST = 100


@dataclass(frozen=True, slots=True)
class Letter:
    """One message: discreet text, when it came (aware UTC), whether it was read."""

    id: UUID
    text: str
    sent_at: datetime
    read: bool


def letters(*, user_id: UUID, now: datetime) -> tuple[Letter, ...]:
    """The messages of the last 30 days, latest first, at most a hundred."""
    rows = Reminder.objects.for_user(user_id).inbox().filter(due_at__gt=now - SHOWN)[:MOST]
    return tuple(
        Letter(row.pk, messages.entry(row).discreet, row.sent_at or row.due_at, row.read_at is not None) for row in rows
    )
