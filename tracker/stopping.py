"""The page of somebody who has stopped a medicine."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from tracker.logic.day import page_of
from tracker.logic.medicine_safety import Trigger
from tracker.models import Medicine, SafetyCard
from tracker.safety_cards import Card, Maker


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """`noted`: it was said on today's page."""

    noted: bool
    card: Card


def stopped(*, user: User, medicine: Medicine, now: dt.datetime) -> Stopped:
    """In one query."""
    today = page_of(now, zone=user.zone, day_start=user.day_start)
    name = (Trigger.ALREADY_STOPPED, medicine.pk)
    rows = SafetyCard.objects.for_user(user).filter(medicine=medicine, raised_at__gte=now - dt.timedelta(days=2))
    noted = any(
        row.trigger == Trigger.ALREADY_STOPPED
        and page_of(row.raised_at, zone=user.zone, day_start=user.day_start) == today
        for row in rows
    )
    (card,) = Maker(user.pk, {medicine.pk: medicine}, today).cards({name: None}, noted=False)
    return Stopped(noted=noted, card=card)
