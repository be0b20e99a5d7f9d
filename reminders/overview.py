"""The reminders page: what will come, how it reaches the person, what the lock screen says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from reminders import catalogue, vapid
from reminders.models import Preference, PushSubscription, Reminder
from tracker import due

TIMES_SHOWN = 3
MOST_TESTS = 5
TEST_WINDOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Overview:
    """*devices*: browsers that may be pushed to. *preview*: the discreet text of the next reminder, due at *at*."""

    preference: Preference
    paused: bool
    coming: tuple[due.Coming, ...]
    devices: int
    vapid_key: str
    preview: str
    at: datetime


def overview(*, user_id: UUID, now: datetime) -> Overview:
    preference = Preference.objects.of(user_id)
    begins = max(now, preference.paused_until or now)
    coming = due.coming(user_id=user_id, now=begins, times=TIMES_SHOWN)
    kind, at = (coming[0].kind, coming[0].at[0]) if coming else (Reminder.Kind.WIND_DOWN.value, now)
    return Overview(
        preference=preference,
        paused=preference.is_paused(now),
        coming=coming,
        devices=PushSubscription.objects.for_user(user_id).live().count(),
        vapid_key=vapid.public_key(),
        preview=catalogue.kinds()[kind].discreet,
        at=at,
    )


def may_test(*, user_id: UUID, now: datetime) -> bool:
    """Were fewer than five tests asked for within ten minutes?"""
    recent = Reminder.objects.for_user(user_id).filter(kind=Reminder.Kind.TEST, due_at__gt=now - TEST_WINDOW)
    return recent.count() < MOST_TESTS
