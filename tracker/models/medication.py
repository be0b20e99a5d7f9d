"""Medicines, doses, and the thought of stopping."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON, SealedText
from tracker.models.schedules import OccurrenceEntry


class MedicineQuerySet(OwnedQuerySet["Medicine"]):
    def current(self) -> MedicineQuerySet:
        return self.filter(ended_at__isnull=True)


class Medicine(Owned):
    """As it stands on the label, copied by the person."""

    MOST_CURRENT: ClassVar[int] = 30

    name = SealedText(label="medicine.name")
    dose = SealedText(label="medicine.dose", default="")
    prescriber = SealedText(label="medicine.prescriber", default="")
    prescriber_phone = SealedText(label="medicine.prescriber_phone", default="")
    taken_since_day = SealedText(label="medicine.taken_since", default="")
    ended_at = models.DateTimeField(null=True)

    objects = MedicineQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def taken_since(self) -> dt.date | None:
        return dt.date.fromisoformat(self.taken_since_day) if self.taken_since_day else None

    @taken_since.setter
    def taken_since(self, day: dt.date | None) -> None:
        self.taken_since_day = day.isoformat() if day else ""


class DoseQuerySet(OwnedQuerySet["Dose"]):
    pass


class Dose(OccurrenceEntry):
    """What the person said of one dose. Nothing becomes missed by itself."""

    class State(models.TextChoices):
        TAKEN = "taken", _("Taken")
        MISSED = "missed", _("Missed it")
        NOT_SURE = "not_sure", _("Not sure")
        SKIPPED_ON_PURPOSE = "skipped_on_purpose", _("Skipped on purpose")
        TOLD_TO_PAUSE = "told_to_pause", _("Told to pause by the prescriber")

    schedule = models.ForeignKey("tracker.Schedule", on_delete=models.CASCADE, related_name="doses")
    state = models.CharField(max_length=20, choices=State.choices, blank=True)
    taken_at = models.DateTimeField(null=True)

    objects = DoseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["schedule", "date", "slot"], name="one_dose_an_occurrence")]


class StoppingThoughtQuerySet(OwnedQuerySet["StoppingThought"]):
    def standing(self) -> StoppingThoughtQuerySet:
        return self.filter(withdrawn_at__isnull=True)


class StoppingThought(Owned):
    """The person said "I'm thinking of stopping". A fact to talk about, never a verdict; a slip is withdrawn."""

    medicine = models.ForeignKey(Medicine, on_delete=models.CASCADE, related_name="stopping_thoughts")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    reasons = SealedJSON(label="stopping_thought.reasons", default=list)

    objects = StoppingThoughtQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at"]

    def __str__(self) -> str:
        return str(self.pk)
