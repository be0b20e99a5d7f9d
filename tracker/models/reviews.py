"""Review: when to look again at one person's facts for a nudge."""

from __future__ import annotations

from django.db import models

from accounts.owned import Owned, OwnedQuerySet


class ReviewQuerySet(OwnedQuerySet["Review"]):
    pass


class Review(Owned):
    """One row a person, made by the first event.

    Taking a review moves `next_review_at` to the end of the lease. An event always changes it, so that whoever
    took it can tell, when finishing, that there is something new to look at.
    """

    next_review_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("next_review_at", name="review_next_review_at")]
        constraints = [models.UniqueConstraint(fields=["user"], name="one_review_a_person")]

    def __str__(self) -> str:
        return str(self.pk)
