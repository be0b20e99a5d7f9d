"""Doses of a medicine without times: one row each, its id made by the form."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from tracker.actions.errors import NotFound
from tracker.actions.people import lock_person
from tracker.models import AsNeededDose, Medicine

STATES = ("taken", "")


@transaction.atomic
def record_as_needed(
    *,
    user_id: UUID,
    medicine_id: UUID,
    dose_id: UUID,
    state: str,
    taken_at: dt.datetime | None,
    recorded_at: dt.datetime,
    now: dt.datetime,
) -> AsNeededDose | None:
    """The dose *dose_id* after this was said: "taken" at *taken_at*, or when it was said; "" takes it back.

    Sent twice it is one dose. The row stays; of two sayings the later `recorded_at` stands, and a time ahead of *now*
    counts as *now*. None where there is nothing to take back. Raises NotFound, also for the id of another medicine's
    dose and for a new dose of a medicine that has times or was put away, and ValueError for another state.
    """
    if state not in STATES:
        raise ValueError("as needed: unknown state")
    lock_person(user_id)
    said_at = min(recorded_at, now)
    dose = AsNeededDose.objects.filter(pk=dose_id).first()
    if dose is None:
        dose = _new(user_id, medicine_id, dose_id) if state else None
    elif (dose.user_id, dose.medicine_id) != (user_id, medicine_id):
        raise NotFound("no such dose")
    elif dose.recorded_at > said_at:
        return dose
    if dose is None:
        return None
    dose.recorded_at = said_at
    dose.withdrawn_at = None if state else said_at
    if dose._state.adding or taken_at:
        dose.taken_at = min(taken_at or said_at, now)
    dose.save()
    return dose


def _new(user_id: UUID, medicine_id: UUID, dose_id: UUID) -> AsNeededDose:
    medicine = Medicine.objects.for_user(user_id).current().filter(pk=medicine_id).first()
    if medicine is None or not medicine.as_needed:
        raise NotFound("no such medicine as needed")
    return AsNeededDose(pk=dose_id, user_id=user_id, medicine=medicine)
