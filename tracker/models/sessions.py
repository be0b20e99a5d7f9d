"""The next appointment, and the lines to bring to it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON, SealedText


class AppointmentQuerySet(OwnedQuerySet["Appointment"]):
    def upcoming(self, now: datetime) -> AppointmentQuerySet:
        return self.filter(cancelled_at__isnull=True, starts_at__gte=now).order_by("starts_at")


class Appointment(Owned):
    starts_at = models.DateTimeField()
    with_whom = SealedText(label="appointment.with_whom", default="")
    place = SealedText(label="appointment.place", default="")
    cancelled_at = models.DateTimeField(null=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return str(self.pk)


class AgendaLineQuerySet(OwnedQuerySet["AgendaLine"]):
    def open(self) -> AgendaLineQuerySet:
        return self.filter(dropped_at__isnull=True)


class AgendaLine(Owned):
    """One line to bring; the first is what to say if only one thing gets said. A private line is never shared."""

    MOST_OPEN: ClassVar[int] = 30

    class Origin(models.TextChoices):
        OWN = "own", _("In your own words")
        GUIDE = "guide", _("From the guide")
        MEDICINE = "medicine", _("From your medicine")
        QUESTION = "question", _("A question worth asking")

    text = SealedText(label="agenda_line.text")
    origin = SealedText(label="agenda_line.origin", default=Origin.OWN.value)
    private = SealedJSON(label="agenda_line.private", default=bool)
    position = models.PositiveSmallIntegerField()
    dropped_at = models.DateTimeField(null=True)

    objects = AgendaLineQuerySet.as_manager()

    class Meta:
        ordering = ["position", "created_at"]

    def __str__(self) -> str:
        return str(self.pk)
