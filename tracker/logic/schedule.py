"""When something is due: a rule in local wall time, and the instants it means.  [pure]

The rule for local times follows RFC 5545 3.3.5 and IANA's tz database, read through `zoneinfo`:
a wall time that a clock change leaves out keeps the offset before the gap and happens once; one that
comes twice happens at its first pass; a date that a zone leaves out whole is skipped.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import count
from typing import Literal, get_args
from zoneinfo import ZoneInfo

Every = Literal["day", "week", "month", "hours", "once"]
Kind = Literal["dose", "habit", "homework", "wind_down"]

LONGEST_GRACE = timedelta(hours=4)
DAY = timedelta(days=1)
YEARS = range(1900, 2101)
MOST_INTERVAL = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`times` are local wall times, ascending; a time's place in them is its slot.

    day: each `interval` days from `start`, or `on_days` on and `off_days` off, counted from `start`.
    week: on `weekdays` (0 = Monday) of each `interval`-th week from the week of `start`; weeks begin on Monday.
    month: on `month_day`, or the month's last day where it is shorter, each `interval` months from `start`'s.
    hours: each `interval` real hours from its one time on `start`.
    once: on `start`.
    `start` and `end` are inclusive. Raises ValueError, naming the field.
    """

    every: Every
    times: tuple[time, ...]
    start: date
    interval: int = 1
    weekdays: frozenset[int] = frozenset()
    month_day: int | None = None
    on_days: int | None = None
    off_days: int | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        for field, good in self._checks():
            if not good:
                raise ValueError(f"{field} does not fit the rule")

    def _checks(self) -> Iterator[tuple[str, bool]]:
        yield "every", self.every in get_args(Every)
        yield "interval", 1 <= self.interval <= MOST_INTERVAL
        yield "times", bool(self.times) and all(at.tzinfo is None and at.fold == 0 for at in self.times)
        yield "times", all(one < two for one, two in zip(self.times, self.times[1:], strict=False))
        yield "times", self.every != "hours" or len(self.times) == 1
        yield "weekdays", self.weekdays <= frozenset(range(7)) and bool(self.weekdays) == (self.every == "week")
        yield "month_day", (self.month_day is not None) == (self.every == "month")
        yield "month_day", self.month_day is None or 1 <= self.month_day <= 31
        yield "on_days", (self.on_days is None) == (self.off_days is None)
        yield "on_days", self.on_days is None or (self.every == "day" and self.interval == 1 and self.on_days >= 1)
        yield "off_days", self.off_days is None or self.off_days >= 1
        yield "start", not isinstance(self.start, datetime) and self.start.year in YEARS
        yield "end", self.end is None or (not isinstance(self.end, datetime) and self.start <= self.end)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Its name is (date, slot), in local time; `at` is the instant, aware UTC, that the zone gives it today."""

    date: date
    slot: int
    at: datetime


def next_occurrence(rule: Rule, *, after: datetime, zone: str) -> Occurrence | None:
    """The first occurrence whose instant is later than *after* (aware); None when there is no other.

    *zone* is an IANA name; an unknown one raises ZoneInfoNotFoundError. The cost does not grow with the
    age of the rule.
    """
    after = after.astimezone(UTC)
    if rule.every == "hours":
        return _next_by_hours(rule, after, ZoneInfo(zone))
    offset = _steady_offset(zone, after.toordinal())
    if offset is None:
        return _next_near_a_change(rule, after, ZoneInfo(zone))
    local = after + offset
    today, clock = local.date(), local.time()
    day = _on_or_after(rule, today)
    if day == today:
        for slot, at in enumerate(rule.times):
            if at > clock:
                return Occurrence(day, slot, datetime.combine(day, at, UTC) - offset)
        day = _on_or_after(rule, today + DAY)
    if day is None:
        return None
    offset = _steady_offset(zone, day.toordinal())
    if offset is None:
        return _next_near_a_change(rule, after, ZoneInfo(zone))
    return Occurrence(day, 0, datetime.combine(day, rule.times[0], UTC) - offset)


def occurrences(rule: Rule, *, start: datetime, end: datetime, zone: str) -> Iterator[Occurrence]:
    """Those with *start* <= `at` < *end* (aware), strictly ascending, no (date, slot) twice."""
    found = next_occurrence(rule, after=start.astimezone(UTC) - datetime.resolution, zone=zone)
    while found is not None and found.at < end:
        yield found
        found = next_occurrence(rule, after=found.at, zone=zone)


def find_occurrence(rule: Rule, *, date: date, slot: int, zone: str) -> Occurrence | None:
    """The occurrence of that name; None when the rule and the zone have none."""
    if date.year not in YEARS:
        return None
    noon = datetime.combine(date, time(12), UTC)
    around = occurrences(rule, start=noon - 2 * DAY, end=noon + 3 * DAY, zone=zone)
    return next((found for found in around if (found.date, found.slot) == (date, slot)), None)


def grace(kind: Kind, rule: Rule, occurrence: Occurrence, zone: str) -> timedelta:
    """How long after its instant an occurrence may still be asked for; afterwards late is worse than never.

    A dose: 4 hours, or half the time to the next one where that is shorter. A habit or homework: 4 hours. A wind-down:
    none, for it ends at bedtime itself.
    """
    if kind == "wind_down":
        return timedelta(0)
    following = next_occurrence(rule, after=occurrence.at, zone=zone) if kind == "dose" else None
    return LONGEST_GRACE if following is None else min(LONGEST_GRACE, (following.at - occurrence.at) / 2)


@lru_cache(maxsize=65_536)
def _steady_offset(zone: str, ordinal: int) -> timedelta | None:
    """The offset from UTC, where the clocks do not change within four days of that date; else None."""
    tz, middle = ZoneInfo(zone), datetime.fromordinal(ordinal).replace(tzinfo=UTC)
    offsets = {(middle + days * DAY).astimezone(tz).utcoffset() for days in range(-4, 6)}
    return offsets.pop() if len(offsets) == 1 else None


def _next_near_a_change(rule: Rule, after: datetime, tz: ZoneInfo) -> Occurrence | None:
    """Looks at every date whose instants a clock change could push past *after* or past a better one.

    Two times may meet at one instant, a missing one and the one it is moved to: the one that the clock shows
    stands, and it is the later by name.
    """
    best: Occurrence | None = None
    last = date.max
    day = _on_or_after(rule, after.astimezone(tz).date() - 2 * DAY)
    while day is not None and day <= last:
        for slot, clock in enumerate(rule.times if _exists(day, tz) else ()):
            at = _instant(day, clock, tz)
            if at > after and (best is None or at <= best.at):
                best = Occurrence(day, slot, at)
                last = at.astimezone(tz).date() + DAY
        day = _on_or_after(rule, day + DAY)
    return best


def _next_by_hours(rule: Rule, after: datetime, tz: ZoneInfo) -> Occurrence | None:
    first, step = _instant(rule.start, rule.times[0], tz), timedelta(hours=rule.interval)
    for number in count(max(0, (after - first) // step + 1)):
        at = first + number * step
        day = at.astimezone(tz).date()
        if rule.end is None or day <= rule.end:
            return Occurrence(day, _slot_by_hours(first, step, number, tz), at)
        if day > rule.end + DAY:
            break
    return None


def _slot_by_hours(first: datetime, step: timedelta, number: int, tz: ZoneInfo) -> int:
    """How many of the same local date came before. A clock set back over midnight shows a date in two pieces."""
    day, slot = (first + number * step).astimezone(tz).date(), 0
    for earlier in range(number - 1, -1, -1):
        shown = (first + earlier * step).astimezone(tz).date()
        if shown < day - DAY:
            break
        slot += shown == day
    return slot


def _instant(day: date, clock: time, tz: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tz).astimezone(UTC)


def _exists(day: date, tz: ZoneInfo) -> bool:
    """Whether the zone shows this date at all: Apia had no 30 December 2011."""
    return any(_instant(day, edge, tz).astimezone(tz).date() == day for edge in (time.min, time.max))


def _on_or_after(rule: Rule, day: date) -> date | None:
    """The rule's first date that is not before *day*, by arithmetic from `start`, whatever the zone shows."""
    found = _BY_KIND[rule.every](rule, max(day, rule.start))
    return found if found is not None and (rule.end is None or found <= rule.end) else None


def _by_day(rule: Rule, day: date) -> date:
    if rule.on_days is None or rule.off_days is None:
        return day + -(day - rule.start).days % rule.interval * DAY
    cycle = rule.on_days + rule.off_days
    place = (day - rule.start).days % cycle
    return day if place < rule.on_days else day + (cycle - place) * DAY


def _by_week(rule: Rule, day: date) -> date:
    monday = day.toordinal() - day.weekday()
    weeks = (monday - rule.start.toordinal() + rule.start.weekday()) // 7
    wait = -weeks % rule.interval
    left = [weekday for weekday in rule.weekdays if weekday >= day.weekday()] if wait == 0 else []
    if left:
        return date.fromordinal(monday + min(left))
    return date.fromordinal(monday + 7 * (wait or rule.interval) + min(rule.weekdays))


def _by_month(rule: Rule, day: date) -> date:
    wait = (rule.start.year * 12 + rule.start.month - day.year * 12 - day.month) % rule.interval
    found = _clamped(rule, day.year * 12 + day.month - 1 + wait)
    return found if found >= day else _clamped(rule, day.year * 12 + day.month - 1 + rule.interval)


def _clamped(rule: Rule, month: int) -> date:
    year, before = divmod(month, 12)
    return date(year, before + 1, min(rule.month_day or 1, monthrange(year, before + 1)[1]))


def _once(rule: Rule, day: date) -> date | None:
    return rule.start if day == rule.start else None


_BY_KIND = {"day": _by_day, "week": _by_week, "month": _by_month, "once": _once}
