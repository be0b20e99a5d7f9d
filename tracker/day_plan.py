"""The plan of one day, as Today and its own page show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tracker.actions.day_plan import THINGS
from tracker.models import DayPlan

LABELS = {
    "must": _("One thing that has to be done"),
    "kind": _("One kind thing, for you"),
    "pleasant": _("One small pleasant thing"),
}
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """`name` is one of THINGS; `text` is "" where nothing is written."""

    date: dt.date
    name: str
    label: str
    text: str
    done: bool

    @property
    def key(self) -> str:
        """The same on every page and in the queue of what waits to be sent."""
        return f"day-plan:{self.date}:{self.name}"

    @property
    def anchor(self) -> str:
        return self.key.replace(":", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlanCard:
    """`left_over`: what was written the day before and not done, where this day has room for it."""

    date: dt.date
    is_open: bool
    things: tuple[Thing, ...]
    left_over: tuple[Thing, ...]

    @property
    def written(self) -> tuple[Thing, ...]:
        return tuple(thing for thing in self.things if thing.text)


def day_plan(*, user_id: UUID, date: dt.date, is_open: bool) -> DayPlanCard:
    """In one query. `is_open`: it can still be written and ticked."""
    rows = {row.date: row.things for row in DayPlan.objects.for_user(user_id).filter(date__in=(date - DAY, date))}
    things, before = (_things(on, rows.get(on, {})) for on in (date, date - DAY))
    empty = {thing.name for thing in things if not thing.text}
    return DayPlanCard(
        date=date,
        is_open=is_open,
        things=things,
        left_over=tuple(one for one in before if is_open and one.text and not one.done and one.name in empty),
    )


def _things(date: dt.date, things: Mapping[str, Mapping[str, str | bool]]) -> tuple[Thing, ...]:
    return tuple(
        Thing(
            date=date,
            name=name,
            label=str(LABELS[name]),
            text=str(things.get(name, {}).get("text", "")),
            done=bool(things.get(name, {}).get("done", False)),
        )
        for name in THINGS
    )
