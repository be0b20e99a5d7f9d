"""Which nudges a person's facts call for, and how many of them a day may carry.  [pure]"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

from tracker.logic.facts import Facts

MOST_A_DAY = 3
REVIEW_GROUPS = frozenset({"review", "goals", "staying", "progress", "practical"})
STILL_NEW = timedelta(days=2)


def applicable(facts: Facts) -> tuple[str, ...]:
    """Keys of the nudges that *facts* call for now, the weightiest first. Cooldown is not looked at here."""
    return tuple(key for key, applies in RULES.items() if applies(facts))


def admit(keys: Iterable[str], *, group_of: Callable[[str], str], sent_today: Iterable[str]) -> tuple[str, ...]:
    """The *keys* that still fit in the day: at most three nudges, one of them from the review groups.

    *sent_today* are the keys of nudges that the local day already has. Source: clinical 6.1 rule 4.
    """
    admitted: list[str] = []
    already = list(sent_today)
    for key in keys:
        taken = [group_of(other) for other in (*already, *admitted)]
        review_full = group_of(key) in REVIEW_GROUPS and any(group in REVIEW_GROUPS for group in taken)
        if len(taken) < MOST_A_DAY and not review_full:
            admitted.append(key)
    return tuple(admitted)


def _thinks_of_stopping(facts: Facts) -> bool:
    """n23: the person said so within the last two days."""
    thought = facts.stopping_thought_at
    return thought is not None and facts.now - STILL_NEW <= thought <= facts.now


RULES: dict[str, Callable[[Facts], bool]] = {"n23": _thinks_of_stopping}
