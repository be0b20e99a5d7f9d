"""Notes of a day: written, changed, deleted, brought back, and gone after a day."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from tracker.actions import safety
from tracker.actions.errors import NotFound
from tracker.actions.people import lock_person
from tracker.models import JournalNote

CAN_COME_BACK = dt.timedelta(days=1)


@transaction.atomic
def record_note(
    *, user_id: UUID, note_id: UUID, date: dt.date, text: str, recorded_at: dt.datetime, now: dt.datetime
) -> JournalNote:
    """The note *note_id*, an id that the form brought along, of the page *date*; the same id again changes it.

    Of two sayings the one with the later `recorded_at` stands, whichever arrives first, deleting among them; a time
    ahead of *now* counts as *now*. New words are looked through for what medicine safety answers. Raises NotFound
    where the id is somebody else's.
    """
    lock_person(user_id)
    said_at = min(recorded_at, now)
    note = JournalNote.objects.filter(pk=note_id).first()
    if note is not None and note.user_id != user_id:
        raise NotFound("no such note")
    if note is not None and max(note.recorded_at, note.deleted_at or note.recorded_at) > said_at:
        return note
    note = note or JournalNote(pk=note_id, user_id=user_id)
    if note.text != text:
        safety.raise_for_words(user_id=user_id, text=text, now=now)
    note.date, note.text, note.recorded_at, note.deleted_at = date, text, said_at, None
    note.save()
    return note


def delete_note(*, user_id: UUID, note_id: UUID, now: dt.datetime) -> None:
    """It can come back for a day. Twice changes nothing. Raises NotFound."""
    _set_deleted(user_id, note_id, now)


def restore_note(*, user_id: UUID, note_id: UUID) -> None:
    """Undo of deleting. Raises NotFound, also where it is gone for good."""
    _set_deleted(user_id, note_id, None)


def forget_deleted(*, now: dt.datetime) -> None:
    """Delete for good what everybody deleted more than a day before *now*."""
    JournalNote.objects.filter(deleted_at__lt=now - CAN_COME_BACK).delete()


@transaction.atomic
def _set_deleted(user_id: UUID, note_id: UUID, at: dt.datetime | None) -> None:
    lock_person(user_id)
    note = JournalNote.objects.for_user(user_id).filter(pk=note_id).first()
    if note is None:
        raise NotFound("no such note")
    if (note.deleted_at is None) != (at is None):
        note.deleted_at = at
        note.save(update_fields=["deleted_at"])
