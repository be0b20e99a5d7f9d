"""The fit checklist: how a therapist sets things up, as the person sees it on one day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON, SealedText

REPLACED_WITHIN = timedelta(days=1)


class FitCheckQuerySet(OwnedQuerySet["FitCheck"]):
    def newest_first(self) -> FitCheckQuerySet:
        return self.order_by("-taken_at")

    def replaced_by_another(self, about: str, now: datetime) -> FitCheck | None:
        """The one in whose place another about the same person comes that is filled in at *now*."""
        recent = self.newest_first().filter(taken_at__gt=now - REPLACED_WITHIN)
        return next((check for check in recent if check.is_about(about)), None)

    def replaced_by_one_of(self, at: datetime, about: str, now: datetime) -> FitCheck | None:
        """The one in whose place one about the same person comes at *now* that was filled in at *at*, elsewhere.
        A newer one stays."""
        found = self.replaced_by_another(about, now)
        return found if found and found.taken_at <= at else None


class FitCheck(Owned):
    """`answers` maps an item's id to "yes", "partly", "no" or "not_sure"; `red_flags` holds ids; `about` says who."""

    ABOUT_MOST = 60

    answers = SealedJSON(label="fit_check.answers", default=dict)
    red_flags = SealedJSON(label="fit_check.red_flags", default=list)
    about = SealedText(label="fit_check.about", default="")
    taken_at = models.DateTimeField()

    objects = FitCheckQuerySet.as_manager()

    def is_about(self, whom: str) -> bool:
        """As far as it was said."""
        return str(self.about).casefold() == whom.casefold()

    def __str__(self) -> str:
        return str(self.pk)
