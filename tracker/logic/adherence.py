"""What can be said of how often a medicine was taken.  [pure]"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

MOST_UNANSWERED = 0.30


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts of doses. `due` leaves out what the prescriber paused; `recorded` is taken, missed or skipped on purpose.

    A dose the person was not sure of is neither recorded nor unanswered.
    """

    due: int
    recorded: int
    taken: int
    unanswered: int


def tally(states: Sequence[str]) -> Tally:
    """Counts *states*, one for each dose that fell due: a dose state, or "" where nothing was recorded."""
    counts = Counter(states)
    return Tally(
        due=len(states) - counts["told_to_pause"],
        recorded=counts["taken"] + counts["missed"] + counts["skipped_on_purpose"],
        taken=counts["taken"],
        unanswered=counts[""],
    )


def adherence(states: Sequence[str]) -> int | None:
    """How many were taken of those recorded; None when more than 30 % went unanswered, or nothing is known.

    Better no number than a wrong one. Source: clinical rules, medication check-in.
    """
    counted = tally(states)
    if not counted.recorded or counted.unanswered > MOST_UNANSWERED * counted.due:
        return None
    return counted.taken


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionTally:
    """One version of a medicine, in force from `start` to `end` (aware; None: still). `taken`: as `adherence` says."""

    start: datetime
    end: datetime | None
    counted: Tally
    taken: int | None


def by_version(doses: Iterable[tuple[datetime, str]], starts: Sequence[datetime]) -> tuple[VersionTally, ...]:
    """The counts of each version by itself, from its own start on, in the order of *starts* (aware, ascending).

    *doses*: the instant each was due and its state, "" where nothing was recorded. What was due before the first start
    counts nowhere: a new dose or new times begin at nothing. Raises ValueError for *starts* out of order.
    """
    if any(one >= two for one, two in pairwise(starts)):
        raise ValueError("starts are not in order")
    states: list[list[str]] = [[] for _start in starts]
    for at, state in doses:
        if place := bisect_right(starts, at):
            states[place - 1].append(state)
    ends = [*starts[1:], None][: len(starts)]
    return tuple(
        VersionTally(start=start, end=end, counted=tally(said), taken=adherence(said))
        for start, end, said in zip(starts, ends, states, strict=True)
    )
