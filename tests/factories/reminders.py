"""Preferences, subscriptions with real keys, and reminders at any place in their life."""

from __future__ import annotations

import base64
import datetime as dt
import itertools
import os
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from accounts.models import User
from accounts.vault import site_hmac
from reminders.models import Preference, PushSubscription, Reminder
from tracker.models import Medicine, StoppingThought

NOW = dt.datetime(2026, 11, 3, 19, 40, tzinfo=dt.UTC)
_numbers = itertools.count(1)


def create_preference(*, user: User, **fields: Any) -> Preference:
    return Preference.objects.create(user=user, **fields)


def create_subscription(*, user: User, endpoint: str = "", failures: int = 0) -> PushSubscription:
    """A browser at *endpoint*; by default one on this machine where nobody listens."""
    endpoint = endpoint or f"http://127.0.0.1:9/push/{next(_numbers)}"
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    return PushSubscription.objects.create(
        user=user,
        endpoint=endpoint,
        endpoint_hash=site_hmac("push-endpoint", endpoint),
        p256dh=_base64url(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)),
        auth=_base64url(os.urandom(16)),
        failures=failures,
    )


def create_reminder(
    *,
    user: User,
    kind: str = Reminder.Kind.NUDGE,
    channel: str = Reminder.Channel.INBOX,
    due_at: dt.datetime = NOW,
    fresh_for: dt.timedelta = dt.timedelta(hours=4),
    **fields: Any,
) -> Reminder:
    """By default a nudge of a series of its own, planned and due, with the thought of stopping that calls for it."""
    if kind == Reminder.Kind.NUDGE:
        medicine = Medicine.objects.create(user=user, name="Sertraline")
        StoppingThought.objects.create(user=user, medicine=medicine, recorded_at=due_at)
    given = {
        "series": uuid4().hex,
        "date": due_at.date(),
        "slot": 0,
        "nudge_key": "n23" if kind == Reminder.Kind.NUDGE else None,
        "not_before": due_at,
        "expires_at": due_at + fresh_for,
        **fields,
    }
    return Reminder.objects.create(user=user, kind=kind, channel=channel, due_at=due_at, **given)


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
