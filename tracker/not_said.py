"""What was not said yet, as its own pages show it, and as the person's own export of everything holds it.

Nothing made for other eyes reads this module: tests/house/test_not_said_stays.py.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from tracker.models.not_said import NotSaid

MOST = NotSaid.MOST_STANDING


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """`way_out` is "" and `settled_at` None while it stands."""

    id: UUID
    text: str
    way_out: str
    settled_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSaidList:
    standing: tuple[Thing, ...]
    settled: tuple[Thing, ...]


WAYS: dict[str, str | Promise] = {way.value: way.label for way in NotSaid.WayOut}


def not_said_list(*, user_id: UUID) -> NotSaidList:
    """In one query."""
    things = [_thing(row) for row in NotSaid.objects.for_user(user_id)]
    settled = sorted((one for one in things if one.settled_at), key=lambda one: str(one.settled_at), reverse=True)
    return NotSaidList(standing=tuple(one for one in things if not one.settled_at), settled=tuple(settled))


def thing(*, user_id: UUID, not_said_id: UUID) -> Thing | None:
    found = NotSaid.objects.for_user(user_id).filter(pk=not_said_id).first()
    return _thing(found) if found else None


def all_rows(user_id: UUID) -> QuerySet[NotSaid]:
    """For the person's own export of everything, and for nothing else."""
    return NotSaid.objects.for_user(user_id).order_by("created_at")


def _thing(row: NotSaid) -> Thing:
    return Thing(id=row.pk, text=row.text, way_out=str(WAYS.get(row.way_out, "")), settled_at=row.settled_at)
