"""My plan for hard moments."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON


class SafetyPlanQuerySet(OwnedQuerySet["SafetyPlan"]):
    def current(self) -> Self:
        """At most one a person."""
        return self.filter(deleted_at=None)

    def deleted(self) -> Self:
        """Those that can still be brought back, the latest first."""
        return self.exclude(deleted_at=None).order_by("-deleted_at")


class SafetyPlan(Owned):
    """`steps` maps a step's id to what was written there, in the shape of guide.logic.safety_plan."""

    steps = SealedJSON(label="safety_plan.steps", default=dict)
    reviewed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    objects = SafetyPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(deleted_at=None), name="one_safety_plan_a_person")
        ]

    def __str__(self) -> str:
        return str(self.pk)
