"""The fit checklist: how a therapist sets things up, as the person sees it on one day."""

from __future__ import annotations

from django.db import models

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON, SealedText


class FitCheckQuerySet(OwnedQuerySet["FitCheck"]):
    def newest_first(self) -> FitCheckQuerySet:
        return self.order_by("-taken_at")


class FitCheck(Owned):
    """`answers` maps an item's id to "yes", "partly", "no" or "not_sure"; `red_flags` holds ids; `about` says who."""

    answers = SealedJSON(label="fit_check.answers", default=dict)
    red_flags = SealedJSON(label="fit_check.red_flags", default=list)
    about = SealedText(label="fit_check.about", default="")
    taken_at = models.DateTimeField()

    objects = FitCheckQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)
