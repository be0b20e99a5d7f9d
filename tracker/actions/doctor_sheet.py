"""Lines of the sheet for the doctor. They are lines of the person's list, too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tracker.actions.people import lock_person
from tracker.actions.sessions import add_line


@transaction.atomic
def add_doctor_lines(*, user_id: UUID, texts: Sequence[str], origin: str, now: datetime) -> None:
    """All of *texts*, or none; the same words already on the list come onto the sheet. Raises as add_line does."""
    lock_person(user_id)
    for text in texts:
        line = add_line(user_id=user_id, text=text, origin=origin, for_doctor=True, now=now)
        if not line.for_doctor:
            line.for_doctor = True
            line.save(update_fields=["for_doctor"])
