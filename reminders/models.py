"""Preferences, push subscriptions, and the reminder: one row an occurrence and channel."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedText


class PreferenceQuerySet(OwnedQuerySet["Preference"]):
    def of(self, user_id: UUID) -> Preference:
        """The person's preference; where none was saved yet, the usual one, unsaved."""
        return self.filter(user_id=user_id).first() or Preference(user_id=user_id)


class Preference(Owned):
    """How reminders reach one person. Push counts only with a live subscription."""

    push = models.BooleanField(_("notifications on my devices"), default=True)
    email = models.BooleanField(_("e-mail"), default=False)
    ask_after_dose = models.BooleanField(_("ask later when a dose isn't recorded"), default=True)
    quiet_from = models.TimeField(_("quiet from"), default=dt.time(21, 30))
    quiet_until = models.TimeField(_("quiet until"), default=dt.time(8))
    paused_until = models.DateTimeField(_("paused until"), null=True, blank=True)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="one_preference_a_person")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_paused(self, now: dt.datetime) -> bool:
        return self.paused_until is not None and self.paused_until > now


class PushSubscriptionQuerySet(OwnedQuerySet["PushSubscription"]):
    def live(self) -> PushSubscriptionQuerySet:
        return self.filter(failures__lt=PushSubscription.MOST_FAILURES)


class PushSubscription(Owned):
    """One browser that may be pushed to. The latest sign-in owns an endpoint."""

    MOST_FAILURES: ClassVar[int] = 10

    endpoint = SealedText(label="push_subscription.endpoint")
    p256dh = SealedText(label="push_subscription.p256dh")
    auth = SealedText(label="push_subscription.auth")
    endpoint_hash = models.CharField(max_length=64, unique=True)
    last_ok_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)

    objects = PushSubscriptionQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)


class ReminderQuerySet(OwnedQuerySet["Reminder"]):
    def actable(self, user_id: UUID) -> ReminderQuerySet:
        """The person's rows, while the account is open."""
        return self.filter(user_id=user_id, user__is_active=True)

    def due(self, now: dt.datetime) -> ReminderQuerySet:
        return self.filter(status=Reminder.Status.PLANNED, not_before__lte=now)

    def past_lease(self, now: dt.datetime) -> ReminderQuerySet:
        return self.filter(status=Reminder.Status.SENDING, lease_until__lte=now)

    def inbox(self) -> ReminderQuerySet:
        """What the in-app inbox shows, latest first."""
        return self.filter(channel=Reminder.Channel.INBOX, status=Reminder.Status.SENT).order_by("-due_at")

    def shift(self, source: Reminder.Status, target: Reminder.Status, **values: Any) -> int:
        """Move those of these rows that are still in *source*; how many were. Raises ValueError off the map.

        A row that another transaction has locked is left to it, so that two of these never wait for each other.
        """
        if target not in Reminder.TRANSITIONS[source]:
            raise ValueError(f"{source} does not lead to {target}")
        if target != Reminder.Status.SENDING:
            values = {"claim": None, "lease_until": None, **values}
        with transaction.atomic():
            free = self.filter(status=source).select_for_update(skip_locked=True)
            return Reminder.objects.filter(pk__in=free.values("pk")).update(status=target, **values)


class Reminder(Owned):
    """One message on one channel. The database is the queue; `not_before` is when to try next.

    *series* is the schedule's id; for a nudge a keyed hash, its key sealed.
    """

    class Kind(models.TextChoices):
        DOSE = "dose"
        QUESTION = "question"
        HABIT = "habit"
        HOMEWORK = "homework"
        WIND_DOWN = "wind_down"
        NUDGE = "nudge"
        TEST = "test"

    class Channel(models.TextChoices):
        INBOX = "inbox"
        PUSH = "push"
        EMAIL = "email"

    class Status(models.TextChoices):
        PLANNED = "planned"
        SENDING = "sending"
        SENT = "sent"
        SKIPPED = "skipped"
        FAILED = "failed"
        UNKNOWN = "unknown"

    TRANSITIONS: ClassVar[dict[Status, tuple[Status, ...]]] = {
        Status.PLANNED: (Status.SENDING, Status.SKIPPED),
        Status.SENDING: (Status.SENT, Status.PLANNED, Status.SKIPPED, Status.FAILED, Status.UNKNOWN),
        Status.SENT: (),
        Status.SKIPPED: (),
        Status.FAILED: (),
        Status.UNKNOWN: (),
    }

    series = models.CharField(max_length=64)
    date = models.DateField()
    slot = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    nth = models.PositiveSmallIntegerField(default=0)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    nudge_key = SealedText(label="reminder.nudge_key", null=True)

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)
    reason = models.CharField(max_length=20, blank=True)
    due_at = models.DateTimeField()
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "date", "slot", "kind", "nth", "channel"],
                name="one_reminder_a_channel",
            )
        ]
        indexes = [
            models.Index("not_before", condition=models.Q(status="planned"), name="reminder_planned"),
            models.Index("lease_until", condition=models.Q(status="sending"), name="reminder_sending"),
            models.Index("due_at", name="reminder_due_at"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def again(self, **changes: Any) -> Reminder:
        """The same message as a new, unsaved row that is planned: of the same occurrence, with *changes*."""
        same = (
            "user_id", "series", "date", "slot", "kind", "nth", "nudge_key", "channel",
            "due_at", "not_before", "expires_at", "held_until",
        )  # fmt: skip
        return Reminder(**{**{name: getattr(self, name) for name in same}, **changes})
