"""The sheet for choosing a new therapist: two candidates side by side."""

from __future__ import annotations

from django.db import models

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON


class ChoosingSheetQuerySet(OwnedQuerySet["ChoosingSheet"]):
    pass


class ChoosingSheet(Owned):
    """One a person. `candidates` holds at most two, each {"name", "asked": [ids], "fit": {id: answer}, "note"}."""

    candidates = SealedJSON(label="choosing_sheet.candidates", default=list)

    objects = ChoosingSheetQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="one_choosing_sheet_a_person")]

    def __str__(self) -> str:
        return str(self.pk)
