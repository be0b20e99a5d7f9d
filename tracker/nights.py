"""The sleep diary: the page of one night, and what the last nights come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from tracker.logic import sleep_weeks as weeks
from tracker.logic.sleep import TIMES, Answers, Impossible, Night, answers_from, night_of
from tracker.logic.sleep_weeks import WEEK, WEEKS, Week
from tracker.models import SleepNight

DAY = dt.timedelta(days=1)
USUAL, ROWS = 7, 21
COUNTS = ("to_sleep", "wakings", "awake")


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    date: dt.date
    filled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """The page of one night. `initial` is what was said, else the usual; `others` can be filled in too."""

    date: dt.date
    filled: bool
    is_open: bool
    is_usual: bool
    initial: dict[str, Any]
    others: tuple[Morning, ...]

    @property
    def key(self) -> str:
        """The same on every page and in the queue of what waits to be sent."""
        return f"sleep:{self.date}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sleep:
    """The last seven nights, the latest last; None for one that was not filled in. `spread` is in minutes."""

    days: tuple[dt.date, ...]
    nights: tuple[Night | None, ...]
    week: Week
    spread: float | None
    steadiness: str
    sri: float | None
    often_awake: bool


def diary(*, user_id: UUID, date: dt.date, open_days: Sequence[dt.date]) -> Diary:
    """In one query."""
    rows = SleepNight.objects.for_user(user_id).filter(date__lte=max(date, *open_days)).order_by("-date")[:ROWS]
    said = {row.date: answers_from(row.answers) for row in rows if row.answers}
    is_open, answers = date in open_days, said.get(date)
    usual = _usual([one for day, one in said.items() if day < date][:USUAL]) if is_open and not answers else {}
    return Diary(
        date=date,
        filled=answers is not None,
        is_open=is_open,
        is_usual=bool(usual),
        initial=asdict(answers) if answers else usual,
        others=tuple(Morning(date=day, filled=day in said) for day in open_days if day != date),
    )


def _usual(before: Sequence[Answers]) -> dict[str, Any]:
    """The median of each time and each number. How good the night was is asked afresh."""
    found: dict[str, Any] = {name: weeks.usual_time(_known(before, name)) for name in TIMES}
    found |= {name: weeks.usual_count(_known(before, name)) for name in COUNTS}
    return {name: value for name, value in found.items() if value is not None}


def _known(answers: Sequence[Answers], name: str) -> list[Any]:
    return [value for one in answers if (value := getattr(one, name)) is not None]


def last_nights(*, user_id: UUID, today: dt.date, zone: str) -> Sleep | None:
    """In one query; None while none of the last seven nights is filled in."""
    days = [today - DAY * back for back in reversed(range(WEEKS * WEEK))]
    rows = SleepNight.objects.for_user(user_id).filter(date__range=(days[0], today))
    said = {row.date: row.answers for row in rows if row.answers}
    nights = [_night(said[day], day, zone) if day in said else None for day in days]
    week, fortnight = nights[-WEEK:], nights[-2 * WEEK :]
    if not any(week):
        return None
    spread = weeks.spread([night.midpoint for night in fortnight if night and night.midpoint is not None])
    return Sleep(
        days=tuple(days[-WEEK:]),
        nights=tuple(week),
        week=weeks.week(week),
        spread=spread,
        steadiness="" if spread is None else weeks.steadiness(spread),
        sri=weeks.sri([night.asleep_minutes() if night else None for night in week]),
        often_awake=weeks.often_awake(nights),
    )


def _night(said: dict[str, Any], day: dt.date, zone: str) -> Night | None:
    """None where the times are none in the zone the person has moved to since."""
    try:
        return night_of(answers_from(said), day=day, zone=zone)
    except Impossible:
        return None
