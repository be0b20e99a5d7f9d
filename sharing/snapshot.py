"""A snapshot as it was sealed, read back for a page. Its schema number says how."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class HabitRow:
    title: str
    counts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """None: the section was not shared. `weeks` are the first days of the habit columns."""

    name: str
    for_whom: str
    made_at: dt.datetime
    since: dt.date
    until: dt.date
    say: tuple[str, ...] | None
    goals: tuple[dict[str, Any], ...] | None
    medicines: tuple[dict[str, Any], ...] | None
    habits: tuple[HabitRow, ...] | None
    weeks: tuple[dt.date, ...]

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Snapshot:
        """From JSON of schema 1."""
        habits = stored["habits"]
        return cls(
            name=stored["name"],
            for_whom=stored["for_whom"],
            made_at=dt.datetime.fromisoformat(stored["made_at"]),
            since=dt.date.fromisoformat(stored["since"]),
            until=dt.date.fromisoformat(stored["until"]),
            say=_several(stored["say"]),
            goals=_several(stored["goals"]),
            medicines=None if stored["medicines"] is None else tuple(map(_medicine, stored["medicines"])),
            habits=None if habits is None else tuple(map(_habit, habits)),
            weeks=_weeks(habits or []),
        )


def _several(values: list[Any] | None) -> tuple[Any, ...] | None:
    return None if values is None else tuple(values)


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _medicine(stored: dict[str, Any]) -> dict[str, Any]:
    dates = {name: _day(stored[name]) for name in ("taken_since", "thinking_of_stopping_on")}
    return {**stored, **dates}


def _habit(stored: dict[str, Any]) -> HabitRow:
    return HabitRow(stored["title"], tuple((week["done"], week["due"]) for week in stored["weeks"]))


def _weeks(habits: list[dict[str, Any]]) -> tuple[dt.date, ...]:
    return tuple(dt.date.fromisoformat(week["start"]) for week in habits[0]["weeks"]) if habits else ()
