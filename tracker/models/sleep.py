"""The bedtime a person set, and the wind-down before it."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedText
from tracker.models.schedules import OccurrenceEntry


class BedtimeQuerySet(OwnedQuerySet["Bedtime"]):
    def current(self) -> BedtimeQuerySet:
        return self.filter(ended_at__isnull=True)


class Bedtime(Owned):
    """One current bedtime a person. Its time is in its schedule, whose lead is WIND_DOWN."""

    WIND_DOWN: ClassVar[timedelta] = timedelta(minutes=60)

    plan = SealedText(label="bedtime.plan", default="")
    ended_at = models.DateTimeField(null=True)

    objects = BedtimeQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)


class WindDownQuerySet(OwnedQuerySet["WindDown"]):
    pass


class WindDown(OccurrenceEntry):
    """The wind-down of one evening, ticked."""

    class State(models.TextChoices):
        DONE = "done", _("Done")

    schedule = models.ForeignKey("tracker.Schedule", on_delete=models.CASCADE, related_name="wind_downs")
    state = models.CharField(max_length=20, choices=State.choices, blank=True)

    objects = WindDownQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["schedule", "date", "slot"], name="one_wind_down_an_occurrence")]
