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
    MOST_CURRENT: ClassVar[int] = 30

    title = SealedText(label="habit.title")
    smallest = SealedText(label="habit.smallest", default="")
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

    schedule = models.ForeignKey("tracker.Schedule", on_delete=models.CASCADE, related_name="habit_entries")
    state = models.CharField(max_length=20, choices=State.choices, blank=True)

    objects = HabitEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "date", "slot"], name="one_habit_entry_an_occurrence")
        ]
