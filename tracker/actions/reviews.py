"""A person's review: the moment to look again whether a nudge applies."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from tracker.models import Review

SOON = timedelta(minutes=2)


@transaction.atomic
def bring_forward(*, user_id: UUID, now: datetime) -> Review:
    """The person's review, due two minutes from *now* or earlier. For an action that records an event.

    The time always changes, be it by a microsecond: a review under way then leaves the new time alone.
    """
    review, _ = Review.objects.for_user(user_id).select_for_update().get_or_create(user_id=user_id)
    soon, before = now + SOON, review.next_review_at
    review.next_review_at = soon if before is None or before > soon else before - datetime.resolution
    review.save(update_fields=["next_review_at"])
    return review
