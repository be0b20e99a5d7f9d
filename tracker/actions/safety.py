"""Cards of medicine safety: that one was called for, and that it was put aside. Of the words nothing is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from tracker.actions import reviews
from tracker.actions.errors import NotFound
from tracker.actions.people import lock_person, page_date
from tracker.logic.medicine_safety import (
    STANDS_FOR,
    STOPPING_REASONS,
    WITHOUT_A_MEDICINE,
    Trigger,
    cools_down,
    is_rough_time,
)
from tracker.logic.medicine_words import triggers_in
from tracker.models import Dose, Medicine, MedicineChange, SafetyCard, StoppingThought

LATELY = dt.timedelta(days=3)
"""How old what somebody tells of may be to call for a card now."""
LOOK_BACK = dt.timedelta(days=60)
"""An older card neither stands nor makes another one wait, however late its settling arrives."""


@transaction.atomic
def raise_for_words(
    *, user_id: UUID, text: str, now: dt.datetime, medicine_id: UUID | None = None
) -> frozenset[Trigger]:
    """Raise the cards that the words of *text* call for, and keep nothing of it. What was called for.

    Call it in the saving request, in its transaction, for words that are new. *medicine_id*: the medicine that the
    note stands with; without one it is the person's only medicine, or none in particular. Red flags count for
    everybody, the rest for people who keep a medicine here, agitation in a rough time of one alone.
    """
    if not text.strip():
        return frozenset()
    medicines = list(Medicine.objects.for_user(user_id).current())
    names = [name for medicine in medicines for name in (medicine.name, medicine.nickname) if name]
    found = triggers_in(text, names=names)
    if Trigger.WORSE_MOOD in found and not _rough(user_id, medicines, now):
        found -= {Trigger.WORSE_MOOD}
    if not medicines:
        found &= WITHOUT_A_MEDICINE
    own = next((medicine.pk for medicine in medicines if medicine.pk == medicine_id or len(medicines) == 1), None)
    for trigger in sorted(found):
        raise_card(user_id=user_id, trigger=trigger, medicine_id=own, now=now)
    return found


def follow_dose(dose: Dose, *, before: Dose | None, now: dt.datetime) -> None:
    """The cards for what is new in a dose of the last days: its reason, and the words of its note.

    *before*: as it stood, None where nothing was said. A reason taken back takes back the card that it called for.
    """
    medicine_id, (reason, note) = dose.schedule.medicine_id, (before.reason, before.note) if before else ("", "")
    if now.date() - dose.date > LATELY:
        return
    if dose.reason in STOPPING_REASONS and dose.reason != reason:
        raise_card(user_id=dose.user_id, trigger=Trigger.WANTS_TO_STOP, medicine_id=medicine_id, now=now)
    elif before and reason in STOPPING_REASONS and dose.reason not in STOPPING_REASONS:
        withdraw_wish_to_stop(user_id=dose.user_id, medicine_id=medicine_id, since=before.recorded_at, now=now)
    if dose.note and dose.note != note:
        raise_for_words(user_id=dose.user_id, text=dose.note, medicine_id=medicine_id, now=now)


@transaction.atomic
def raise_card(*, user_id: UUID, trigger: Trigger, medicine_id: UUID | None, now: dt.datetime) -> None:
    """One card of this trigger and medicine, unless one stands or was raised within its cooldown.

    About red flags it is one of no medicine in particular. Brings the person's review forward.
    """
    lock_person(user_id)
    about = None if trigger in WITHOUT_A_MEDICINE else medicine_id
    last = _last(user_id, trigger, about, now)
    if last and (_stands(last, now) or cools_down(trigger, raised_at=last.raised_at, now=now)):
        return
    SafetyCard.objects.create(user_id=user_id, trigger=trigger.value, medicine_id=about, raised_at=now)
    reviews.bring_forward(user_id=user_id, now=now)


@transaction.atomic
def withdraw_card(
    *, user_id: UUID, trigger: Trigger, medicine_id: UUID | None, now: dt.datetime, since: dt.datetime | None = None
) -> None:
    """What called for the card today was taken back: the row stays and stands for nothing.

    *since*: when that was said; a card raised before was called for by something else, and stays.
    """
    lock_person(user_id)
    last = _last(user_id, trigger, medicine_id, now)
    if last is None or (since and last.raised_at < since):
        return
    if page_date(user_id, last.raised_at) == page_date(user_id, now):
        last.trigger = ""
        last.save(update_fields=["trigger"])


def withdraw_wish_to_stop(*, user_id: UUID, medicine_id: UUID | None, since: dt.datetime, now: dt.datetime) -> None:
    """As `withdraw_card`, unless a dose of the last days or another thought of stopping still says so."""
    doses = Dose.objects.for_user(user_id).filter(schedule__medicine=medicine_id, date__gte=now.date() - LATELY)
    thoughts = StoppingThought.objects.for_user(user_id).standing().filter(medicine=medicine_id)
    if thoughts.filter(recorded_at__gte=now - LATELY).exists():
        return
    if not any(dose.reason in STOPPING_REASONS for dose in doses):
        withdraw_card(user_id=user_id, trigger=Trigger.WANTS_TO_STOP, medicine_id=medicine_id, since=since, now=now)


@transaction.atomic
def settle_card(
    *,
    user_id: UUID,
    trigger: Trigger,
    medicine_id: UUID | None,
    noted: bool,
    recorded_at: dt.datetime,
    now: dt.datetime,
) -> None:
    """Put the card aside, or take that back with *noted* False. The row stays, and its cooldown runs from its raising.

    A card that stands by the record alone gets its row now. Raises NotFound for a medicine that is not the person's.
    """
    lock_person(user_id)
    if medicine_id and not Medicine.objects.for_user(user_id).filter(pk=medicine_id).exists():
        raise NotFound("no such medicine")
    said_at = min(recorded_at, now)
    last = _last(user_id, trigger, medicine_id, now)
    if not noted:
        if last and last.settled_at:
            last.settled_at = None
            last.save(update_fields=["settled_at"])
        return
    if last is None or not (_stands(last, said_at) or cools_down(trigger, raised_at=last.raised_at, now=said_at)):
        last = SafetyCard(user_id=user_id, medicine_id=medicine_id, trigger=trigger.value, raised_at=said_at)
    last.settled_at = max(said_at, last.raised_at)
    last.save()


def _stands(card: SafetyCard, now: dt.datetime) -> bool:
    return card.settled_at is None and now < card.raised_at + STANDS_FOR


def only_medicine(user_id: UUID) -> UUID | None:
    """The person's medicine where they keep one alone."""
    found = Medicine.objects.for_user(user_id).current().values_list("pk", flat=True)[:2]
    return found[0] if len(found) == 1 else None


def _last(user_id: UUID, trigger: Trigger, medicine_id: UUID | None, now: dt.datetime) -> SafetyCard | None:
    lately = SafetyCard.objects.for_user(user_id).filter(raised_at__gte=now - LOOK_BACK)
    rows = lately.filter(medicine=medicine_id).order_by("-raised_at")
    return next((row for row in rows if row.trigger == trigger), None)


def _rough(user_id: UUID, medicines: Sequence[Medicine], now: dt.datetime) -> bool:
    today = page_date(user_id, now)
    changed = MedicineChange.objects.for_user(user_id).filter(medicine__in=medicines, date__lte=today)
    latest = {row.medicine_id: row.date for row in changed.order_by("date")}
    return any(
        is_rough_time(today=today, started_on=started_on(medicine), changed_on=latest.get(medicine.pk))
        for medicine in medicines
    )


def started_on(medicine: Medicine) -> dt.date:
    """Since when it is taken, as the person said; else since when it stands here."""
    return medicine.taken_since or medicine.created_at.date()
