"""My plan for hard moments."""

from __future__ import annotations

from django.db import models

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON


class SafetyPlanQuerySet(OwnedQuerySet["SafetyPlan"]):
    pass


class SafetyPlan(Owned):
    """One a person. `steps` maps a step's id to what was written there."""

    steps = SealedJSON(label="safety_plan.steps", default=dict)
    reviewed_at = models.DateTimeField()

    objects = SafetyPlanQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="one_safety_plan_a_person")]

    def __str__(self) -> str:
        return str(self.pk)
