"""Lifestyle habits and what was done of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedText
from tracker.models.schedules import OccurrenceEntry


class HabitQuerySet(OwnedQuerySet["Habit"]):
    def current(self) -> HabitQuerySet:
        return self.filter(ended_at__isnull=True)


class Habit(Owned):
    """`per_week`: that many times on any days of a week, None for every day of its schedule. `rests_until`: paused, the
    last day of it."""

    MOST_CURRENT: ClassVar[int] = 30

    title = SealedText(label="habit.title")
    smallest = SealedText(label="habit.smallest", default="")
    per_week = models.PositiveSmallIntegerField(null=True)
    rests_until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = HabitQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return str(self.pk)


class HabitEntryQuerySet(OwnedQuerySet["HabitEntry"]):
    pass


class HabitEntry(OccurrenceEntry):
    class State(models.TextChoices):
        DONE = "done", _("Done")
        SMALL = "small", _("The small version")
        NOT_APPLICABLE = "not_applicable", _("Not today, and that’s fine")
        NO = "no", _("No")

    schedule = models.ForeignKey("tracker.Schedule", on_delete=models.CASCADE, related_name="habit_entries")
    state = models.CharField(max_length=20, choices=State.choices, blank=True)

    objects = HabitEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "date", "slot"], name="one_habit_entry_an_occurrence")
        ]
