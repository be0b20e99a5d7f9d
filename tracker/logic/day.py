"""Which page of the record an instant stands on: a day runs from the hour it starts at to the next one.  [pure]"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Part(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


def bounds(day: date, *, zone: str, day_start: time) -> tuple[datetime, datetime]:
    """[start, end) of the page of *day* as aware UTC instants.

    *day_start* is local wall time. Where the clocks leave it out, the page starts when they jump; where
    it comes twice, at the first. A page is therefore 23 or 25 hours long on the days they change.
    """
    return _start(day, zone, day_start), _start(day + timedelta(days=1), zone, day_start)


def page_of(at: datetime, *, zone: str, day_start: time) -> date:
    """The date of the page that the aware instant *at* stands on: before *day_start* it is still yesterday's."""
    day = at.astimezone(ZoneInfo(zone)).date()
    return day if at >= _start(day, zone, day_start) else day - timedelta(days=1)


def monday(day: date) -> date:
    """The Monday of *day*'s week."""
    return day - timedelta(days=day.weekday())


def part_of_day(at: datetime, *, zone: str, day_start: time) -> Part:
    """What people call the time of *at*, as part of the page it stands on.

    Past midnight it is still the night of that page; then morning until 12:00, afternoon until 17:00,
    evening until 22:00.
    """
    local = at.astimezone(ZoneInfo(zone))
    if local.date() > page_of(at, zone=zone, day_start=day_start) or local.hour >= 22:
        return Part.NIGHT
    if local.hour < 12:
        return Part.MORNING
    return Part.AFTERNOON if local.hour < 17 else Part.EVENING


def _start(day: date, zone: str, day_start: time) -> datetime:
    return datetime.combine(day, day_start, tzinfo=ZoneInfo(zone)).astimezone(UTC)
