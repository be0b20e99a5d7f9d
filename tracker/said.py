"""The guide's words to take along, with what the record knows in their blanks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models import User
from guide.catalogue import phrases
from guide.logic.phrases import Phrase
from tracker.care_team import episodes
from tracker.logic.adherence import adherence, tally
from tracker.logic.agenda import Known, fillings
from tracker.logic.episodes import weeks_between
from tracker.models import Carer, Medicine
from tracker.record import said
from tracker.versions import present_since

LISTENERS = ("therapist", "doctor")
FOUR_WEEKS = dt.timedelta(days=28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    listener: str
    title: Promise
    phrases: tuple[Phrase, ...]


def sheets() -> tuple[Sheet, ...]:
    """Those for whom there is a list."""
    return tuple(
        Sheet(listener=name, title=phrases.SHEETS[name].title, phrases=phrases.said_to(name)) for name in LISTENERS
    )


def filled_in(phrase: Phrase, *, user: User, now: dt.datetime) -> str:
    """The words of *phrase*, with “…” where the record knows nothing. Queries only for blanks."""
    blanks = {blank.name for blank in phrase.blanks}
    known = _known(user, now) if blanks else Known()
    return phrase.filled(fillings(blanks, known))


def _known(user: User, now: dt.datetime) -> Known:
    user_id, today = user.pk, now.astimezone(user.tzinfo).date()
    present = next(iter(episodes(user_id=user_id, today=today)), None)
    doctors = [carer for carer in Carer.objects.for_user(user_id).current() if carer.role == Carer.Role.DOCTOR]
    medicines = list(Medicine.objects.for_user(user_id).current())
    only = medicines[0] if len(medicines) == 1 else None
    since = only.taken_since if only else None
    missed, due = _doses(only, user, now) if only else (None, None)
    return Known(
        weeks=present.weeks if present else None,
        sessions=present.sessions if present else None,
        focus=present.focus if present else "",
        doctor=doctors[0].name if len(doctors) == 1 else "",
        medicine=(only.nickname or only.name) if only else "",
        medicine_weeks=weeks_between(since, today) if since else None,
        missed=missed,
        due=due,
    )


def _doses(medicine: Medicine, user: User, now: dt.datetime) -> tuple[int | None, int | None]:
    """Those not taken, of those something was said of, in four weeks of its present version; None where too few."""
    start = max(now - FOUR_WEEKS, present_since(user.pk).get(medicine.pk, now - FOUR_WEEKS))
    states = [
        row.state
        for row in said(user_id=user.pk, zone=user.zone, start=start, end=now)
        if row.schedule.medicine_id == medicine.pk
        and (row.state or (row.lapses_at is not None and row.lapses_at <= now))
    ]
    taken = adherence(states)
    return (None, None) if taken is None else (tally(states).recorded - taken, tally(states).recorded)
