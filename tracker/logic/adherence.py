"""What can be said of how often a medicine was taken.  [pure]"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

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
