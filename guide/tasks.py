"""Housekeeping."""

from celery import shared_task
from django.utils import timezone

from guide.actions import choosing, safety_plan


@shared_task
def forget_deleted() -> None:
    """What people deleted and can no longer bring back."""
    now = timezone.now()
    choosing.forget_deleted(now=now)
    safety_plan.forget_deleted(now=now)
