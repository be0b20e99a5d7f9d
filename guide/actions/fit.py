"""Keeping what somebody said on the fit checklist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from guide.actions.people import lock_person
from guide.models import FitCheck


@transaction.atomic
def keep(*, user_id: UUID, answers: Mapping[str, str], red_flags: Sequence[str], about: str, now: datetime) -> FitCheck:
    """The checklist as it is filled in at *now*: in place of one about the same person from the day before, else
    beside the others."""
    lock_person(user_id)
    check = FitCheck.objects.for_user(user_id).replaced_by_another(about, now) or FitCheck(user_id=user_id)
    check.about = about
    return _write(check, answers, red_flags, at=now)


@transaction.atomic
def bring(
    *, user_id: UUID, answers: Mapping[str, str], red_flags: Sequence[str], at: datetime, now: datetime
) -> FitCheck:
    """The checklist that was filled in without an account at the instant *at*, about nobody by name: in place of an
    older one from the day before *now*, beside a newer one. Twice is once."""
    lock_person(user_id)
    checks = FitCheck.objects.for_user(user_id)
    check = checks.replaced_by_one_of(at, "", now) or checks.filter(taken_at=at).first()
    return _write(check or FitCheck(user_id=user_id), answers, red_flags, at=at)


def delete(*, user_id: UUID, check_id: UUID) -> None:
    """Delete the checklist for good. Twice changes nothing."""
    FitCheck.objects.for_user(user_id).filter(pk=check_id).delete()


def _write(check: FitCheck, answers: Mapping[str, str], red_flags: Sequence[str], *, at: datetime) -> FitCheck:
    check.answers, check.red_flags, check.taken_at = dict(answers), list(red_flags), at
    check.save()
    return check
