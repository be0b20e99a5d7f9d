"""Who helps: therapists and doctors, and the episodes of therapy with them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedText


class CarerQuerySet(OwnedQuerySet["Carer"]):
    def current(self) -> CarerQuerySet:
        return self.filter(ended_at__isnull=True)


class Carer(Owned):
    """One of the care team. `role` is one of Role, `phone` as written."""

    MOST_CURRENT: ClassVar[int] = 10

    class Role(models.TextChoices):
        THERAPIST = "therapist", _("Therapist")
        DOCTOR = "doctor", _("Doctor")
        OTHER = "other", _("Someone else")

    name = SealedText(label="carer.name")
    role = SealedText(label="carer.role")
    phone = SealedText(label="carer.phone", default="")
    ended_at = models.DateTimeField(null=True)

    objects = CarerQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return str(self.pk)


class EpisodeQuerySet(OwnedQuerySet["Episode"]):
    pass


class Episode(Owned):
    """A stretch of therapy. The latest start is the present one; a new therapist or a 90-day break starts another."""

    therapist = models.ForeignKey(Carer, null=True, on_delete=models.SET_NULL, related_name="episodes")
    started_on = models.DateField()
    focus = SealedText(label="episode.focus", default="")
    approach = SealedText(label="episode.approach", default="")

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        ordering = ["started_on", "created_at"]

    def __str__(self) -> str:
        return str(self.pk)
