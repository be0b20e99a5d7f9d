"""What was not said yet. No summary, no share and no export made for others reads this module."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedText


class NotSaidQuerySet(OwnedQuerySet["NotSaid"]):
    def standing(self) -> NotSaidQuerySet:
        return self.filter(settled_at__isnull=True)


class NotSaid(Owned):
    """One thing, private. `way_out` is the exit that it took at `settled_at`."""

    MOST_STANDING: ClassVar[int] = 50

    class WayOut(models.TextChoices):
        SAID = "said", _("I said it")
        READ_OUT = "read_out", _("I read it out")
        SHOWN = "shown", _("I handed over the phone")
        LET_GO = "let_go", _("I no longer need to")

    text = SealedText(label="not_said.text")
    way_out = SealedText(label="not_said.way_out", default="")
    settled_at = models.DateTimeField(null=True)

    objects = NotSaidQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.pk)
