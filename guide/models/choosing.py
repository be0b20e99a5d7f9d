"""The sheet for choosing a new therapist: two candidates side by side."""

from __future__ import annotations

from typing import Self

from django.db import models

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON
from guide.logic.choosing import PLACES, Candidate, candidate


class ChoosingSheetQuerySet(OwnedQuerySet["ChoosingSheet"]):
    def current(self) -> Self:
        return self.filter(deleted_at=None)

    def deleted(self) -> Self:
        """Those that can still be brought back."""
        return self.exclude(deleted_at=None)


class ChoosingSheet(Owned):
    """One a person, also while it is deleted. `candidates` maps a place to what guide.logic.choosing keeps of it."""

    candidates = SealedJSON(label="choosing_sheet.candidates", default=dict)
    deleted_at = models.DateTimeField(null=True)

    objects = ChoosingSheetQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="one_choosing_sheet_a_person")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def both(self) -> dict[str, Candidate]:
        kept = self.candidates if self.deleted_at is None else {}
        return {place: candidate(kept.get(place, {})) for place in PLACES}
