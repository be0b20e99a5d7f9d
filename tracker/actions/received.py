"""How long it is remembered that a request was carried out."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from tracker.models import Received

KEPT = timedelta(days=30)


@transaction.atomic
def forget_received(*, now: datetime) -> int:
    """Delete the keys of everybody's requests that came more than 30 days before *now*; how many."""
    return Received.objects.filter(created_at__lt=now - KEPT).delete()[0]
