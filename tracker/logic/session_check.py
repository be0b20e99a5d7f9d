"""The session check: four answers after a session, and what they say together.  [pure]

The questions and their bounds are our own, version 1, and no validated test: the score is the mean of what was
answered, 1.0 to 5.0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Literal

RULE_VERSION = 1
ITEMS = 4
LOWEST, HIGHEST = 1, 5
GOOD, MIXED = 4.0, 3.0
DROP = 1.0
BEFORE = 3
HONEST = 3
HARD_TO_BE_HONEST = 2

Answers = Sequence[int | None]
Band = Literal["good", "mixed", "low"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The latest check among those before it; each None or False where there is too little to tell from.

    `score` and `alliance` are 1.0 to 5.0, `changed` says that something changed in the room.
    """

    score: float | None
    band: Band | None
    changed: bool
    holding_back: bool
    alliance: float | None


def check_answers(answers: Answers) -> tuple[int | None, ...]:
    """*answers* as they are kept: four, each 1 to 5 or None where left out. Raises ValueError."""
    if len(answers) != ITEMS:
        raise ValueError("session check: four answers")
    if any(answer is not None and not LOWEST <= answer <= HIGHEST for answer in answers):
        raise ValueError("session check: an answer is 1 to 5")
    return tuple(answers)


def score(answers: Answers) -> float | None:
    """The mean of what was answered, None where nothing was."""
    given = [answer for answer in answers if answer is not None]
    return fmean(given) if given else None


def band(value: float) -> Band:
    """Good from 4.0, mixed from 3.0, low below."""
    if value >= GOOD:
        return "good"
    return "mixed" if value >= MIXED else "low"


def read(checks: Sequence[Answers]) -> Reading:
    """What the last of *checks*, the oldest first, says; a check with nothing answered counts as none."""
    scores = [found for answers in checks if (found := score(answers)) is not None]
    honest = [answers[HONEST] for answers in checks if len(answers) > HONEST and answers[HONEST] is not None]
    latest = scores[-1] if scores else None
    return Reading(
        score=latest,
        band=None if latest is None else band(latest),
        changed=has_dropped(scores),
        holding_back=len(honest) > 1 and all(said is not None and said <= HARD_TO_BE_HONEST for said in honest[-2:]),
        alliance=fmean(scores[-2:]) if scores else None,
    )


def has_dropped(scores: Sequence[float]) -> bool:
    """Whether the last of *scores* lies 1.0 or more below the median of the three before it."""
    if len(scores) <= BEFORE:
        return False
    *_earlier, last = scores
    return median(scores[-1 - BEFORE : -1]) - last >= DROP
