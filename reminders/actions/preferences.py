"""How reminders reach one person."""

from __future__ import annotations

import datetime as dt
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from reminders.models import Preference


@transaction.atomic
def save_preference(
    *,
    user_id: UUID,
    push: bool,
    email: bool,
    ask_after_dose: bool,
    quiet_from: dt.time,
    quiet_until: dt.time,
    paused_until: dt.date | None,
) -> Preference:
    """The person's preference with these values. A pause ends when the day *paused_until* starts for them."""
    preference = _locked(user_id)
    preference.push, preference.email, preference.ask_after_dose = push, email, ask_after_dose
    preference.quiet_from, preference.quiet_until = quiet_from, quiet_until
    preference.paused_until = _morning(user_id, paused_until) if paused_until else None
    preference.save()
    return preference


@transaction.atomic
def switch_channel(*, user_id: UUID, channel: str, on: bool) -> Preference:
    """Switch "push" or "email" on or off and leave the rest as it is. Raises User.DoesNotExist."""
    preference = _locked(user_id)
    setattr(preference, {"push": "push", "email": "email"}[channel], on)
    preference.save()
    return preference


def _locked(user_id: UUID) -> Preference:
    User.objects.select_for_update().get(pk=user_id)
    return Preference.objects.of(user_id)


def _morning(user_id: UUID, date: dt.date) -> dt.datetime:
    user = User.objects.get(pk=user_id)
    return dt.datetime.combine(date, user.day_start, ZoneInfo(user.zone)).astimezone(dt.UTC)
