"""How firmly a habit stands, in a way that forgives: one day left out hardly moves it.  [pure]

The average is the one of Loop Habit Tracker (its Score.kt): it halves in 13 days without the habit where that is
wanted every day, and more slowly where it is wanted less often. The words for it are our own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import floor, sqrt

RULES = "habits-1"

WEEK = 7
HALF_LIFE = 13  # days, of a daily habit
WINDOW = 14  # days over which a habit of fewer days a week is counted: Loop doubles a week, against a shift of days
LEAST_DAYS = 7  # that count, before anything is said

KEPT = frozenset({"done", "small"})
RESTED = "not_applicable"
STATES = ("done", "small", RESTED, "no")


class Standing(StrEnum):
    """What the score is called. Ours, and no more than words: firm from 0.75, growing from 0.4, loose from 0.15."""

    TOO_SOON = "too_soon"
    FAINT = "faint"
    LOOSE = "loose"
    GROWING = "growing"
    FIRM = "firm"


FROM = ((0.75, Standing.FIRM), (0.4, Standing.GROWING), (0.15, Standing.LOOSE))


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitDay:
    """One page. `state` is one of STATES or "" where nothing was said; `paused`: all habits rest on it."""

    date: date
    due: bool = True
    state: str = ""
    paused: bool = False

    @property
    def kept(self) -> bool:
        return self.state in KEPT

    @property
    def rested(self) -> bool:
        """It counts neither for nor against: it doesn't apply, all habits rest, or it isn't due."""
        return not self.kept and (not self.due or self.paused or self.state == RESTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Of several occurrences. `open` are those that nothing was said of."""

    done: int = 0
    small: int = 0
    rested: int = 0
    no: int = 0
    open: int = 0

    @property
    def kept(self) -> int:
        return self.done + self.small

    @property
    def counted(self) -> int:
        return self.kept + self.no + self.open


def tally(states: Iterable[str]) -> Tally:
    """How often each state was said. Raises ValueError for a state that is none of STATES or ""."""
    counts = Counter(states)
    if unknown := set(counts) - {*STATES, ""}:
        raise ValueError(f"no such state: {sorted(unknown)}")
    return Tally(done=counts["done"], small=counts["small"], rested=counts[RESTED], no=counts["no"], open=counts[""])


def day_state(states: Iterable[str]) -> str:
    """What is shown of a day on which these were said: the first of STATES among them, "" where nothing was."""
    said = set(states)
    return next((state for state in STATES if state in said), "")


def remains(frequency: float) -> float:
    """The share of a score that one day leaves standing. *frequency*: days wanted in a week / 7, above 0 up to 1.

    Raises ValueError for another frequency.
    """
    if not 0 < frequency <= 1:
        raise ValueError("frequency is above 0 and at most 1")
    return float(0.5 ** (sqrt(frequency) / HALF_LIFE))


def step(score: float, credit: float, *, frequency: float) -> float:
    """The *score* after one more day with this *credit*, all within 0 to 1."""
    share = remains(frequency)
    return score * share + credit * (1 - share)


def course(days: Sequence[HabitDay], *, wanted: int, whichever: bool = False) -> list[float]:
    """The score, 0 to 1, at the end of each of *days*, which follow each other.

    *wanted*: days of a week, 1 to 7; *whichever*: any of them, else those that are due. A day that rests leaves the
    score as it was, and so do the days after it that are not due. Of a habit for fewer than seven days a week, a day
    brings what was done in the last WINDOW days as a share of what was wanted in them, at most 1. The last day belongs
    in *days* once it is over or answered. Raises ValueError for another *wanted*.
    """
    if not 1 <= wanted <= WEEK:
        raise ValueError("wanted is 1 to 7 days of a week")
    window = 1 if wanted == WEEK else WINDOW
    score, scores, resting = 0.0, [], True
    for number, day in enumerate(days):
        resting = day.rested if day.due else resting
        if not (resting or (not day.due and (whichever or day.paused))):
            credit = _credit(days[max(0, number + 1 - window) : number + 1], wanted if whichever else None)
            score = score if credit is None else step(score, credit, frequency=wanted / WEEK)
        scores.append(score)
    return scores


def _credit(days: Sequence[HabitDay], wanted: int | None) -> float | None:
    counted = [day for day in days if not day.rested]
    target = len(counted) * wanted / WEEK if wanted else len(counted)
    return min(1.0, sum(day.kept for day in counted) / target) if target else None


def standing(days: Sequence[HabitDay], score: float) -> Standing:
    """What *score*, reached over *days*, is called."""
    if sum(not day.rested for day in days) < LEAST_DAYS:
        return Standing.TOO_SOON
    return next((name for least, name in FROM if score >= least), Standing.FAINT)


def days_in_a_row(days: Sequence[HabitDay]) -> int:
    """The last days on which it was due and done. A day that rests neither adds nor ends it."""
    count = 0
    for day in reversed(days):
        if day.kept:
            count += 1
        elif not day.rested:
            break
    return count


def weeks_in_a_row(days: Sequence[HabitDay], *, wanted: int) -> int:
    """The last weeks from Monday with at least *wanted* days done.

    The last week adds once it has them, and ends nothing. A week that was short, because it began or rested in the
    middle, neither adds nor ends it, where its days kept pace.
    """
    weeks: dict[date, list[HabitDay]] = {}
    for day in days:
        weeks.setdefault(day.date - timedelta(days=day.date.weekday()), []).append(day)
    count, last = 0, max(weeks, default=None)
    for monday in sorted(weeks, reverse=True):
        kept = sum(day.kept for day in weeks[monday])
        counted = sum(not day.rested for day in weeks[monday])
        if kept >= wanted:
            count += 1
        elif monday != last and (counted == WEEK or kept < floor(wanted * counted / WEEK)):
            break
    return count
