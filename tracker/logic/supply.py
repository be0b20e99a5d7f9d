"""How long a counted supply of a medicine lasts, by its schedule.  [pure]"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

MOST_DOSES = 9999
WARN_AT = (7, 3)


def days_left(count: int, counted_on: date, due: Iterable[date], today: date) -> int | None:
    """Days from *today* to the first dose for which *count* doses, counted on *counted_on*, are not enough.

    *due*: the local dates of the doses since the count, ascending, one for each dose; it may never end, and no more
    of it is read than is needed. What the prescriber paused is not among them. 0 where nothing is left by now. None
    where *due* ends before the supply does. Raises ValueError for a negative count and for a *today* before the count.
    """
    if count < 0 or today < counted_on:
        raise ValueError("count or date")
    if count == 0:
        return 0
    for used, day in enumerate(due):
        if day < today and used + 1 >= count:
            return 0
        if used == count:
            return max((day - today).days, 0)
    return None


def threshold(days: int | None) -> int | None:
    """Which of WARN_AT was reached last, 7 or 3 days; None while there is more, or nobody knows.

    Source: clinical rules, medication, refill: days left 7 or fewer, then 3 or fewer.
    """
    if days is None:
        return None
    return min((limit for limit in WARN_AT if days <= limit), default=None)


def working_days(days: int, today: date) -> int:
    """How many of the *days* from *today* on, today's included, are Mondays to Fridays."""
    return sum((today + timedelta(days=ahead)).weekday() < 5 for ahead in range(days))
