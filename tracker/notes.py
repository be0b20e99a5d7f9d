"""The journal as its pages show it: by day, the newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from tracker.models import JournalNote

A_PAGE = 30
SHOWN = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """`beginning` is as much of `text` as stands in the list; `has_more`: that is not all."""

    id: UUID
    date: dt.date
    text: str
    beginning: str
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDay:
    date: dt.date
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """`older` is the day from which on the next page goes back, None where nothing is older."""

    days: tuple[NoteDay, ...]
    older: dt.date | None


def journal(*, user_id: UUID, until: dt.date | None) -> Journal:
    """The days with notes, back from *until* or from the latest, about A_PAGE notes, in three queries."""
    standing = JournalNote.objects.for_user(user_id).standing()
    if until:
        standing = standing.filter(date__lte=until)
    dates = list(standing.values_list("date", flat=True)[: A_PAGE + 1])
    older = dates[-1] if len(dates) > A_PAGE else None
    if older and older == dates[0]:
        older = standing.filter(date__lt=older).values_list("date", flat=True).first()
    rows = standing.filter(date__gt=older) if older else standing
    days = groupby(map(_note, rows), key=lambda note: note.date)
    return Journal(days=tuple(NoteDay(date=date, notes=tuple(notes)) for date, notes in days), older=older)


def note_of(*, user_id: UUID, note_id: UUID) -> Note | None:
    """The person's note, None where it is none of theirs or deleted."""
    found = JournalNote.objects.for_user(user_id).standing().filter(pk=note_id).first()
    return _note(found) if found else None


def _note(row: JournalNote) -> Note:
    text = row.text
    beginning = text if len(text) <= SHOWN else text[:SHOWN].rsplit(maxsplit=1)[0] + "…"
    return Note(id=row.pk, date=row.date, text=text, beginning=beginning, has_more=beginning != text)
