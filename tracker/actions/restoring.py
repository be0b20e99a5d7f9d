"""Taking up again what was ended."""

from __future__ import annotations

import datetime as dt
from typing import Literal
from uuid import UUID

from tracker.actions import schedules
from tracker.models import Schedule


def reopen(
    *, user_id: UUID, noun: Literal["medicine", "habit", "bedtime"], noun_id: UUID, now: dt.datetime
) -> Schedule | None:
    """A new schedule from *now* like the last one closed; None when there never was one.

    The closed one stays closed, so that its slots keep their numbers.
    """
    last = Schedule.objects.for_user(user_id).filter(**{f"{noun}_id": noun_id}).order_by("-since").first()
    if last is None:
        return None
    return schedules.open_schedule(
        user_id=user_id,
        noun=noun,
        noun_id=noun_id,
        rule=last.rule,
        lead=last.lead,
        zone=last.zone,
        remind=last.remind,
        now=now,
    )
