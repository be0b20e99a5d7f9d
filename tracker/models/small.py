"""A day made smaller."""

from __future__ import annotations

from django.db import models

from accounts.owned import Owned, OwnedQuerySet


class SmallDayQuerySet(OwnedQuerySet["SmallDay"]):
    def standing(self) -> SmallDayQuerySet:
        return self.filter(ended_at__isnull=True)


class SmallDay(Owned):
    """The page *date* holds medicine and one small thing, as of `since`. It ends with its page, or earlier at
    `ended_at`, where it was taken back. The row stays."""

    date = models.DateField()
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = SmallDayQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "date"], name="one_small_day_a_day")]

    def __str__(self) -> str:
        return str(self.pk)
