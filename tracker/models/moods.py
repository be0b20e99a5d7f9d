"""How a day was, in one of five words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON, SealedText


class MoodQuerySet(OwnedQuerySet["Mood"]):
    pass


class Mood(Owned):
    """One a page of the day. `level` is one of Level, or None where it was taken back: the row stays, and the later
    `recorded_at` stands."""

    class Level(models.IntegerChoices):
        VERY_LOW = 1, _("Very low")
        LOW = 2, _("Low")
        MIDDLING = 3, _("Middling")
        GOOD = 4, _("Good")
        VERY_GOOD = 5, _("Very good")

    date = models.DateField()
    level = SealedJSON(label="mood.level", null=True)
    note = SealedText(label="mood.note", default="")
    recorded_at = models.DateTimeField()

    objects = MoodQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "date"], name="one_mood_a_day")]

    def __str__(self) -> str:
        return str(self.pk)
