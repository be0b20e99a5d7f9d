"""How close a goal is, 0 to 10, and what counts as movement.  [pure]"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

RULES = "goals-1"

LEAST, MOST = 0, 10
EVERY = timedelta(days=14)

# Ours, so that a change by chance is not called movement. A published figure for one goal, of young people in
# goal-based outcomes, is about 2.45.
MOVES_ONE = 3


class Movement(StrEnum):
    CLOSER = "closer"
    NONE = "none"
    FURTHER = "further"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """From *first* to *last*, both 0 to 10."""

    first: int
    last: int

    @property
    def by(self) -> int:
        return self.last - self.first


def rating_due(last: date | None, today: date) -> bool:
    """Whether a goal last rated on the page *last*, or never, is to be asked about on *today*: every two weeks."""
    return last is None or today - last >= EVERY


def movement(change: Change) -> Movement:
    """Of one goal: 3 points count."""
    if change.by >= MOVES_ONE:
        return Movement.CLOSER
    return Movement.FURTHER if change.by <= -MOVES_ONE else Movement.NONE
