"""What a person said at the start. Kept sealed; it only decides which chapters come first."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON


class StartAnswerQuerySet(OwnedQuerySet["StartAnswer"]):
    pass


class StartAnswer(Owned):
    """One row a person. `why` holds names of WHY; `first_thing` one of FIRST_THINGS or ""."""

    WHY: ClassVar[tuple[str, ...]] = (
        "nothing_changed",
        "medicine_too",
        "no_fit",
        "stopped_going",
        "not_honest",
        "did_not_choose",
        "none_of_these",
    )
    FIRST_THINGS: ClassVar[tuple[str, ...]] = ("goal", "medicine", "habit", "bedtime", "guide")

    why = SealedJSON(label="start_answer.why", default=list)
    first_thing = SealedJSON(label="start_answer.first_thing", default=str)

    objects = StartAnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="one_start_answer_a_person")]

    def __str__(self) -> str:
        return str(self.pk)
