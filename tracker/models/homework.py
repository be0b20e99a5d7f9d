"""Homework: what was set in a session, or asked for, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedText
from tracker.models.schedules import OccurrenceEntry


class HomeworkQuerySet(OwnedQuerySet["Homework"]):
    def current(self) -> HomeworkQuerySet:
        return self.filter(ended_at__isnull=True)


class Homework(Owned):
    """Due once, or repeating: that is in its schedule. `template` is a key of the templates, "" for none."""

    MOST_CURRENT: ClassVar[int] = 30

    title = SealedText(label="homework.title")
    why = SealedText(label="homework.why", default="")
    set_by = SealedText(label="homework.set_by", default="")
    when_and_where = SealedText(label="homework.when_and_where", default="")
    smallest = SealedText(label="homework.smallest", default="")
    template = SealedText(label="homework.template", default="")
    appointment = models.ForeignKey(
        "tracker.Appointment", null=True, on_delete=models.SET_NULL, related_name="homework"
    )
    ended_at = models.DateTimeField(null=True)

    objects = HomeworkQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return str(self.pk)


class HomeworkEntryQuerySet(OwnedQuerySet["HomeworkEntry"]):
    pass


class HomeworkEntry(OccurrenceEntry):
    """`barrier` is one of Barrier, "" where none was said."""

    class State(models.TextChoices):
        DONE = "done", _("Done")
        PARTLY = "partly", _("Partly")
        NOT_DONE = "not_done", _("Not done")

    class Barrier(models.TextChoices):
        BUSY = "busy", _("Too busy, or home was too restless")
        AVOIDED = "avoided", _("It felt too hard, or I felt too bad")
        BORING = "boring", _("It was boring")
        FORGOT = "forgot", _("I forgot")
        UNCLEAR = "unclear", _("I didn’t know when, where or how")
        POINTLESS = "pointless", _("I didn’t see what it is for")

    schedule = models.ForeignKey("tracker.Schedule", on_delete=models.CASCADE, related_name="homework_entries")
    state = models.CharField(max_length=20, choices=State.choices, blank=True)
    barrier = SealedText(label="homework_entry.barrier", default="")
    note = SealedText(label="homework_entry.note", default="")

    objects = HomeworkEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "date", "slot"], name="one_homework_entry_an_occurrence")
        ]
