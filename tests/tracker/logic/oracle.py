"""What a rule means, found the long way: every minute of the clock on the wall, every day from the start.

It shares no arithmetic with the product: it never uses `fold`, never jumps, and knows a gap only as minutes
that no instant shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tracker.logic.schedule import Occurrence, Rule

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
Wall = dict[datetime, list[datetime]]


@lru_cache(maxsize=400)
def shown_on(zone: str, day: date) -> list[tuple[datetime, datetime]]:
    """(what the clock shows, instant) for each minute of one day of UTC."""
    midnight, tz = datetime.combine(day, datetime.min.time(), UTC), ZoneInfo(zone)
    instants = (midnight + count * MINUTE for count in range(1440))
    return [(instant.astimezone(tz).replace(tzinfo=None, fold=0), instant) for instant in instants]


def wall_around(zone: str, day: date) -> Wall:
    wall: Wall = {}
    for near in range(-2, 3):
        for shown, instant in shown_on(zone, day + near * DAY):
            wall.setdefault(shown, []).append(instant)
    return wall


def is_shown(day: date, zone: str) -> bool:
    return any(minute.date() == day for minute in wall_around(zone, day))


def instant_of(shown: datetime, zone: str) -> datetime:
    """Its first pass; where the clock leaves it out, as long after the last minute before it as the wall says."""
    wall = wall_around(zone, shown.date())
    back = 0
    while shown - back * MINUTE not in wall:
        back += 1
    passes = wall[shown - back * MINUTE]
    return passes[0] if back == 0 else passes[-1] + back * MINUTE


def days_of(rule: Rule, last: date) -> Iterator[date]:
    weeks = months = 0
    day = rule.start
    while day <= min(last, rule.end or last):
        if day > rule.start:
            weeks += day.strftime("%a") == "Mon"
            months += day.day == 1
        if _is_on(rule, day, weeks, months):
            yield day
        day += DAY


def _is_on(rule: Rule, day: date, weeks: int, months: int) -> bool:
    if rule.every == "once":
        return day == rule.start
    if rule.every == "week":
        return weeks % rule.interval == 0 and day.isoweekday() - 1 in rule.weekdays
    if rule.every == "month":
        is_last = (day + DAY).day == 1
        fits = day.day == rule.month_day or (is_last and (rule.month_day or 0) > day.day)
        return months % rule.interval == 0 and fits
    passed = (day - rule.start).days
    if rule.on_days and rule.off_days:
        return passed % (rule.on_days + rule.off_days) in range(rule.on_days)
    return passed % rule.interval == 0


def by_the_wall(rule: Rule, first: date, last: date, zone: str) -> list[Occurrence]:
    """Every occurrence from *first* to *last*; where two meet at one instant, the one the clock shows."""
    standing: dict[datetime, Occurrence] = {}
    for day in (day for day in days_of(rule, last) if day >= first and is_shown(day, zone)):
        for slot, clock in enumerate(rule.times):
            shown = datetime.combine(day, clock)
            at = instant_of(shown, zone)
            real = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) == shown
            if real or at not in standing:
                standing[at] = Occurrence(day, slot, at)
    return [standing[at] for at in sorted(standing)]


def by_hours(rule: Rule, last: date, zone: str) -> list[Occurrence]:
    at = instant_of(datetime.combine(rule.start, rule.times[0]), zone)
    seen: Counter[date] = Counter()
    found = []
    while (day := at.astimezone(ZoneInfo(zone)).date()) <= last + DAY:
        if rule.end is None or day <= rule.end:
            found.append(Occurrence(day, seen[day], at))
        seen[day] += 1
        for _ in range(rule.interval):
            at += timedelta(minutes=60)
    return found


def expected(rule: Rule, *, start: datetime, end: datetime, zone: str) -> list[Occurrence]:
    first, last = start.date() - 3 * DAY, end.date() + 3 * DAY
    found = by_hours(rule, last, zone) if rule.every == "hours" else by_the_wall(rule, first, last, zone)
    return [one for one in found if start <= one.at < end]
