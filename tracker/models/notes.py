"""A journal: notes of a day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedText


class JournalNoteQuerySet(OwnedQuerySet["JournalNote"]):
    def standing(self) -> JournalNoteQuerySet:
        return self.filter(deleted_at__isnull=True)


class JournalNote(Owned):
    """Of the page *date*. Deleted, it can come back for a day; then it is gone."""

    LONGEST: ClassVar[int] = 20_000

    date = models.DateField()
    text = SealedText(label="journal_note.text")
    recorded_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    objects = JournalNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-created_at"]
        indexes = [models.Index("user", "date", name="journal_note_date")]

    def __str__(self) -> str:
        return str(self.pk)
