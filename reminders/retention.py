"""How long reminders are kept. What is planned or on its way stays, whatever its age."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from reminders.models import Reminder

KEPT = timedelta(days=90)
BATCH = 1_000
SETTLED = (Reminder.Status.SENT, Reminder.Status.SKIPPED, Reminder.Status.FAILED, Reminder.Status.UNKNOWN)


def prune(*, now: datetime) -> int:
    """Delete what was settled and due more than 90 days ago, a batch at a time; how many rows."""
    deleted = 0
    while ids := _old(now):
        deleted += Reminder.objects.filter(pk__in=ids).delete()[0]
    return deleted


def _old(now: datetime) -> list[UUID]:
    old = Reminder.objects.filter(due_at__lt=now - KEPT, status__in=SETTLED)
    return list(old.order_by("due_at").values_list("pk", flat=True)[:BATCH])
