"""Writing my plan for hard moments, part by part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from guide.actions.people import lock_person
from guide.logic.fingerprint import fingerprint
from guide.models import SafetyPlan

CAN_COME_BACK = timedelta(days=1)


@transaction.atomic
def save_steps(*, user_id: UUID, written: Mapping[str, tuple[Any, str]], now: datetime) -> set[str]:
    """Write each step's (content, fingerprint of what the writer saw there). The ones that were left as they are.

    A step is left where something else was written in it meanwhile; what was saved already is saved again for
    nothing. The other steps are saved all the same.
    """
    lock_person(user_id)
    plan = SafetyPlan.objects.for_user(user_id).current().first() or SafetyPlan(user_id=user_id)
    steps = dict(plan.steps)
    left = set()
    for step, (content, seen) in written.items():
        if fingerprint(steps.get(step)) in (seen, fingerprint(content)):
            steps[step] = content
        else:
            left.add(step)
    if any(steps.values()) or not plan._state.adding:
        plan.steps, plan.reviewed_at = steps, now
        plan.save()
    return left


def look_again(*, user_id: UUID, now: datetime) -> None:
    """The person has read their plan, and it still holds. Without a plan nothing changes."""
    SafetyPlan.objects.for_user(user_id).current().update(reviewed_at=now)


def delete_plan(*, user_id: UUID, now: datetime) -> None:
    """Put the plan away, to be deleted a day later. Twice, and without a plan, nothing changes."""
    SafetyPlan.objects.for_user(user_id).current().update(deleted_at=now)


@transaction.atomic
def restore_plan(*, user_id: UUID) -> bool:
    """Undo of deleting. False where there is nothing to bring back, or another plan was begun meanwhile."""
    lock_person(user_id)
    plans = SafetyPlan.objects.for_user(user_id)
    plan = plans.deleted().first()
    if plan is None or plans.current().exists():
        return False
    plan.deleted_at = None
    plan.save(update_fields=["deleted_at"])
    return True


def forget_deleted(*, now: datetime) -> None:
    """Delete for good what everybody deleted more than a day before *now*."""
    SafetyPlan.objects.filter(deleted_at__lt=now - CAN_COME_BACK).delete()
