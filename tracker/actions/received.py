"""How long it is remembered that a request was carried out."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from tracker.models import Received

KEPT = timedelta(days=30)
BATCH = 1_000


def forget_received(*, now: datetime) -> int:
    """Delete the keys of everybody's requests that came more than 30 days before *now*, a batch at a time; how many."""
    deleted = 0
    while ids := _old(now):
        deleted += Received.objects.filter(pk__in=ids).delete()[0]
    return deleted


def _old(now: datetime) -> list[UUID]:
    old = Received.objects.filter(created_at__lt=now - KEPT)
    return list(old.order_by("created_at").values_list("pk", flat=True)[:BATCH])
