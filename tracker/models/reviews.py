"""Review: when to look again at one person's facts for a nudge."""

from __future__ import annotations

from django.db import models

from accounts.owned import Owned, OwnedQuerySet


class ReviewQuerySet(OwnedQuerySet["Review"]):
    pass


class Review(Owned):
    """One row a person, made by the first event. `next_review_at` is brought forward by an event."""

    next_review_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("next_review_at", name="review_next_review_at")]
        constraints = [models.UniqueConstraint(fields=["user"], name="one_review_a_person")]

    def __str__(self) -> str:
        return str(self.pk)
