"""Answering the why-check, finishing it, keeping what was answered without an account."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from guide.actions.people import lock_person
from guide.logic.check import Answer, Answers
from guide.models import WhyCheck


@transaction.atomic
def answer(*, user_id: UUID, item_id: str, answer: Answer, now: datetime) -> None:
    """Put one answer into the check under way. A finished one that can still be replaced is gone on from; it stays
    as it is until the new one is finished."""
    lock_person(user_id)
    checks = WhyCheck.objects.for_user(user_id)
    found = checks.under_way(now)
    draft = found if found and found.finished_at is None else WhyCheck(user_id=user_id)
    draft.answers = {**(found.answers if found else {}), item_id: answer}
    draft.save()


@transaction.atomic
def begin(*, user_id: UUID) -> None:
    """An empty check, in place of one that was begun."""
    lock_person(user_id)
    draft = WhyCheck.objects.for_user(user_id).begun().first() or WhyCheck(user_id=user_id)
    draft.answers = {}
    draft.save()


def drop(*, user_id: UUID) -> None:
    """Forget the check that was begun; a finished one stays. Twice changes nothing."""
    WhyCheck.objects.for_user(user_id).begun().delete()


@transaction.atomic
def finish(*, user_id: UUID, now: datetime) -> WhyCheck | None:
    """The check that was begun, finished: in place of one finished in the last 28 days, else beside the others.

    None where nothing was begun, or every question was left out: then nothing changes.
    """
    lock_person(user_id)
    draft = WhyCheck.objects.for_user(user_id).begun().first()
    if draft is None or not _says_something(draft.answers):
        return None
    finished = _finished(user_id, draft.answers, at=now, now=now)
    draft.delete()
    return finished


@transaction.atomic
def keep(*, user_id: UUID, answers: Answers, finished: bool, at: datetime, now: datetime) -> WhyCheck | None:
    """What was answered without an account, the last of it at the instant *at*: as a finished check of that instant,
    in place of one finished in the 28 days before *now*, or into the one that is begun. None where nothing is said.
    """
    lock_person(user_id)
    if not _says_something(answers):
        return None
    if finished:
        return _finished(user_id, answers, at=at, now=now)
    draft = WhyCheck.objects.for_user(user_id).begun().first() or WhyCheck(user_id=user_id)
    draft.answers = {**draft.answers, **answers}
    draft.save()
    return draft


def delete(*, user_id: UUID, check_id: UUID) -> None:
    """Delete the answers for good. Twice changes nothing."""
    WhyCheck.objects.for_user(user_id).filter(pk=check_id).delete()


def _finished(user_id: UUID, answers: Answers, *, at: datetime, now: datetime) -> WhyCheck:
    check = WhyCheck.objects.for_user(user_id).replaced_by_another(now) or WhyCheck(user_id=user_id)
    check.answers = dict(answers)
    check.finished_at = max(at, check.finished_at or at)
    check.save()
    return check


def _says_something(answers: Answers) -> bool:
    return any(answer is not None for answer in answers.values())
