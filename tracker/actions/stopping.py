"""The thought of stopping a medicine, and that somebody has stopped: what is kept, and the card it calls for."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from tracker.actions import medication
from tracker.actions.errors import NotFound
from tracker.actions.people import lock_person
from tracker.actions.safety import raise_card, withdraw_card, withdraw_wish_to_stop
from tracker.logic.medicine_safety import Trigger
from tracker.models import Medicine, StoppingThought


@transaction.atomic
def say_thinking_of_stopping(
    *, user_id: UUID, medicine_id: UUID, reasons: list[str] | None, now: dt.datetime
) -> StoppingThought:
    """As `medication.record_stopping_thought`, with its card; "pregnancy" among the reasons calls for its own.

    A reason taken out the same day takes back the card that it called for. Raises NotFound.
    """
    lock_person(user_id)
    before = StoppingThought.objects.for_user(user_id).standing().filter(medicine=medicine_id).first()
    thought = medication.record_stopping_thought(user_id=user_id, medicine_id=medicine_id, reasons=reasons, now=now)
    raise_card(user_id=user_id, trigger=Trigger.WANTS_TO_STOP, medicine_id=medicine_id, now=now)
    if "pregnancy" in thought.reasons:
        raise_card(user_id=user_id, trigger=Trigger.PREGNANCY, medicine_id=medicine_id, now=now)
    elif before == thought:
        _withdraw_pregnancy(before, now)
    return thought


@transaction.atomic
def take_back_thought(*, user_id: UUID, medicine_id: UUID, now: dt.datetime) -> None:
    """It was tapped by mistake: the thought of today and the cards that it called for. Raises NotFound."""
    lock_person(user_id)
    thought = medication.take_back_stopping_thought(user_id=user_id, medicine_id=medicine_id, now=now)
    if thought:
        withdraw_wish_to_stop(user_id=user_id, medicine_id=medicine_id, since=thought.recorded_at, now=now)
        _withdraw_pregnancy(thought, now)


@transaction.atomic
def say_stopped(*, user_id: UUID, medicine_id: UUID, now: dt.datetime) -> None:
    """The person has stopped already. Nothing of the medicine, its times or its reminders changes. Raises NotFound."""
    lock_person(user_id)
    _require(user_id, medicine_id)
    raise_card(user_id=user_id, trigger=Trigger.ALREADY_STOPPED, medicine_id=medicine_id, now=now)


@transaction.atomic
def take_back_stopped(*, user_id: UUID, medicine_id: UUID, now: dt.datetime) -> None:
    """It was tapped by mistake today. Raises NotFound."""
    lock_person(user_id)
    _require(user_id, medicine_id)
    withdraw_card(user_id=user_id, trigger=Trigger.ALREADY_STOPPED, medicine_id=medicine_id, now=now)


def _withdraw_pregnancy(said: StoppingThought, now: dt.datetime) -> None:
    """*said*: the thought as it stood."""
    if "pregnancy" in said.reasons:
        withdraw_card(
            user_id=said.user_id,
            trigger=Trigger.PREGNANCY,
            medicine_id=said.medicine_id,
            since=said.recorded_at,
            now=now,
        )


def _require(user_id: UUID, medicine_id: UUID) -> None:
    if not Medicine.objects.for_user(user_id).filter(pk=medicine_id).exists():
        raise NotFound("no such medicine")
