"""Lifestyle habits and what was done of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON, SealedText
from tracker.models.schedules import OccurrenceEntry


class HabitQuerySet(OwnedQuerySet["Habit"]):
    def current(self) -> HabitQuerySet:
        return self.filter(ended_at__isnull=True)


class Habit(Owned):
    """`times_a_week`: as many days of a week as are wanted, whichever; None where the rule names the days.

    `tool` is one of Tool or "". `counts_streak`: the person switched it on.
    """

    class Tool(models.TextChoices):
        BREATHING = "breathing", _("Five minutes of slow breathing")
        DAY_PLAN = "day_plan", _("A plan for the day")
        SCREENS_OFF = "screens_off", _("Screens off")

    MOST_CURRENT: ClassVar[int] = 30

    title = SealedText(label="habit.title")
    smallest = SealedText(label="habit.smallest", default="")
    times_a_week = SealedJSON(label="habit.times_a_week", null=True)
    counts_streak = SealedJSON(label="habit.counts_streak", null=True)
    tool = SealedText(label="habit.tool", null=True)
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
        NOT_APPLICABLE = "not_applicable", _("Not today")
        NO = "no", _("No")

    schedule = models.ForeignKey("tracker.Schedule", on_delete=models.CASCADE, related_name="habit_entries")
    state = models.CharField(max_length=20, choices=State.choices, blank=True)

    objects = HabitEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "date", "slot"], name="one_habit_entry_an_occurrence")
        ]


class HabitPauseQuerySet(OwnedQuerySet["HabitPause"]):
    def standing(self) -> HabitPauseQuerySet:
        return self.filter(ended_at__isnull=True)


class HabitPause(Owned):
    """All habits rest on the pages `since` to `until`, both inclusive; taken back or cut short at `ended_at`."""

    since = models.DateField()
    until = models.DateField()
    ended_at = models.DateTimeField(null=True)

    objects = HabitPauseQuerySet.as_manager()

    class Meta:
        ordering = ["since"]

    def __str__(self) -> str:
        return str(self.pk)


class DayPlanQuerySet(OwnedQuerySet["DayPlan"]):
    pass


class DayPlan(Owned):
    """One must, one kind, one small pleasant thing, of one page. `things` holds, by those names, text and done."""

    date = models.DateField()
    things = SealedJSON(label="day_plan.things", default=dict)
    recorded_at = models.DateTimeField()

    objects = DayPlanQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "date"], name="one_day_plan_a_day")]

    def __str__(self) -> str:
        return str(self.pk)
