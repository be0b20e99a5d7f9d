"""Review: when to look again at one person's facts for a nudge."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accounts.owned import Owned, OwnedQuerySet


class Review(Owned):
    """One row a person, made by the first event. `next_review_at` is brought forward by an event."""

    next_review_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)

    objects: ClassVar[OwnedQuerySet[Review]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index("next_review_at", name="review_next_review_at")]
        constraints = [models.UniqueConstraint(fields=["user"], name="one_review_a_person")]

    def __str__(self) -> str:
        return str(self.pk)
