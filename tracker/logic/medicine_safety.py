"""When a card of medicine safety stands: rules over facts, drug-neutral.  [pure]

Source: clinical rules for medication, version 1 of November 2026, after NICE NG222 1.4.13 to 1.4.20; the cooldowns are
those of the nudges about the same. A rule says that a card stands, never what is to be done about a dose.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.logic.adherence import adherence, tally
from tracker.logic.supply import WARN_AT, threshold

RULES_VERSION = "2026-11-24.1"


class Trigger(StrEnum):
    """What calls for a card, the most pressing first: the order in which they stand."""

    RED_FLAGS = "red_flags"
    ALREADY_STOPPED = "already_stopped"
    WORSE_MOOD = "worse_mood"
    TWO_MISSED = "two_missed"
    WANTS_TO_STOP = "wants_to_stop"
    SIDE_EFFECTS = "side_effects"
    PREGNANCY = "pregnancy"
    MIXING = "mixing"
    LOW_ADHERENCE = "low_adherence"
    REFILL = "refill"
    REFILL_SOON = "refill_soon"


COMPUTED = frozenset({Trigger.TWO_MISSED, Trigger.LOW_ADHERENCE, Trigger.REFILL, Trigger.REFILL_SOON})
"""Those that stand as long as the record says so; the others stand once they were said."""

WITHOUT_A_MEDICINE = frozenset({Trigger.RED_FLAGS})
"""Those that stand also for somebody who keeps no medicine here."""

WEEK = dt.timedelta(days=7)
COOLDOWNS: Mapping[Trigger, dt.timedelta] = {
    Trigger.TWO_MISSED: WEEK,  # nudge n19
    Trigger.SIDE_EFFECTS: WEEK,  # nudge n22
    Trigger.WANTS_TO_STOP: dt.timedelta(days=14),  # nudge n23
    # Every saying of one counts as new: a card too many costs a tap, one too few may cost more.
    Trigger.RED_FLAGS: dt.timedelta(0),
    # No nudge names one; a week is what the medicine nudges have, and how often side effects are asked about.
    Trigger.ALREADY_STOPPED: WEEK,
    Trigger.WORSE_MOOD: WEEK,
    Trigger.PREGNANCY: WEEK,
    Trigger.MIXING: WEEK,
    Trigger.LOW_ADHERENCE: WEEK,
    # Nudge n20, at most two per refill: each of these two once, see `refill`.
    Trigger.REFILL: WEEK,
    Trigger.REFILL_SOON: WEEK,
}

STANDS_FOR = dt.timedelta(days=14)
"""How long a card stands on Today that nobody put aside; longer than any cooldown it would be old news."""

STOPPING_REASONS = frozenset({"felt_better", "not_helping", "did_not_want_to"})
GET_IN_THE_WAY = frozenset({"a_lot", "cannot_go_on"})
"""The two upper answers of how much side effects get in the way."""
UNANSWERED_AFTER = dt.timedelta(hours=24)
DID_NOT_HAPPEN = frozenset({"missed", ""})
ADHERENCE_DAYS = dt.timedelta(days=14)
LOW_ADHERENCE_BELOW = 0.80
FEWEST_DUE = 10
REFILLS = dict(zip(WARN_AT, (Trigger.REFILL, Trigger.REFILL_SOON), strict=True))
FIRST_WEEKS = dt.timedelta(weeks=4)
AFTER_A_CHANGE = dt.timedelta(days=14)
MOOD_WINDOW = 7
FEWEST_MOODS = 3
WORSE_BY = 1.0
VERY_LOW = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDose:
    """One dose that fell due at the aware instant `at`. `state` is a dose state, "" where nothing was recorded."""

    at: dt.datetime
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """`taken` of `recorded` doses."""

    taken: int
    recorded: int


def two_missed(doses: Sequence[DueDose], *, now: dt.datetime) -> bool:
    """Whether the last two doses that something is known of were missed, or went by without an answer for 24 hours.

    Before those 24 hours a dose without an answer is left out. One that was skipped on purpose has a reason, and that
    has cards of its own; one that the person was not sure of, or was told to pause, is none of the two.
    """
    known = [dose for dose in doses if dose.at <= now and (dose.state or dose.at + UNANSWERED_AFTER <= now)]
    last = sorted(known, key=lambda dose: dose.at)[-2:]
    return len(last) == 2 and all(dose.state in DID_NOT_HAPPEN for dose in last)


def low_adherence(doses: Sequence[DueDose], *, now: dt.datetime) -> Happened | None:
    """Under 80 % of those recorded in the last 14 days, of ten or more that fell due; None otherwise.

    *doses*: of one version of a schedule, since a new one begins afresh. Where more than 30 % went unanswered there is
    no number, and so no card (see `tracker.logic.adherence`).
    """
    states = [dose.state for dose in doses if now - ADHERENCE_DAYS <= dose.at <= now]
    counted, taken = tally(states), adherence(states)
    if counted.due < FEWEST_DUE or taken is None or taken >= LOW_ADHERENCE_BELOW * counted.recorded:
        return None
    return Happened(taken=taken, recorded=counted.recorded)


def refill(days_left: int | None) -> Trigger | None:
    """At seven days left and fewer, and once more at three; None where it is not counted, or there is enough."""
    reached = threshold(days_left)
    return None if reached is None else REFILLS[reached]


def is_rough_time(*, today: dt.date, started_on: dt.date | None, changed_on: dt.date | None) -> bool:
    """The first four weeks of a medicine, or two weeks after a change; both days inclusive."""
    new = started_on is not None and dt.timedelta(0) <= today - started_on <= FIRST_WEEKS
    changed = changed_on is not None and dt.timedelta(0) <= today - changed_on <= AFTER_A_CHANGE
    return new or changed


def is_mood_worse(moods: Mapping[dt.date, int], *, today: dt.date, item_9: int | None = None) -> bool:
    """Whether the last seven days were rougher: "very low" was said, or their mean lies a level or more below that of
    the seven before, each from three days or more; or question 9 was answered above 0.

    *moods*: levels 1 to 5 by local date. *item_9*: the latest answer, 0 to 3, None where none was given.
    """
    last, before = (
        [moods[day] for day in (today - dt.timedelta(days=back + ago) for ago in range(MOOD_WINDOW)) if day in moods]
        for back in (0, MOOD_WINDOW)
    )
    if (item_9 or 0) > 0 or VERY_LOW in last:
        return True
    if min(len(last), len(before)) < FEWEST_MOODS:
        return False
    return sum(before) / len(before) - sum(last) / len(last) >= WORSE_BY


def cools_down(trigger: Trigger, *, raised_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether another card of this trigger has to wait, after one that was raised then."""
    return now < raised_at + COOLDOWNS[trigger]
