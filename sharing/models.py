"""Share: one snapshot behind one link. ShareSalt: what makes it readable. AccessEntry: that it was opened."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON, SealedText
from sharing.logic import consent


class ShareQuerySet(OwnedQuerySet["Share"]):
    def made(self) -> ShareQuerySet:
        return self.filter(expires_at__isnull=False)

    def ended(self, now: dt.datetime) -> ShareQuerySet:
        """Links that can never be opened again."""
        over = models.Q(expires_at__lte=now) | models.Q(revoked_at__isnull=False) | models.Q(tries_left=0)
        return self.made().filter(over)


class Share(Owned):
    """A draft (the preview) until `expires_at` is set, then a link. `snapshot` opens with the link alone."""

    snapshot_copy = SealedJSON(label="share.snapshot_copy")
    for_whom = SealedText(label="share.for_whom", default="")
    find_key = models.CharField(max_length=64, unique=True, null=True)
    snapshot = models.BinaryField(null=True)
    passcode = models.CharField(max_length=128, blank=True)
    tries_left = models.PositiveSmallIntegerField(default=consent.WRONG_TRIES)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.pk)

    def is_open(self, now: dt.datetime) -> bool:
        return consent.is_open(
            expires_at=self.expires_at, revoked_at=self.revoked_at, tries_left=self.tries_left, now=now
        )


class ShareSalt(models.Model):
    """A table of its own: dumps leave it out; deleted when the share ends or the person leaves."""

    share = models.OneToOneField(Share, primary_key=True, on_delete=models.CASCADE, related_name="salt")
    salt = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)


class AccessEntryQuerySet(models.QuerySet["AccessEntry"]):
    def openings(self) -> AccessEntryQuerySet:
        return self.filter(outcome=AccessEntry.Outcome.OPENED)


class AccessEntry(models.Model):
    """Append-only, without a key to the person or any text of theirs, so that erasure leaves it alone."""

    class Outcome(models.TextChoices):
        OPENED = "opened", _("Opened")
        WRONG_PASSCODE = "wrong_passcode", _("Wrong passcode")

    share_id = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices)

    objects = AccessEntryQuerySet.as_manager()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.share_id} {self.outcome}"
