"""Keeping what somebody said on the fit checklist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from guide.actions.people import lock_person
from guide.models import FitCheck


@transaction.atomic
def keep(
    *, user_id: UUID, answers: Mapping[str, str], red_flags: Sequence[str], about: str, at: datetime, now: datetime
) -> FitCheck:
    """The checklist as it was filled in at the instant *at*: in place of one about the same person from the day
    before *now*, else beside the others."""
    lock_person(user_id)
    check = FitCheck.objects.for_user(user_id).replaced_by_another(about, now) or FitCheck(user_id=user_id)
    check.answers, check.red_flags, check.about, check.taken_at = dict(answers), list(red_flags), about, at
    check.save()
    return check


def delete(*, user_id: UUID, check_id: UUID) -> None:
    """Delete the checklist for good. Twice changes nothing."""
    FitCheck.objects.for_user(user_id).filter(pk=check_id).delete()
