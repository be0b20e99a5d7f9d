"""What Celery runs: ids only, a few lines each. A lost, late or doubled message changes nothing."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from accounts.actions.people import forget_expired_sessions
from guide.actions import choosing, safety_plan
from reminders import dispatch, planning, retention
from tracker.actions import imports, notes
from tracker.actions.received import forget_received


@shared_task(expires=10)
def tick() -> None:
    """Each 10 seconds; it costs what is due, not what exists.

    On a queue of its own, so that it comes next where a worker is free; while every worker sends, it waits for one of
    them, up to ten seconds, and is then dropped: the next is there by then.
    """
    now = timezone.now()
    planning.plan(now=now)
    dispatch.sweep(now=now)
    for ids in dispatch.due(now=now):
        send.delay([str(pk) for pk in ids])
    review.delay()


@shared_task(
    expires=30,
    soft_time_limit=int(dispatch.SOON.total_seconds()),
    time_limit=int(dispatch.DEADLINE.total_seconds()),
)
def send(ids: list[str]) -> None:
    dispatch.send([UUID(pk) for pk in ids], now=timezone.now())


@shared_task(expires=10)
def review() -> None:
    """On a queue of its own, so that looking at facts never holds up what is due."""
    planning.plan_reviews(now=timezone.now())


@shared_task(expires=3600)
def prune() -> None:
    now = timezone.now()
    retention.prune(now=now)
    forget_received(now=now)
    forget_expired_sessions(now=now)
    safety_plan.forget_deleted(now=now)
    choosing.forget_deleted(now=now)
    notes.forget_deleted(now=now)
    imports.forget_drafts(now=now)
