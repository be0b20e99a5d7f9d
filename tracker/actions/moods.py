"""How a day was, in one of five words, and a line about it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from tracker.actions.people import lock_person
from tracker.actions.safety import LATELY, raise_for_words
from tracker.models import Mood


@transaction.atomic
def record_mood(
    *,
    user_id: UUID,
    date: dt.date,
    recorded_at: dt.datetime,
    now: dt.datetime,
    level: int | None = None,
    clear: bool = False,
    note: str | None = None,
) -> Mood | None:
    """The mood of the page *date* after this was said; None where there is none and nothing was said.

    `level` None leaves the level, `clear` takes it back, `note` None leaves the line. The row stays. Of two sayings
    the one with the later `recorded_at` stands, whichever arrives first; a time ahead of *now* counts as *now*. The
    words of a new line about the last days may call for a card of medicine safety. Raises ValueError for a level that
    is none.
    """
    if level is not None and level not in Mood.Level.values:
        raise ValueError("mood: unknown level")
    lock_person(user_id)
    said_at = min(recorded_at, now)
    mood = Mood.objects.for_user(user_id).filter(date=date).first()
    if mood is not None and mood.recorded_at > said_at:
        return mood
    if mood is None:
        if level is None and not note:
            return None
        mood = Mood(user_id=user_id, date=date)
    if clear or level is not None:
        mood.level = level
    if note is not None:
        if note != mood.note and now.date() - date <= LATELY:
            raise_for_words(user_id=user_id, text=note, now=now)
        mood.note = note
    mood.recorded_at = said_at
    mood.save()
    return mood
