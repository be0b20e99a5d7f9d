"""The why-check: what a person answered, once or again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON

AGAIN_AFTER = timedelta(days=28)


class WhyCheckQuerySet(OwnedQuerySet["WhyCheck"]):
    def finished(self) -> WhyCheckQuerySet:
        """Newest first."""
        return self.filter(finished_at__isnull=False).order_by("-finished_at")

    def begun(self) -> WhyCheckQuerySet:
        return self.filter(finished_at__isnull=True)

    def replaced_by_another(self, now: datetime) -> WhyCheck | None:
        """The finished one in whose place another comes that is finished at *now*."""
        return self.finished().filter(finished_at__gt=now - AGAIN_AFTER).first()

    def replaced_by_one_of(self, at: datetime, now: datetime) -> WhyCheck | None:
        """The finished one in whose place one comes at *now* that was finished elsewhere at *at*. A newer one stays."""
        found = self.replaced_by_another(now)
        return found if found and found.finished_at and found.finished_at <= at else None

    def under_way(self, now: datetime) -> WhyCheck | None:
        """The one that an answer given at *now* goes into: begun, or finished and still to be replaced."""
        return self.begun().first() or self.replaced_by_another(now)


class WhyCheck(Owned):
    """One time through the questions. `answers` maps an item's id to 0…4, to "not_mine" where it doesn't concern the
    person, or to None where it was left out. In a check that was begun again, and not yet answered, it holds under
    BEFORE what was answered before, to be brought back.

    At most one that is not finished.
    """

    BEFORE = "before"

    answers = SealedJSON(label="why_check.answers", default=dict)
    finished_at = models.DateTimeField(null=True)

    objects = WhyCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(finished_at__isnull=True), name="one_unfinished_why_check"
            )
        ]

    @property
    def said(self) -> dict[str, Any]:
        """The answers that count."""
        return {name: answer for name, answer in self.answers.items() if name != self.BEFORE}

    @property
    def replaced_until(self) -> datetime | None:
        """Another check finished before this instant takes its place. None where it isn't finished itself."""
        return self.finished_at and self.finished_at + AGAIN_AFTER

    def __str__(self) -> str:
        return str(self.pk)
