"""What can be said of several nights of the sleep diary.  [pure]

Source: clinical rules, sleep formulas (spread as a circular standard deviation, regularity index after Phillips 2017).
A regularity index of a diary is higher than one of a device, so the two are never compared.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from statistics import fmean, median

from tracker.logic.sleep import DAY, Night

WEEK, FEWEST = 7, 5
FEWEST_PAIRS = 5
LONG, OFTEN, WEEKS = 30, 3, 13
SHORT = 6 * 60  # minutes asleep; source: clinical rules, habits, sleep: said of a mean of seven nights, never of one


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Means, and medians for `sol` and `waso`; None with fewer than five of the seven nights."""

    filled: int
    tib: float | None
    tst: float | None
    se: float | None
    se_of_trying: float | None
    twak: float | None
    sol: float | None
    waso: float | None


def week(nights: Sequence[Night | None]) -> Week:
    """Of seven neighbouring nights, None for one that was not filled in."""
    there = [night for night in nights if night is not None]
    return Week(
        filled=len(there),
        tib=_mean(night.tib for night in there),
        tst=_mean(night.tst for night in there),
        se=_mean(night.se for night in there),
        se_of_trying=_mean(night.se_of_trying for night in there),
        twak=_mean(night.twak for night in there),
        sol=_median(night.sol for night in there),
        waso=_median(night.waso for night in there),
    )


def is_short(week: Week) -> bool:
    """Whether the mean time asleep is under six hours; not where too few nights tell."""
    return week.tst is not None and week.tst < SHORT


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if len(known) >= FEWEST else None


def _median(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(median(known)) if len(known) >= FEWEST else None


def spread(midpoints: Sequence[float]) -> float | None:
    """Circular standard deviation in minutes of times of day, given in minutes; None with fewer than seven.

    Infinite where the times cancel each other out.
    """
    if len(midpoints) < WEEK:
        return None
    length = min(abs(_mean_direction(midpoints)), 1.0)  # rounding may carry it past one
    return math.sqrt(-2 * math.log(length)) * DAY / (2 * math.pi) if length > 1e-12 else math.inf


def steadiness(minutes_of_spread: float) -> str:
    """ "steady", "fairly" or "varied"."""
    return "steady" if minutes_of_spread < 30.5 else "fairly" if minutes_of_spread < 60.5 else "varied"


def sri(days: Sequence[Sequence[bool] | None]) -> float | None:
    """Sleep Regularity Index: how often one minute is as the same minute of the next day, 100 for always, 0 for chance.

    *days* are neighbours, None where nothing is known. None with fewer than seven, or five pairs.
    """
    pairs = [(one, two) for one, two in pairwise(days) if one is not None and two is not None]
    if len(days) < WEEK or len(pairs) < FEWEST_PAIRS:
        return None
    same = sum(a == b for one, two in pairs for a, b in zip(one, two, strict=True))
    return -100 + 200 * same / sum(len(one) for one, _two in pairs)


def usual_time(times: Sequence[time]) -> time | None:
    """The median time of day, to the minute, also round midnight; None where there is none."""
    if not times:
        return None
    walls = [at.hour * 60 + at.minute for at in times]
    centre = cmath.phase(_mean_direction(walls)) * DAY / (2 * math.pi)
    offsets = [(wall - centre + DAY / 2) % DAY - DAY / 2 for wall in walls]
    wall = math.floor(centre + median(offsets) + 0.5) % DAY
    return time(wall // 60, wall % 60)


def usual_count(counts: Sequence[int]) -> int | None:
    """The median, rounded up from a half; None where there is none."""
    return math.floor(median(counts) + 0.5) if counts else None


def often_awake(nights: Sequence[Night | None]) -> bool:
    """More than 30 minutes to fall asleep or awake in the night, on three nights of each of the last 13 weeks.

    *nights* are neighbours, the last of them the latest.
    """
    recent = list(nights)[-WEEKS * WEEK :]
    if len(recent) < WEEKS * WEEK:
        return False
    long = [night is not None and max(night.sol or 0, night.waso or 0) > LONG for night in recent]
    return all(sum(long[start : start + WEEK]) >= OFTEN for start in range(0, len(long), WEEK))


def _mean_direction(minutes_of_day: Sequence[float]) -> complex:
    return sum(cmath.exp(2j * math.pi * minute / DAY) for minute in minutes_of_day) / len(minutes_of_day)
