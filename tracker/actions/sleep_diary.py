"""The diary of a night."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from tracker.actions.people import lock_person
from tracker.logic.sleep import Answers, kept
from tracker.models import SleepNight


@transaction.atomic
def record_night(
    *, user_id: UUID, date: dt.date, answers: Answers, recorded_at: dt.datetime, now: dt.datetime
) -> SleepNight | None:
    """The night before the morning of *date* as it was said; None where there is none and nothing was said.

    All *answers* empty take the night back, and the row stays. Of two sayings the one with the later `recorded_at`
    stands, whichever arrives first; a time ahead of *now* counts as *now*.
    """
    lock_person(user_id)
    said_at = min(recorded_at, now)
    night = SleepNight.objects.for_user(user_id).filter(date=date).first()
    if night is not None and night.recorded_at > said_at:
        return night
    said = kept(answers)
    if night is None:
        if not said:
            return None
        night = SleepNight(user_id=user_id, date=date)
    night.answers = said
    night.recorded_at = said_at
    night.save()
    return night
