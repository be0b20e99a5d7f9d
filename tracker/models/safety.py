"""Cards of medicine safety: that one was shown, and put aside."""

from __future__ import annotations

from django.db import models

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedText


class SafetyCardQuerySet(OwnedQuerySet["SafetyCard"]):
    pass


class SafetyCard(Owned):
    """One card of one trigger, at most one in its cooldown. `trigger` is a key of the rules; of the words that set it
    off nothing is kept. `medicine` is None where it is about none in particular."""

    medicine = models.ForeignKey("tracker.Medicine", null=True, on_delete=models.CASCADE, related_name="safety_cards")
    trigger = SealedText(label="safety_card.trigger")
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects = SafetyCardQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at"]
        indexes = [models.Index("user", "raised_at", name="safety_card_raised_at")]

    def __str__(self) -> str:
        return str(self.pk)
