"""The guide's words to take along, with what the record knows in their blanks."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise

from guide.catalogue import phrases
from guide.logic.phrases import Phrase
from tracker.care_team import episodes
from tracker.logic.agenda import Known, fillings
from tracker.logic.episodes import weeks_between
from tracker.models import Carer, Dose, Medicine

LISTENERS = ("therapist", "doctor")
FOUR_WEEKS = dt.timedelta(days=28)
SAID = (Dose.State.TAKEN, Dose.State.MISSED, Dose.State.SKIPPED_ON_PURPOSE)


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


def filled_in(phrase: Phrase, *, user_id: UUID, today: dt.date) -> str:
    """The words of *phrase*, with “…” where the record knows nothing. Queries only for blanks: at most four."""
    blanks = {blank.name for blank in phrase.blanks}
    known = _known(user_id, today) if blanks else Known()
    return phrase.filled(fillings(blanks, known))


def _known(user_id: UUID, today: dt.date) -> Known:
    present = next(iter(episodes(user_id=user_id, today=today)), None)
    doctors = [carer for carer in Carer.objects.for_user(user_id).current() if carer.role == Carer.Role.DOCTOR]
    medicines = list(Medicine.objects.for_user(user_id).current())
    only = medicines[0] if len(medicines) == 1 else None
    since = only.taken_since if only else None
    doses = Dose.objects.for_user(user_id).filter(date__gt=today - FOUR_WEEKS, date__lte=today, state__in=SAID)
    counted = Counter(doses.values_list("state", flat=True))
    return Known(
        weeks=present.weeks if present else None,
        sessions=present.sessions if present else None,
        focus=present.focus if present else "",
        doctor=doctors[0].name if len(doctors) == 1 else "",
        medicine=(only.nickname or only.name) if only else "",
        medicine_weeks=weeks_between(since, today) if since else None,
        missed=counted[Dose.State.MISSED],
        due=sum(counted.values()),
    )
