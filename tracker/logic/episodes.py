"""Stretches of therapy: a new therapist or a break of 90 days starts another.  [pure]

Both bounds, and when the fit checklist is offered, are our own rules, version 1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

RULE_VERSION = 1
BREAK = dt.timedelta(days=90)
FIRST_FIT, SECOND_FIT, FIT_EVERY = 1, 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A session that the person went to, on a local date. `therapist` is None where nobody was chosen."""

    on: dt.date
    therapist: UUID | None


def stretches(visits: Sequence[Visit]) -> list[int]:
    """For each of *visits*, by date, the number of the stretch it belongs to, counted from 0.

    A visit with nobody chosen goes on with whoever was there last.
    """
    numbers: list[int] = []
    therapist, before = None, None
    for visit in visits:
        fresh = before is not None and starts_another(before, visit, with_whom=therapist)
        therapist = visit.therapist or (None if fresh else therapist)
        numbers.append(numbers[-1] + fresh if numbers else 0)
        before = visit
    return numbers


def starts_another(before: Visit, visit: Visit, *, with_whom: UUID | None) -> bool:
    """Whether *visit* starts a stretch after *before*, *with_whom* being the therapist of that stretch."""
    if visit.on - before.on >= BREAK:
        return True
    return visit.therapist is not None and with_whom is not None and visit.therapist != with_whom


def weeks_between(start: dt.date, today: dt.date) -> int:
    """Full weeks from *start* to *today*, 0 where it is still to come."""
    return max((today - start).days // 7, 0)


def fit_due(sessions: int) -> bool:
    """Whether after this many sessions of a stretch the fit checklist is offered: after 1, 3, then every fourth."""
    return sessions == FIRST_FIT or (sessions >= SECOND_FIT and (sessions - SECOND_FIT) % FIT_EVERY == 0)
