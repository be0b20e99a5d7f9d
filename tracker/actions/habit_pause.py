"""All habits rest for a week, and come back by themselves or earlier."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from tracker.actions.errors import NotFound
from tracker.actions.people import lock_person
from tracker.logic.day import page_of
from tracker.models import HabitPause

DAYS = 7


@transaction.atomic
def pause_habits(*, user_id: UUID, now: dt.datetime) -> HabitPause:
    """From the page of *now*, for DAYS pages. The pause that stands on it already, as it is."""
    person = lock_person(user_id)
    page = page_of(now, zone=person.zone, day_start=person.day_start)
    standing = HabitPause.objects.for_user(user_id).standing().filter(since__lte=page, until__gte=page).first()
    if standing is not None:
        return standing
    return HabitPause.objects.create(user_id=user_id, since=page, until=page + dt.timedelta(days=DAYS - 1))


@transaction.atomic
def end_pause(*, user_id: UUID, pause_id: UUID, now: dt.datetime) -> HabitPause:
    """The habits are back from the page of *now* on. Twice changes nothing. Raises NotFound."""
    pause = _pause(user_id, pause_id)
    if pause.ended_at is None:
        pause.ended_at = now
        pause.save(update_fields=["ended_at"])
    return pause


@transaction.atomic
def restore_pause(*, user_id: UUID, pause_id: UUID) -> HabitPause:
    """The pause as it was before it was ended. Twice changes nothing. Raises NotFound."""
    pause = _pause(user_id, pause_id)
    if pause.ended_at is not None:
        pause.ended_at = None
        pause.save(update_fields=["ended_at"])
    return pause


def _pause(user_id: UUID, pause_id: UUID) -> HabitPause:
    lock_person(user_id)
    pause = HabitPause.objects.select_for_update().for_user(user_id).filter(pk=pause_id).first()
    if pause is None:
        raise NotFound("no such pause")
    return pause
