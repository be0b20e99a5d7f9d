"""Whether a person comes back after days without a word."""

from __future__ import annotations

import datetime as dt

from tracker.logic.day import page_of
from tracker.person import Person

GAP = dt.timedelta(days=3)


def after_a_gap(person: Person, *, last: dt.datetime | None, today: dt.date) -> bool:
    """Three whole days or more lie between *today* and the *last* thing recorded, within two weeks, or the start."""
    page = page_of(last or person.joined, zone=person.zone, day_start=person.day_start)
    return today - max(page, person.slept_on or page) > GAP
