"""A medicine without times: what its label says of how much and how often, and what is recorded.  [pure]"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
MOST_A_DAY = 24
LONGEST_GAP = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """As copied from the label, None where it says nothing: doses in any 24 hours, minutes between two."""

    most_a_day: int | None = None
    gap_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """`count` doses in the 24 hours up to now, the first of them at `since`, the last of all at `last`.

    `reached`: as many as the label says, or more. `gap_ends`: until when the time between two has not passed, None
    where it has. Facts to show before another is recorded, never a verdict.
    """

    count: int
    since: datetime | None
    last: datetime | None
    reached: bool
    gap_ends: datetime | None


def recent(taken: Iterable[datetime], *, limits: Limits, now: datetime) -> Recent:
    """What stands at *now* of the instants *taken* (aware, in any order); what is later than *now* does not count.

    The day is any 24 hours, not the calendar's: a dose exactly 24 hours ago is outside of it.
    """
    past = sorted(at for at in taken if at <= now)
    today = [at for at in past if at > now - DAY]
    last = past[-1] if past else None
    gap_ends = last + timedelta(minutes=limits.gap_minutes) if last and limits.gap_minutes else None
    return Recent(
        count=len(today),
        since=today[0] if today else None,
        last=last,
        reached=limits.most_a_day is not None and len(today) >= limits.most_a_day,
        gap_ends=gap_ends if gap_ends and gap_ends > now else None,
    )


def by_month(taken: Iterable[datetime], *, zone: str) -> list[tuple[date, int]]:
    """How many in each calendar month of *zone*, by its first day, the newest first; months without are left out."""
    local = (at.astimezone(ZoneInfo(zone)).date().replace(day=1) for at in taken)
    return sorted(Counter(local).items(), reverse=True)
