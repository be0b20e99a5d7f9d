"""What a person said at the start. Kept sealed; it only decides which chapters come first."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON


class StartAnswerQuerySet(OwnedQuerySet["StartAnswer"]):
    pass


class StartAnswer(Owned):
    """One row a person. `why` holds values of Why; `first_thing` one of FirstThing or ""."""

    class Why(models.TextChoices):
        NOTHING_CHANGED = "nothing_changed", _("I’ve been going for a while and nothing much has changed")
        MEDICINE_TOO = "medicine_too", _("I’ve tried medicine as well, and still no change")
        NO_FIT = "no_fit", _("I don’t think my therapist and I fit")
        STOPPED_GOING = "stopped_going", _("I stopped going")
        NOT_HONEST = "not_honest", _("I haven’t been completely honest in there")
        DID_NOT_CHOOSE = "did_not_choose", _("I didn’t choose to go")
        NONE_OF_THESE = "none_of_these", _("None of these, or I don’t know yet")

    class FirstThing(models.TextChoices):
        GOAL = "goal", _("A goal")
        MEDICINE = "medicine", _("A medicine")
        HABIT = "habit", _("A small habit")
        BEDTIME = "bedtime", _("A bedtime")
        GUIDE = "guide", _("The guide")

    why = SealedJSON(label="start_answer.why", default=list)
    first_thing = SealedJSON(label="start_answer.first_thing", default=str)

    objects = StartAnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="one_start_answer_a_person")]

    def __str__(self) -> str:
        return str(self.pk)
