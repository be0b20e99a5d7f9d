"""Whether a person comes back after days without a word."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Max, OuterRef, Subquery

from accounts.models import User
from tracker.logic.day import page_of
from tracker.models import Dose, HabitEntry, Mood, SleepNight, WindDown

GAP = dt.timedelta(days=3)
SAID = (Dose, HabitEntry, WindDown, Mood, SleepNight)


def after_a_gap(person: User, *, today: dt.date) -> bool:
    """Three whole days or more lie between *today* and the last thing recorded, and there was one. One query."""
    last = _last_recorded(person.pk)
    if last is None:
        return False
    return today - page_of(last, zone=person.zone, day_start=person.day_start) > GAP


def _last_recorded(user_id: UUID) -> dt.datetime | None:
    of_each = [
        Subquery(
            model.objects.filter(user=OuterRef("pk"))
            .order_by()
            .values("user")
            .annotate(at=Max("recorded_at"))
            .values("at")
        )
        for model in SAID
    ]
    instants = User.objects.filter(pk=user_id).values_list(*of_each).get()
    return max((at for at in instants if at), default=None)
