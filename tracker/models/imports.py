"""What an uploaded file held, between looking at it and bringing it in."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON


class ImportDraftQuerySet(OwnedQuerySet["ImportDraft"]):
    def standing(self, now: dt.datetime) -> ImportDraftQuerySet:
        return self.filter(expires_at__gt=now)


class ImportDraft(Owned):
    """One a person, gone at `expires_at`. The file itself is kept nowhere.

    `found` is what was read from it, None once it was brought in; `done` is then how much came in, by noun.
    """

    KEPT: ClassVar[dt.timedelta] = dt.timedelta(hours=1)

    found = SealedJSON(label="import_draft.found", null=True)
    done = SealedJSON(label="import_draft.done", null=True)
    expires_at = models.DateTimeField()

    objects = ImportDraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="one_import_draft_a_person")]

    def __str__(self) -> str:
        return str(self.pk)
