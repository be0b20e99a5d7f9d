"""Housekeeping."""

from celery import shared_task
from django.utils import timezone

from sharing import actions


@shared_task
def forget_ended_shares() -> None:
    now = timezone.now()
    actions.forget_ended(now=now)
    actions.forget_drafts(now=now)
