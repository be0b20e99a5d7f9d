"""The why-check: what a person answered, once or again."""

from __future__ import annotations

from django.db import models

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON


class WhyCheckQuerySet(OwnedQuerySet["WhyCheck"]):
    def finished(self) -> WhyCheckQuerySet:
        """Newest first."""
        return self.filter(finished_at__isnull=False).order_by("-finished_at")

    def begun(self) -> WhyCheckQuerySet:
        return self.filter(finished_at__isnull=True)


class WhyCheck(Owned):
    """One time through the questions. `answers` maps an item's id to 0…4, or to None where it was left out.

    At most one that is not finished.
    """

    answers = SealedJSON(label="why_check.answers", default=dict)
    finished_at = models.DateTimeField(null=True)

    objects = WhyCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(finished_at__isnull=True), name="one_unfinished_why_check"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
