"""When a reminder may go, when it may not, and when to try again.  [pure]"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_FROM, DAY_UNTIL = time(8), time(21, 30)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=15)

# What a person set for a time of theirs passes quiet hours; so does a test they asked for.
PASSES_QUIET = frozenset({"dose", "wind_down", "test"})
SILENT_CHANNELS = frozenset({"inbox"})


def held_until(kind: str, channel: str, *, now: datetime, zone: str, start: time, end: time) -> datetime | None:
    """The aware UTC end of the quiet hours (*start* to *end*, local wall time) that hold this back, or None.

    The same time twice means no quiet hours. Source: decisions, "Reminders"; clinical 6.1 rule 3.
    """
    if kind in PASSES_QUIET or channel in SILENT_CHANNELS:
        return None
    return None if in_hours(now, zone=zone, start=end, end=start) else next_at(end, after=now, zone=zone)


def in_hours(instant: datetime, *, zone: str, start: time, end: time) -> bool:
    """Whether *instant* lies in [start, end) local wall time; over midnight too. The same time twice: always."""
    local = instant.astimezone(ZoneInfo(zone)).time()
    if start < end:
        return start <= local < end
    return local >= start or local < end


def next_at(wall: time, *, after: datetime, zone: str) -> datetime:
    """The first instant (aware UTC) later than *after* at which the local clock shows *wall*."""
    place = ZoneInfo(zone)
    today = after.astimezone(place).date()
    days = (today + timedelta(days=days) for days in range(-1, 3))
    instants = (datetime.combine(day, wall, place).astimezone(UTC) for day in days)
    return next(instant for instant in instants if instant > after)


def in_daytime(now: datetime, *, zone: str) -> datetime:
    """*now* between 08:00 and 21:30 local, else the next 08:00; aware UTC. Source: clinical 6.1 rule 3."""
    if in_hours(now, zone=zone, start=DAY_FROM, end=DAY_UNTIL):
        return now
    return next_at(DAY_FROM, after=now, zone=zone)


def question_window(*, due_at: datetime, expires_at: datetime) -> tuple[datetime, datetime]:
    """When "Did you take it?" may be asked: from the end of a dose's grace window, for as long again.

    The grace window is at most half the gap to the next dose (clinical 3.7), so this ends before that dose.
    """
    return expires_at, expires_at + (expires_at - due_at)


def wait(attempts: int, *, spread: float, asked: timedelta | None = None) -> timedelta:
    """How long to wait before the next try: doubling from 15 s to 15 min, plus up to half as much again.

    *attempts* counts the tries so far, *spread* lies in [0, 1), *asked* is what the service asked for at least.
    """
    doubled = FIRST_WAIT
    for _ in range(1, min(attempts, 10)):
        doubled = min(doubled * 2, LONGEST_WAIT)
    return max(doubled * (1 + spread / 2), asked or timedelta(0))
