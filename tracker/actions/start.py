"""What was said in the starting steps."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from guide.actions.reading import list_chapters
from tracker.actions.people import lock_person
from tracker.models import StartAnswer

Why = StartAnswer.Why

CHAPTERS: dict[str, tuple[str, ...]] = {
    Why.NOTHING_CHANGED: ("approach", "story"),
    Why.MEDICINE_TOO: ("doctor",),
    Why.NO_FIT: ("rapport", "new-therapist"),
    Why.STOPPED_GOING: ("staying",),
    Why.NOT_HONEST: ("opening-up",),
    Why.DID_NOT_CHOOSE: ("opening-up", "expectations"),
    Why.NONE_OF_THESE: ("talk",),
}


@transaction.atomic
def save_start_answers(
    *, user_id: UUID, now: datetime, why: list[str] | None = None, first_thing: str | None = None
) -> StartAnswer:
    """The person's one row with what was given; None leaves a part as it is. Raises ValueError for unknown names.

    The chapters that fit an answer go onto the reading list when it is first given: one taken off stays off.
    """
    known = set(StartAnswer.Why.values)
    if not set(why or ()) <= known or (first_thing and first_thing not in StartAnswer.FirstThing.values):
        raise ValueError("unknown answer")
    lock_person(user_id)
    answer = StartAnswer.objects.for_user(user_id).first() or StartAnswer(user_id=user_id)
    if why is not None:
        fresh = [given for given in why if given not in answer.why]
        list_chapters(user_id=user_id, slugs=[slug for given in fresh for slug in CHAPTERS[given]], now=now)
        answer.why = why
    if first_thing is not None:
        answer.first_thing = first_thing
    answer.save()
    return answer
