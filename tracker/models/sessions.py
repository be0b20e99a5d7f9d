"""Appointments, what became of them, and the lines to bring to the next."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON, SealedText
from tracker.models.care_team import Carer


class AppointmentQuerySet(OwnedQuerySet["Appointment"]):
    def upcoming(self, now: datetime) -> AppointmentQuerySet:
        return self.exclude(outcome=Appointment.Outcome.CANCELLED).filter(starts_at__gte=now).order_by("starts_at")


class Appointment(Owned):
    """`outcome` is "" until something became of it; `outcome_at` alone says that it is not to be asked about.

    `said_at`: when its outcome was last said or taken back.
    `got_in_the_way`, where it was cancelled or missed, is one of Obstacle, own words on the lines after it.
    `homework_asked_at`: when the offer to ask for homework was answered for this session.
    """

    class Outcome(models.TextChoices):
        ATTENDED = "attended", _("I went")
        CANCELLED = "cancelled", _("It was cancelled")
        MISSED = "missed", _("I couldn’t go")

    class Obstacle(models.TextChoices):
        MONEY = "money", _("Money")
        TIME = "time", _("Time")
        FELT_BAD = "felt_bad", _("I felt too bad")
        UNWILLING = "unwilling", _("I didn’t want to")
        OTHER = "other", _("Something else")

    carer = models.ForeignKey("tracker.Carer", null=True, on_delete=models.SET_NULL, related_name="appointments")
    episode = models.ForeignKey("tracker.Episode", null=True, on_delete=models.SET_NULL, related_name="appointments")
    starts_at = models.DateTimeField()
    with_whom = SealedText(label="appointment.with_whom", default="")
    place = SealedText(label="appointment.place", default="")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    outcome_at = models.DateTimeField(null=True)
    said_at = models.DateTimeField(null=True)
    got_in_the_way = SealedText(label="appointment.got_in_the_way", null=True)
    notes = SealedText(label="appointment.notes", null=True)
    homework_asked_at = models.DateTimeField(null=True)

    objects = AppointmentQuerySet.as_manager()

    @property
    def whom(self) -> str:
        """Who it is with, "" where nobody was named."""
        return str(self.carer.name if self.carer else self.with_whom)

    @property
    def is_therapy(self) -> bool:
        """Whether it is a session, not a visit to a doctor or someone else."""
        return self.carer is None or self.carer.role == Carer.Role.THERAPIST

    @property
    def obstacle(self) -> str:
        return str(self.got_in_the_way).partition("\n")[0]

    @property
    def obstacle_words(self) -> str:
        return str(self.got_in_the_way).partition("\n")[2]

    class Meta:
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return str(self.pk)


class SessionCheckQuerySet(OwnedQuerySet["SessionCheck"]):
    pass


class SessionCheck(Owned):
    """Four answers after a session, each 1 to 5 in the order they are asked, None where left out; [] taken back."""

    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="session_check")
    answers = SealedJSON(label="session_check.answers", default=list)
    recorded_at = models.DateTimeField()

    objects = SessionCheckQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)


class AgendaLineQuerySet(OwnedQuerySet["AgendaLine"]):
    def open(self) -> AgendaLineQuerySet:
        return self.filter(dropped_at__isnull=True)


class AgendaLine(Owned):
    """One line to bring; the first is what to say if only one thing gets said. A private line is never shared.

    `for_doctor`: it is a question for the doctor, and stands on their sheet.
    """

    MOST_OPEN: ClassVar[int] = 30

    class Origin(models.TextChoices):
        OWN = "own", _("In your own words")
        GUIDE = "guide", _("From the guide")
        MEDICINE = "medicine", _("From your medicine")
        QUESTION = "question", _("A question worth asking")
        HOMEWORK = "homework", _("From your homework")

    text = SealedText(label="agenda_line.text")
    origin = SealedText(label="agenda_line.origin", default=Origin.OWN.value)
    for_doctor = SealedJSON(label="agenda_line.for_doctor", null=True)
    private = SealedJSON(label="agenda_line.private", default=bool)
    position = models.PositiveSmallIntegerField()
    dropped_at = models.DateTimeField(null=True)

    objects = AgendaLineQuerySet.as_manager()

    class Meta:
        ordering = ["position", "created_at"]

    def __str__(self) -> str:
        return str(self.pk)
