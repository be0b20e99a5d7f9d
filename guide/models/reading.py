"""Where somebody is in the guide."""

from __future__ import annotations

from django.db import models

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON


class ReadingQuerySet(OwnedQuerySet["Reading"]):
    pass


class Reading(Owned):
    """One a person. `places` maps a chapter's slug to {"heading", "read", "listed", "on"}: what is read would betray
    the person, so no slug stands in clear."""

    places = SealedJSON(label="reading.places", default=dict)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="one_reading_a_person")]

    def __str__(self) -> str:
        return str(self.pk)
