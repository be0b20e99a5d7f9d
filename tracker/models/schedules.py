"""Schedule: when something is due. The rule in local time; `next_at` is a cached instant to send at."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from accounts.models import validate_zone
from accounts.owned import Owned, OwnedQuerySet
from tracker.logic.schedule import Rule


def read_times(values: list[str]) -> tuple[dt.time, ...]:
    return tuple(dt.time.fromisoformat(value) for value in values)


class ScheduleQuerySet(OwnedQuerySet["Schedule"]):
    def current(self) -> ScheduleQuerySet:
        return self.filter(until__isnull=True)


class Schedule(Owned):
    """One nullable foreign key per noun, exactly one of them set.

    A rule is never edited: a change closes this schedule (`until`) and opens another (`since`),
    so that slots are never renumbered.
    """

    class Every(models.TextChoices):
        DAY = "day"
        WEEK = "week"
        MONTH = "month"
        HOURS = "hours"
        ONCE = "once"

    NOUNS: ClassVar[tuple[str, ...]] = ("medicine", "habit", "bedtime")

    medicine = models.ForeignKey("tracker.Medicine", null=True, on_delete=models.CASCADE, related_name="schedules")
    habit = models.ForeignKey("tracker.Habit", null=True, on_delete=models.CASCADE, related_name="schedules")
    bedtime = models.ForeignKey("tracker.Bedtime", null=True, on_delete=models.CASCADE, related_name="schedules")

    every = models.CharField(max_length=5, choices=Every.choices)
    interval = models.PositiveSmallIntegerField(default=1)
    times = models.JSONField(default=list)
    weekdays = models.JSONField(default=list)
    month_day = models.PositiveSmallIntegerField(null=True)
    on_days = models.PositiveSmallIntegerField(null=True)
    off_days = models.PositiveSmallIntegerField(null=True)
    start = models.DateField()
    end = models.DateField(null=True)

    zone = models.CharField(max_length=64, blank=True, validators=[validate_zone])
    lead = models.DurationField(default=dt.timedelta)
    remind = models.BooleanField(default=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("next_at", name="schedule_next_at")]
        constraints = [
            models.CheckConstraint(
                name="schedule_has_one_noun",
                condition=models.Q(medicine__isnull=False, habit__isnull=True, bedtime__isnull=True)
                | models.Q(medicine__isnull=True, habit__isnull=False, bedtime__isnull=True)
                | models.Q(medicine__isnull=True, habit__isnull=True, bedtime__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def noun(self) -> str:
        """Which kind of thing is due: "medicine", "habit" or "bedtime"."""
        return next(noun for noun in self.NOUNS if getattr(self, f"{noun}_id") is not None)

    @property
    def rule(self) -> Rule:
        return Rule(
            every=self.every,  # type: ignore[arg-type]
            interval=self.interval,
            times=read_times(self.times),
            weekdays=frozenset(self.weekdays),
            month_day=self.month_day,
            on_days=self.on_days,
            off_days=self.off_days,
            start=self.start,
            end=self.end,
        )

    def clean(self) -> None:
        if not self.times:
            raise ValidationError({"times": "A schedule needs a time."})


class OccurrenceEntry(Owned):
    """What a person recorded of one occurrence (schedule, local date, slot). No row: nothing recorded.

    Undo clears `state` and keeps the row, so that the later `recorded_at` wins.
    """

    date = models.DateField()
    slot = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def key(self) -> tuple[dt.date, int]:
        return (self.date, self.slot)
