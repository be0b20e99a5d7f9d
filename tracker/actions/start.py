"""What was said in the starting steps."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from tracker.actions.people import lock_person
from tracker.models import StartAnswer


@transaction.atomic
def save_start_answers(*, user_id: UUID, why: list[str] | None = None, first_thing: str | None = None) -> StartAnswer:
    """The person's one row with what was given; None leaves a part as it is. Raises ValueError for unknown names."""
    known = set(StartAnswer.Why.values)
    if not set(why or ()) <= known or (first_thing and first_thing not in StartAnswer.FirstThing.values):
        raise ValueError("unknown answer")
    lock_person(user_id)
    answer = StartAnswer.objects.for_user(user_id).first() or StartAnswer(user_id=user_id)
    if why is not None:
        answer.why = why
    if first_thing is not None:
        answer.first_thing = first_thing
    answer.save()
    return answer
