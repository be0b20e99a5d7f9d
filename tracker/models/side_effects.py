"""Side effects of a week, in the person's own words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON, SealedText


class SideEffectsQuerySet(OwnedQuerySet["SideEffects"]):
    pass


class SideEffects(Owned):
    """One a page. `much` is one of Much, "" where it was taken back."""

    class Much(models.TextChoices):
        NONE = "none", _("No")
        A_LITTLE = "a_little", _("A little")
        QUITE_A_BIT = "quite_a_bit", _("Quite a bit")
        A_LOT = "a_lot", _("A lot")
        CANNOT_GO_ON = "cannot_go_on", _("I can’t go on like this")

    date = models.DateField()
    much = SealedJSON(label="side_effects.much", default=str)
    note = SealedText(label="side_effects.note", default="")
    recorded_at = models.DateTimeField()

    objects = SideEffectsQuerySet.as_manager()

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["user", "date"], name="one_side_effects_a_day")]

    def __str__(self) -> str:
        return str(self.pk)
