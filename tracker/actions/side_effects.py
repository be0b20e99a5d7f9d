"""Side effects of a week."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from tracker.actions.people import lock_person, page_date
from tracker.actions.safety import only_medicine, raise_card, raise_for_words, withdraw_card
from tracker.logic.medicine_safety import GET_IN_THE_WAY, Trigger
from tracker.models import SideEffects


@transaction.atomic
def record_side_effects(
    *,
    user_id: UUID,
    date: dt.date,
    much: str,
    note: str,
    red_flag: bool,
    recorded_at: dt.datetime,
    now: dt.datetime,
) -> SideEffects | None:
    """What was said on the page *date*, *much* one of SideEffects.Much; "" and no *note* take it back. The row stays.

    Of two sayings the one with the later `recorded_at` stands; None where there is none and nothing was said. The two
    upper answers, a *red_flag* that was ticked and the words of a new note call for their cards; of a tick nothing else
    is kept. A lower answer takes back the card that an upper one of today's page called for. Raises ValueError for an
    unknown *much*.
    """
    if much and much not in SideEffects.Much.values:
        raise ValueError("side effects: unknown answer")
    lock_person(user_id)
    said_at = min(recorded_at, now)
    row = SideEffects.objects.for_user(user_id).filter(date=date).first()
    if row is not None and row.recorded_at > said_at:
        return row
    if red_flag:
        raise_card(user_id=user_id, trigger=Trigger.RED_FLAGS, medicine_id=None, now=now)
    if row is None:
        if not (much or note):
            return None
        row = SideEffects(user_id=user_id, date=date)
    _call_for_cards(row, much, note, now)
    row.much, row.note, row.recorded_at = much, note, said_at
    row.save()
    return row


def _call_for_cards(before: SideEffects, much: str, note: str, now: dt.datetime) -> None:
    user_id, medicine_id = before.user_id, only_medicine(before.user_id)
    if much in GET_IN_THE_WAY:
        raise_card(user_id=user_id, trigger=Trigger.SIDE_EFFECTS, medicine_id=medicine_id, now=now)
    elif before.much in GET_IN_THE_WAY and before.date == page_date(user_id, now):
        withdraw_card(user_id=user_id, trigger=Trigger.SIDE_EFFECTS, medicine_id=medicine_id, now=now)
    if note != before.note:
        raise_for_words(user_id=user_id, text=note, medicine_id=medicine_id, now=now)
