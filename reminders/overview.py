"""The reminders page: what will come, how it reaches the person, what the lock screen says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from reminders import catalogue, vapid
from reminders.models import Preference, PushSubscription, Reminder

MOST_TESTS = 5
TEST_WINDOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Overview:
    """*devices*: browsers that may be pushed to. *preview*: the discreet text of an evening's reminder."""

    preference: Preference
    paused: bool
    devices: int
    vapid_key: str
    title: str
    preview: str


def overview(*, user_id: UUID, now: datetime) -> Overview:
    preference = Preference.objects.of(user_id)
    return Overview(
        preference=preference,
        paused=preference.is_paused(now),
        devices=PushSubscription.objects.for_user(user_id).live().count(),
        vapid_key=vapid.public_key(),
        title=catalogue.discreet_title(),
        preview=catalogue.kinds()[Reminder.Kind.WIND_DOWN].discreet,
    )


def may_test(*, user_id: UUID, now: datetime) -> bool:
    """Were fewer than five tests asked for within ten minutes?"""
    recent = Reminder.objects.for_user(user_id).filter(kind=Reminder.Kind.TEST, due_at__gt=now - TEST_WINDOW)
    return recent.count() < MOST_TESTS
