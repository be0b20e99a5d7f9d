"""The bedtime a person set, and the wind-down before it."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON, SealedText
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


class SleepNightQuerySet(OwnedQuerySet["SleepNight"]):
    pass


class SleepNight(Owned):
    """The diary of one night, on the page of the morning after. `answers` holds the seven fields that were filled in,
    times as "23:10"; empty where it was taken back."""

    date = models.DateField()
    answers = SealedJSON(label="sleep_night.answers", default=dict)
    recorded_at = models.DateTimeField()

    objects = SleepNightQuerySet.as_manager()

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["user", "date"], name="one_sleep_night_a_day")]

    def __str__(self) -> str:
        return str(self.pk)
