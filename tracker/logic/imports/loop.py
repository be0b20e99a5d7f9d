"""What Loop Habit Tracker's numbers mean here, whether they come from its tables or from its database.  [pure]

Source: iSoron/uhabits, uhabits-core/src/jvmMain and commonMain, `Entry.kt` (the values), `Frequency.kt`, `Habit.kt`.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from tracker.logic.imports.found import Found, FoundHabit, Left

UNKNOWN, NO, YES_AUTO, YES_MANUAL, SKIP = -1, 0, 1, 2, 3
WORDS = {"UNKNOWN": UNKNOWN, "NO": NO, "YES_AUTO": YES_AUTO, "YES_MANUAL": YES_MANUAL, "SKIP": SKIP}
DONE, SMALL, NOT_APPLICABLE = "done", "small", "not_applicable"
THOUSANDTHS = 1_000


@dataclass(frozen=True, slots=True)
class Kind:
    """`target` None: yes or no. Else an amount to reach, or with `at_most` not to go beyond."""

    target: float | None = None
    at_most: bool = False


def value_of(written: str) -> int | None:
    """The number behind a word or figure of the tables; None for anything else."""
    word = written.strip()
    if word in WORDS:
        return WORDS[word]
    try:
        return int(word)
    except ValueError:
        return None


def habit_of(
    title: str, *, per: int | None, days: int | None, at: dt.time | None, ended: bool, found: Found
) -> FoundHabit:
    """*per* times in *days* days, as so many times a week; counted where that is not quite the same."""
    if not per or not days or per < 1 or days < 1 or per >= days:
        return FoundHabit(title, None, at, ended)
    a_week = min(max(math.floor(min(per * 7 / days, 7) + 0.5), 1), 7)
    if per * 7 != a_week * days:
        found.leave(Left.FREQUENCY)
    return FoundHabit(title, None if a_week == 7 else a_week, at, ended)


def tick(value: int, kind: Kind, found: Found) -> str:
    """The state that *value* says the day has, "" where it says none.

    "No" and "not known" are both blank here, as is a day that counts only by its frequency: nobody ticked it.
    """
    if value == SKIP:
        return NOT_APPLICABLE
    if kind.target is None:
        if value in (NO, YES_AUTO):
            found.leave(Left.SAID_NO if value == NO else Left.BY_FREQUENCY)
        return DONE if value == YES_MANUAL else ""
    return _amount(value / THOUSANDTHS, kind.target, kind, found) if 0 <= value < 10**12 else ""


def _amount(amount: float, target: float, kind: Kind, found: Found) -> str:
    if kind.at_most and amount > target:
        found.leave(Left.OVER_TARGET)
        return ""
    if not kind.at_most and amount <= 0:
        return ""
    found.leave(Left.NUMBERS)
    return DONE if kind.at_most or amount >= target else SMALL
