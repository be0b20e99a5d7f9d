"""What a share covers, how long it lasts, and whether it is open.  [pure]"""

from __future__ import annotations

from datetime import datetime, timedelta

LIFETIMES: dict[int, timedelta] = {days: timedelta(days=days) for days in (1, 7, 30)}
DEFAULT_LIFETIME = 7
LONGEST = timedelta(days=90)
WRONG_TRIES = 10
PASSCODE_DIGITS = 6
MOST_DRAFTS = 5
MOST_LINKS = 20
DRAFTS_KEPT = timedelta(days=1)
ADMITTED_FOR = timedelta(hours=1)


def expiry(*, lifetime: timedelta, now: datetime) -> datetime:
    """When a link made *now* (aware) ends. Raises ValueError for no time at all or more than LONGEST."""
    if not timedelta(0) < lifetime <= LONGEST:
        raise ValueError("a link lasts more than nothing and at most 90 days")
    return now + lifetime


def is_open(*, expires_at: datetime | None, revoked_at: datetime | None, wrong_tries: int, now: datetime) -> bool:
    """Whether a link may still be opened; instants are aware, `expires_at` is None before the link is made."""
    return expires_at is not None and now < expires_at and revoked_at is None and wrong_tries < WRONG_TRIES


def still_admitted(*, admitted_at: datetime, now: datetime) -> bool:
    """Whether someone who gave the passcode at *admitted_at* may reload the page without giving it again."""
    return timedelta(0) <= now - admitted_at < ADMITTED_FOR
