"""Making a day smaller, and whole again."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from tracker.actions.people import lock_person
from tracker.models import SmallDay


@transaction.atomic
def make_smaller(*, user_id: UUID, date: dt.date, smaller: bool, recorded_at: dt.datetime, now: dt.datetime) -> None:
    """The page *date* smaller, or whole again. Of two sayings the one with the later `recorded_at` stands; a time ahead
    of *now* counts as *now*."""
    lock_person(user_id)
    said_at = min(recorded_at, now)
    row = SmallDay.objects.for_user(user_id).filter(date=date).first()
    if row is None:
        if smaller:
            SmallDay.objects.create(user_id=user_id, date=date, since=said_at)
        return
    if (row.ended_at or row.since) > said_at or smaller is (row.ended_at is None):
        return
    if smaller:
        row.since, row.ended_at = said_at, None
    else:
        row.ended_at = said_at
    row.save()
