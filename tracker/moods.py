"""How one day was, as Today and the page of the day show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from tracker.models import Mood

TWO_WEEKS = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoodLevel:
    value: int
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMood:
    """`label` is "" where nothing was said of the day. `error` is about the `note` that was typed."""

    date: dt.date
    levels: tuple[MoodLevel, ...]
    label: str
    note: str
    is_open: bool
    error: str = ""

    @property
    def key(self) -> str:
        """The same on every page and in the queue of what waits to be sent."""
        return f"mood:{self.date}"

    @property
    def very_low(self) -> bool:
        return self.levels[0].chosen

    @property
    def asks_for_a_line(self) -> bool:
        return bool(self.label or self.note or self.error)


def moods_until(*, user_id: UUID, date: dt.date) -> list[Mood]:
    """Those of *date* and the two weeks before it, the oldest first, in one query."""
    return list(Mood.objects.for_user(user_id).filter(date__range=(date - TWO_WEEKS, date)).order_by("date"))


def day_mood(moods: Iterable[Mood], *, date: dt.date, is_open: bool) -> DayMood:
    """`is_open`: it can still be said."""
    mood = next((mood for mood in moods if mood.date == date), None)
    level = mood.level if mood else None
    levels = tuple(MoodLevel(value=one.value, label=str(one.label), chosen=one.value == level) for one in Mood.Level)
    label = next((one.label for one in levels if one.chosen), "")
    return DayMood(date=date, levels=levels, label=label, note=mood.note if mood else "", is_open=is_open)
