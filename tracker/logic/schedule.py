"""When something is due: a rule in local wall time, and the instants it means.  [pure]"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

Every = Literal["day", "week", "month", "hours", "once"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    every: Every
    times: tuple[time, ...]
    start: date
    interval: int = 1
    weekdays: frozenset[int] = frozenset()
    month_day: int | None = None
    on_days: int | None = None
    off_days: int | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    date: date
    slot: int
    at: datetime


def next_occurrence(rule: Rule, *, after: datetime, zone: str) -> Occurrence | None:
    raise NotImplementedError


def occurrences(rule: Rule, *, start: datetime, end: datetime, zone: str) -> Iterator[Occurrence]:
    raise NotImplementedError
