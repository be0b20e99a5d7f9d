"""Medicines, doses, and the thought of stopping."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON, SealedText
from tracker.logic.schedule import Rule
from tracker.models.schedules import OccurrenceEntry


class MedicineQuerySet(OwnedQuerySet["Medicine"]):
    def current(self) -> MedicineQuerySet:
        return self.filter(ended_at__isnull=True)


class Medicine(Owned):
    """As it stands on the label, copied by the person.

    `nickname` is the person's own, `colour` one of Colour, `form` one of Form; "" where not said.
    `as_needed` holds what the label says of a medicine without times, {"most_a_day": int | None, "gap_minutes":
    int | None}; None where it has times. `supply` is {"count": doses counted, "on": "2026-11-24", "at": the instant
    from which doses count against it, "left": how many were left at it, where that is not the count}, None where it is
    not counted. `paused_at`: since when the person pauses it, as
    `paused_by` told them; who said so is kept after it, so that resuming can be undone.
    """

    class Colour(models.TextChoices):
        SEA = "sea", _("Sea")
        MOSS = "moss", _("Moss")
        CLAY = "clay", _("Clay")
        SAND = "sand", _("Sand")
        SLATE = "slate", _("Slate")
        PLUM = "plum", _("Plum")

    class Form(models.TextChoices):
        TABLET = "tablet", _("Tablet")
        CAPSULE = "capsule", _("Capsule")
        LIQUID = "liquid", _("Liquid")
        DROPS = "drops", _("Drops")
        SPRAY = "spray", _("Spray")
        PATCH = "patch", _("Patch")
        INJECTION = "injection", _("Injection")
        OTHER = "other", _("Something else")

    MOST_CURRENT: ClassVar[int] = 30

    name = SealedText(label="medicine.name")
    dose = SealedText(label="medicine.dose", default="")
    prescriber = SealedText(label="medicine.prescriber", default="")
    prescriber_phone = SealedText(label="medicine.prescriber_phone", default="")
    taken_since_day = SealedText(label="medicine.taken_since", default="")
    nickname = SealedText(label="medicine.nickname", null=True)
    colour = SealedText(label="medicine.colour", null=True)
    form = SealedText(label="medicine.form", null=True)
    as_needed = SealedJSON(label="medicine.as_needed", null=True)
    supply = SealedJSON(label="medicine.supply", null=True)
    paused_at = models.DateTimeField(null=True)
    paused_by = SealedText(label="medicine.paused_by", null=True)
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

    @property
    def last_rule(self) -> Rule | None:
        """The rule in force, or the one to come back to after a pause or an end; None for a medicine as needed."""
        last = None if self.as_needed else self.schedules.order_by("-since").first()
        return last.rule if last else None


class DoseQuerySet(OwnedQuerySet["Dose"]):
    pass


class Dose(OccurrenceEntry):
    """What the person said of one dose. Nothing becomes missed by itself. `reason` is one of Reason or ""."""

    class Reason(models.TextChoices):
        FORGOT = "forgot", _("Forgot")
        SIDE_EFFECTS = "side_effects", _("Side effects")
        FELT_BETTER = "felt_better", _("Felt better")
        NOT_HELPING = "not_helping", _("Felt it wasn’t helping")
        RAN_OUT = "ran_out", _("Ran out")
        DID_NOT_WANT_TO = "did_not_want_to", _("Didn’t want to")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        TAKEN = "taken", _("Taken")
        MISSED = "missed", _("Missed it")
        NOT_SURE = "not_sure", _("Not sure")
        SKIPPED_ON_PURPOSE = "skipped_on_purpose", _("Skipped on purpose")
        TOLD_TO_PAUSE = "told_to_pause", _("Told to pause by the prescriber")

    schedule = models.ForeignKey("tracker.Schedule", on_delete=models.CASCADE, related_name="doses")
    state = models.CharField(max_length=20, choices=State.choices, blank=True)
    taken_at = models.DateTimeField(null=True)
    reason = SealedText(label="dose.reason", null=True)
    note = SealedText(label="dose.note", null=True)

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


class AsNeededDoseQuerySet(OwnedQuerySet["AsNeededDose"]):
    def standing(self) -> AsNeededDoseQuerySet:
        return self.filter(withdrawn_at__isnull=True)


class AsNeededDose(Owned):
    """One dose of a medicine without times. Its id is made by the form, so that sent twice it is one."""

    medicine = models.ForeignKey(Medicine, on_delete=models.CASCADE, related_name="as_needed_doses")
    taken_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = AsNeededDoseQuerySet.as_manager()

    class Meta:
        ordering = ["-taken_at"]

    def __str__(self) -> str:
        return str(self.pk)


class MedicineChangeQuerySet(OwnedQuerySet["MedicineChange"]):
    pass


class MedicineChange(Owned):
    """A change of dose, of times or an end, as of *date*, agreed with whoever prescribes it.

    `what` is {"was": words, "is": words, "at": the instant from which it counts}; "is" is "" for an end, and an end
    that was taken back holds "taken_back" too.
    """

    medicine = models.ForeignKey(Medicine, on_delete=models.CASCADE, related_name="changes")
    date = models.DateField()
    agreed_with = SealedText(label="medicine_change.agreed_with")
    what = SealedJSON(label="medicine_change.what", default=dict)

    objects = MedicineChangeQuerySet.as_manager()

    class Meta:
        ordering = ["date", "created_at"]

    def __str__(self) -> str:
        return str(self.pk)
