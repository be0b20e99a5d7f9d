"""Which messages of the inbox the person has seen."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from reminders import messages
from reminders.models import Reminder


def mark_read(*, user_id: UUID, reminder_id: UUID, now: datetime) -> str | None:
    """The path the message opens, marked as read; None for a message that is not in this person's inbox."""
    row = Reminder.objects.for_user(user_id).inbox().filter(pk=reminder_id).first()
    if row is None:
        return None
    Reminder.objects.for_user(user_id).filter(pk=row.pk, read_at__isnull=True).update(read_at=now)
    return messages.inside(row)


def mark_all_read(*, user_id: UUID, now: datetime) -> int:
    """How many messages were new."""
    return Reminder.objects.for_user(user_id).inbox().filter(read_at__isnull=True).update(read_at=now)
