"""One night of the sleep diary.  [pure]

Times are local wall times; durations are real minutes, also in a night in which the clocks change. What was not filled
in is None, and so is every figure that would need it. Nothing here says how long anyone is to be in bed.
Source: clinical rules, sleep formulas (SE from the diary practice of CBT-I).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

TIMES = ("into_bed", "tried", "woke", "got_up")
DAY = 1440
LONGEST_STEP = 18 * 60


class Impossible(ValueError):
    """The answers contradict each other. `field` is the one to look at first."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a person filled in of one night. `quality` is 1 to 5."""

    into_bed: time | None = None
    tried: time | None = None
    to_sleep: int | None = None
    wakings: int | None = None
    awake: int | None = None
    woke: time | None = None
    got_up: time | None = None
    quality: int | None = None


def kept(answers: Answers) -> dict[str, str | int]:
    """What was filled in, times as "23:10"."""
    said = {field.name: getattr(answers, field.name) for field in fields(answers)}
    return {
        name: f"{value:%H:%M}" if isinstance(value, time) else value
        for name, value in said.items()
        if value is not None
    }


def answers_from(said: dict[str, Any]) -> Answers:
    """The answers that were kept."""
    read: dict[str, Any] = {name: time.fromisoformat(said[name]) for name in TIMES if name in said}
    return Answers(**said | read)


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """The answers on the calendar, as aware UTC instants. `asleep` is `tried` and the minutes to fall asleep."""

    date: date
    zone: str
    quality: int | None
    sol: int | None
    waso: int | None
    wakings: int | None
    into_bed: datetime | None
    tried: datetime | None
    asleep: datetime | None
    woke: datetime | None
    got_up: datetime | None

    @property
    def tib(self) -> int | None:
        """Time in bed."""
        return minutes(self.into_bed, self.got_up)

    @property
    def twak(self) -> int | None:
        """Awake in bed at the end, before getting up."""
        return minutes(self.woke, self.got_up)

    @property
    def tst(self) -> int | None:
        """Time asleep."""
        span = minutes(self.tried, self.woke)
        return None if span is None or self.sol is None or self.waso is None else span - self.sol - self.waso

    @property
    def se(self) -> float | None:
        """Sleep efficiency in percent of the time in bed."""
        return percent(self.tst, self.tib)

    @property
    def se_of_trying(self) -> float | None:
        """Sleep efficiency in percent of the time from trying to sleep to getting up."""
        return percent(self.tst, minutes(self.tried, self.got_up))

    @property
    def midpoint(self) -> float | None:
        """Half-way between falling asleep and the final waking, in local minutes after midnight."""
        if self.asleep is None or self.woke is None:
            return None
        return self.local(self.asleep + (self.woke - self.asleep) / 2)

    def local(self, at: datetime) -> float:
        """Local minutes after midnight."""
        there = at.astimezone(ZoneInfo(self.zone))
        return there.hour * 60 + there.minute + there.second / 60

    def asleep_minutes(self) -> list[bool] | None:
        """For each minute of the clock, whether it lay between falling asleep and the final waking."""
        if self.asleep is None or self.woke is None:
            return None
        start, end = round(self.local(self.asleep)), round(self.local(self.woke))
        length = (end - start) % DAY
        return [(minute - start) % DAY < length for minute in range(DAY)]


def night_of(answers: Answers, *, day: date, zone: str) -> Night:
    """The night whose last time that was filled in fell on *day*. Raises Impossible.

    Into bed, trying, asleep, awake for good and out of bed come in this order; a time past midnight is one of the next
    day, and one that comes twice is taken at its first pass that keeps the order. A step of more than 18 hours is a
    broken order.
    """
    at = _placed(answers, day, ZoneInfo(zone))
    tried, span = at["tried"], minutes(at["tried"], at["woke"] or at["got_up"])
    waso = 0 if answers.awake is None and answers.wakings == 0 else answers.awake
    if span is not None:
        if (answers.to_sleep or 0) > span:
            raise Impossible("to_sleep")
        if (answers.to_sleep or 0) + (waso or 0) > span:
            raise Impossible("awake")
    asleep = tried + timedelta(minutes=answers.to_sleep) if tried and answers.to_sleep is not None else None
    return Night(
        date=day,
        zone=zone,
        quality=answers.quality,
        sol=answers.to_sleep,
        waso=waso,
        wakings=answers.wakings,
        into_bed=at["into_bed"],
        tried=tried,
        asleep=asleep,
        woke=at["woke"],
        got_up=at["got_up"],
    )


def minutes(start: datetime | None, end: datetime | None) -> int | None:
    """Real minutes from *start* to *end*."""
    return None if start is None or end is None else round((end - start).total_seconds() / 60)


def percent(part: int | None, whole: int | None) -> float | None:
    return None if part is None or not whole else 100 * part / whole


def _placed(answers: Answers, day: date, zone: ZoneInfo) -> dict[str, datetime | None]:
    """The times that were filled in, as instants."""
    said = {name: at for name in TIMES if (at := getattr(answers, name)) is not None}
    for first in (day, day - timedelta(days=1)):
        found = _forward(list(said.values()), first, zone)
        if found and found[-1].astimezone(zone).date() == day:
            return dict.fromkeys(TIMES) | dict(zip(said, found, strict=True))
    if said:
        raise Impossible(_out_of_order(said))
    return dict.fromkeys(TIMES)


def _forward(walls: Sequence[time], first: date, zone: ZoneInfo) -> list[datetime]:
    """Each of *walls* at its first pass at or after the one before it; [] where that takes too long."""
    found: list[datetime] = []
    for wall in walls:
        days = (0, 1, 2) if found else (0,)
        passes = [at for later in days for at in _passes(first + timedelta(days=later), wall, zone)]
        at = min(at for at in passes if not found or at >= found[-1])
        if found and at - found[-1] > timedelta(minutes=LONGEST_STEP):
            return []
        found.append(at)
    return found if not found or found[-1] - found[0] < timedelta(minutes=DAY) else []


def _passes(day: date, wall: time, zone: ZoneInfo) -> list[datetime]:
    """When the clocks of *zone* show *wall* on *day*: twice where they go back; left out, by the old offset."""
    first, second = (datetime.combine(day, wall, tzinfo=zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return [first, second] if second > first else [first]


def _out_of_order(said: dict[str, time]) -> str:
    """The time that is farthest from the one before it."""
    names = list(said)
    walls = [at.hour * 60 + at.minute for at in said.values()]
    steps = [(later - earlier) % DAY for earlier, later in pairwise(walls)]
    return names[max(range(len(steps)), key=steps.__getitem__) + 1] if steps else names[0]
