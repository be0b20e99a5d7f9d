"""Four answers after a session."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from tracker.actions.errors import NotDue, NotFound
from tracker.actions.people import lock_person
from tracker.logic.session_check import Answers, check_answers
from tracker.models import Appointment, SessionCheck


@transaction.atomic
def record_check(
    *, user_id: UUID, appointment_id: UUID, answers: Answers, recorded_at: dt.datetime, now: dt.datetime
) -> SessionCheck:
    """Four *answers*, each 1 to 5 or None where left out; none at all takes them back and keeps the row.

    The later `recorded_at` stands. Raises NotFound, NotDue for a session that the person did not go to, and
    ValueError for answers that are none.
    """
    kept = list(check_answers(answers)) if answers else []
    lock_person(user_id)
    appointment = Appointment.objects.for_user(user_id).filter(pk=appointment_id).first()
    if appointment is None:
        raise NotFound("no such appointment")
    if appointment.outcome != Appointment.Outcome.ATTENDED:
        raise NotDue("session check: nobody went")
    said_at = min(recorded_at, now)
    check = SessionCheck.objects.for_user(user_id).filter(appointment=appointment).first()
    if check is not None and check.recorded_at > said_at:
        return check
    check = check or SessionCheck(user_id=user_id, appointment=appointment)
    check.answers, check.recorded_at = kept, said_at
    check.save()
    return check
