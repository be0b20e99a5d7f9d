"""The versions of a medicine, in words, and what was taken of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from tracker.logic.adherence import by_version
from tracker.logic.schedule import Rule
from tracker.models import Medicine, MedicineChange
from tracker.words import inside, limits_in_words, rule_in_words

AsNeeded = Mapping[str, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """As it stood from `since` on. `agreed_with` is "" for the first one, `words` "" for an end.

    Of the days looked at: `taken` of those `recorded`, None where too little was recorded for a number; `due` doses.
    """

    since: dt.date
    words: str
    agreed_with: str
    taken: int | None = None
    recorded: int = 0
    due: int = 0


def in_words(dose: str, rule: Rule | None, as_needed: AsNeeded | None) -> str:
    """ "50 mg, every day at 08:00" """
    return ", ".join(filter(None, (dose, when_inside(rule, as_needed)))) if dose else when_in_words(rule, as_needed)


def when_in_words(rule: Rule | None, as_needed: AsNeeded | None) -> str:
    """ "Every day at 08:00", "As needed, at most 3 in a day" """
    if as_needed is not None:
        return limits_in_words(as_needed["most_a_day"], as_needed["gap_minutes"])
    return rule_in_words(rule) if rule else ""


def standing_in_words(medicine: Medicine, rule: Rule | None) -> str:
    """ "Every day at 08:00", or that it is paused: since when, and who said so."""
    if medicine.paused_at is None:
        return when_in_words(rule, medicine.as_needed)
    day = date_format(timezone.localtime(medicine.paused_at), "j F")
    return _("Paused since %(day)s, as %(who)s said") % {"day": day, "who": medicine.paused_by}


def when_inside(rule: Rule | None, as_needed: AsNeeded | None) -> str:
    """The same within a sentence."""
    if as_needed is not None:
        words = limits_in_words(as_needed["most_a_day"], as_needed["gap_minutes"])
        return words[:1].lower() + words[1:]
    return inside(rule) if rule else ""


def versions(*, user: User, medicine: Medicine, doses: Iterable[tuple[dt.datetime, str]] = ()) -> tuple[Version, ...]:
    """The newest first. *doses*: the instant each of some days was due and its state, counted by version.

    Two queries.
    """
    changes = sorted((change for change in medicine.changes.all() if _stands(change)), key=_at)
    first = medicine.schedules.order_by("since").first()
    begun = first.since if first else medicine.created_at
    starts = [min([begun, *map(_at, changes)]), *map(_at, changes)]
    if len(starts) > 1 and starts[0] == starts[1]:
        starts[0] -= dt.datetime.resolution
    counts = by_version(doses, starts)
    now = in_words(medicine.dose, medicine.last_rule, medicine.as_needed)
    dates = [begun.astimezone(user.tzinfo).date(), *(change.date for change in changes)]
    words = [changes[0].what["was"] if changes else now, *(change.what["is"] for change in changes)]
    whom = ["", *(change.agreed_with for change in changes)]
    found = [
        Version(
            since=since,
            words=said,
            agreed_with=agreed_with,
            taken=count.taken,
            recorded=count.counted.recorded,
            due=count.counted.due,
        )
        for since, said, agreed_with, count in zip(dates, words, whom, counts, strict=True)
    ]
    return tuple(reversed(found))


def present_since(user_id: UUID) -> dict[UUID, dt.datetime]:
    """By medicine, the instant from which its present version holds, where it was ever changed. One query.

    What was due before it counts for another version.
    """
    found: dict[UUID, dt.datetime] = {}
    for change in MedicineChange.objects.for_user(user_id):
        if _stands(change) and change.what["is"]:
            found[change.medicine_id] = max(_at(change), found.get(change.medicine_id, _at(change)))
    return found


def _stands(change: MedicineChange) -> bool:
    return "taken_back" not in change.what


def _at(change: MedicineChange) -> dt.datetime:
    return dt.datetime.fromisoformat(change.what["at"])
