"""A pause that the prescriber told the person to make: nothing is due, nothing reminds, nothing counts."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from tracker.actions import restoring, schedules
from tracker.actions.errors import NotFound
from tracker.actions.people import lock_person
from tracker.actions.supply import settle_supply
from tracker.models import Medicine


@transaction.atomic
def pause_medicine(*, user_id: UUID, medicine_id: UUID, told_by: str, now: dt.datetime) -> Medicine:
    """Paused from *now*, as *told_by* said; its schedule closes. Twice changes nothing. Raises NotFound."""
    medicine = _current(user_id, medicine_id)
    if medicine.paused_at is None:
        _pause(medicine, told_by=told_by, since=now, now=now)
    return medicine


@transaction.atomic
def resume_medicine(*, user_id: UUID, medicine_id: UUID, now: dt.datetime) -> Medicine:
    """Taken up again, with a schedule of the same times from *now*. Twice changes nothing. Raises NotFound."""
    medicine = _current(user_id, medicine_id)
    if medicine.paused_at is not None:
        medicine.paused_at = None
        medicine.save(update_fields=["paused_at"])
        if not medicine.as_needed:
            restoring.reopen(user_id=user_id, noun="medicine", noun_id=medicine.pk, now=now)
    return medicine


@transaction.atomic
def take_back_resuming(*, user_id: UUID, medicine_id: UUID, now: dt.datetime) -> Medicine:
    """Undo of resuming: paused as it was, since when it was. Twice changes nothing. Raises NotFound where it never was.

    What fell due meanwhile is gone unless something was recorded of it.
    """
    medicine = _current(user_id, medicine_id)
    if not medicine.paused_by:
        raise NotFound("it was never paused")
    if medicine.paused_at is None:
        last = medicine.schedules.filter(until__isnull=False).order_by("-until").first()
        opened = medicine.schedules.current().first()
        since = last.until if last and last.until and opened else now
        _pause(medicine, told_by=medicine.paused_by, since=since, now=opened.since if opened else now)
    return medicine


def _pause(medicine: Medicine, *, told_by: str, since: dt.datetime, now: dt.datetime) -> None:
    medicine.paused_at, medicine.paused_by = since, told_by
    medicine.save(update_fields=["paused_at", "paused_by"])
    for schedule in medicine.schedules.current():
        schedules.close_schedule(user_id=medicine.user_id, schedule_id=schedule.pk, now=now)
    settle_supply(medicine, now=now)


def _current(user_id: UUID, medicine_id: UUID) -> Medicine:
    lock_person(user_id)
    medicine = Medicine.objects.for_user(user_id).current().select_for_update().filter(pk=medicine_id).first()
    if medicine is None:
        raise NotFound("no such medicine")
    return medicine
