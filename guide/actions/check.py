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
    draft.answers = {**(found.said if found else {}), item_id: answer}
    draft.save()


@transaction.atomic
def begin(*, user_id: UUID) -> None:
    """An empty check, in place of one that was begun. Until a question is answered, that one can be brought back."""
    lock_person(user_id)
    draft = WhyCheck.objects.for_user(user_id).begun().first() or WhyCheck(user_id=user_id)
    if draft.said:
        draft.answers = {WhyCheck.BEFORE: draft.said}
    draft.save()


@transaction.atomic
def restore(*, user_id: UUID) -> bool:
    """Undo of beginning again. False where there is nothing to bring back, or a question was answered meanwhile."""
    lock_person(user_id)
    draft = WhyCheck.objects.for_user(user_id).begun().first()
    if draft is None or WhyCheck.BEFORE not in draft.answers:
        return False
    draft.answers = draft.answers[WhyCheck.BEFORE]
    draft.save()
    return True


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
    if draft is None or not _says_something(draft.said):
        return None
    replaced = WhyCheck.objects.for_user(user_id).replaced_by_another(now)
    finished = _write(replaced or WhyCheck(user_id=user_id), draft.answers, at=now)
    draft.delete()
    return finished


@transaction.atomic
def keep(*, user_id: UUID, answers: Answers, finished: bool, at: datetime, now: datetime) -> WhyCheck | None:
    """What was answered without an account, the last of it at the instant *at*. None where nothing is said.

    A finished one is kept as of that instant: in place of an older one finished in the 28 days before *now*, beside a
    newer one. One that was begun adds to the one begun here what it doesn't say yet. Twice is once.
    """
    lock_person(user_id)
    if not _says_something(answers):
        return None
    checks = WhyCheck.objects.for_user(user_id)
    if finished:
        check = checks.replaced_by_one_of(at, now) or checks.filter(finished_at=at).first()
        return _write(check or WhyCheck(user_id=user_id), answers, at=at)
    draft = checks.begun().first() or WhyCheck(user_id=user_id)
    draft.answers = {**answers, **draft.said}
    draft.save()
    return draft


def delete(*, user_id: UUID, check_id: UUID) -> None:
    """Delete the answers for good. Twice changes nothing."""
    WhyCheck.objects.for_user(user_id).filter(pk=check_id).delete()


def _write(check: WhyCheck, answers: Answers, *, at: datetime) -> WhyCheck:
    check.answers, check.finished_at = dict(answers), at
    check.save()
    return check


def _says_something(answers: Answers) -> bool:
    return any(answer is not None for answer in answers.values())
