"""When to offer to ask for homework, and until when homework can be recorded.  [pure]

None was set 24 hours after a session, or the next is within three days: our own rule, version 2.

Answered before the next session, it is not offered again because of the last.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

RULE_VERSION = 2
AFTER = dt.timedelta(hours=24)
LONGEST_AFTER = dt.timedelta(days=28)
BEFORE = dt.timedelta(days=3)
FILL_IN = dt.timedelta(days=14)

Moment = Literal["after", "before"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All instants are aware UTC, None where there is none.

    `last_asked`, `next_asked`: when the offer was answered for that session. `set_at`: when homework was last
    written down. `some_left`: there is homework that is not over.
    """

    last_at: dt.datetime | None
    last_asked: dt.datetime | None
    next_at: dt.datetime | None
    next_asked: dt.datetime | None
    set_at: dt.datetime | None
    some_left: bool


def ask_for_homework(known: Known, *, now: dt.datetime) -> Moment | None:
    """ "after" a session that set none, "before" the next one, None where nothing is to be offered."""
    if known.some_left:
        return None
    if known.next_at and dt.timedelta(0) < known.next_at - now <= BEFORE:
        return None if known.next_asked else "before"
    if known.last_at is None or known.last_asked or not AFTER <= now - known.last_at <= LONGEST_AFTER:
        return None
    return "after" if known.set_at is None or known.set_at < known.last_at else None


def can_be_recorded(at: dt.datetime, *, said_at: dt.datetime) -> bool:
    """Whether homework due at *at* could still be recorded at *said_at*: up to 14 days later."""
    return said_at - at <= FILL_IN
