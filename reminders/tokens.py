"""Signed tokens that act without a sign-in: one occurrence for a day, or e-mail off for one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing

from reminders.models import Reminder

LIFETIME = timedelta(days=1)
CLOCK_SKEW = timedelta(minutes=5)


class TokenError(Exception):
    """Not a token of ours, or too old. Carries no content."""


@dataclass(frozen=True, slots=True)
class Act:
    """What a push action may speak for: the occurrence of this reminder and no other."""

    user_id: UUID
    reminder_id: UUID


def sign_act(reminder: Reminder, *, now: datetime) -> str:
    """A token for *reminder*'s occurrence that lives one day from *now*."""
    return signing.dumps([reminder.user_id.hex, reminder.pk.hex, int(now.timestamp())], salt="reminders.act")


def read_act(token: str, *, now: datetime) -> Act:
    """The occurrence that `sign_act` signed. Raises TokenError."""
    try:
        user, reminder, signed = signing.loads(token, salt="reminders.act")
    except (signing.BadSignature, ValueError):
        raise TokenError("signature") from None
    age = timedelta(seconds=now.timestamp() - signed)
    if not -CLOCK_SKEW <= age <= LIFETIME:
        raise TokenError("age")
    return Act(UUID(user), UUID(reminder))


def sign_off(user_id: UUID) -> str:
    """A token that switches one person's e-mail reminders off, from any mail they still have."""
    return signing.dumps(user_id.hex, salt="reminders.off")


def read_off(token: str) -> UUID:
    """The person of `sign_off`. Raises TokenError."""
    try:
        return UUID(signing.loads(token, salt="reminders.off"))
    except (signing.BadSignature, ValueError):
        raise TokenError("signature") from None
