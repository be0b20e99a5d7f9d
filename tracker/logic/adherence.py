"""What can be said of how often a medicine was taken.  [pure]"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

MOST_UNANSWERED = 0.30


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts of doses. `due` leaves out what the prescriber paused; `recorded` is what the person said anything of."""

    due: int
    recorded: int
    taken: int
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Adherence:
    """`taken` of `answered` doses; `not sure` and unanswered ones are in neither."""

    taken: int
    answered: int


def tally(states: Sequence[str]) -> Tally:
    """Counts *states*, one for each dose that fell due: a dose state, or "" where nothing was recorded."""
    counts = Counter(states)
    due = len(states) - counts["told_to_pause"]
    answered = counts["taken"] + counts["missed"] + counts["skipped_on_purpose"]
    return Tally(due=due, recorded=due - counts[""], taken=counts["taken"], answered=answered)


def adherence(states: Sequence[str]) -> Adherence | None:
    """Taken of taken, missed and skipped on purpose; None when more than 30 % went unanswered, or all did.

    Better no number than a wrong one. Source: clinical rules, medication check-in.
    """
    counted = tally(states)
    unanswered = counted.due - counted.recorded
    if not counted.answered or unanswered > MOST_UNANSWERED * counted.due:
        return None
    return Adherence(taken=counted.taken, answered=counted.answered)
