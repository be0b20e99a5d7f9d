"""The versions of a medicine: what was agreed with whoever prescribes it, and from when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tracker.logic.day import bounds, page_of
from tracker.models import Medicine, MedicineChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """With whom, as of which local date, and the medicine before and after it in words; `becomes` "" for an end."""

    with_whom: str
    on: dt.date
    was: str
    becomes: str


def keep_change(medicine: Medicine, *, agreed: Agreed, now: dt.datetime) -> dt.datetime:
    """Keep what was agreed; the instant from which it counts. In a transaction.

    A change of today counts from *now*, an earlier one from the start of its day, an end with the end of its day; never
    from before the change it follows.
    """
    person = medicine.user
    start, end = bounds(agreed.on, zone=person.zone, day_start=person.day_start)
    today = page_of(now, zone=person.zone, day_start=person.day_start)
    at = min(end, now) if not agreed.becomes or agreed.on >= today else start
    for change in medicine.changes.all():
        at = max(at, dt.datetime.fromisoformat(change.what["at"]) + dt.datetime.resolution)
    what = {"was": agreed.was, "is": agreed.becomes, "at": at.astimezone(dt.UTC).isoformat()}
    MedicineChange.objects.create(
        user_id=medicine.user_id, medicine=medicine, date=agreed.on, agreed_with=agreed.with_whom, what=what
    )
    return at


def take_back_end(medicine: Medicine, *, now: dt.datetime) -> None:
    """The medicine is back: its end did not last. The row stays. Nothing where there is none. In a transaction."""
    for change in medicine.changes.all():
        if not change.what["is"] and "taken_back" not in change.what:
            change.what = {**change.what, "taken_back": now.isoformat()}
            change.save(update_fields=["what"])
