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
        return self.made().filter(_over(now))

    def open(self, now: dt.datetime) -> ShareQuerySet:
        return self.made().exclude(_over(now))

    def drafts(self) -> ShareQuerySet:
        return self.filter(expires_at__isnull=True)


def _over(now: dt.datetime) -> models.Q:
    worn_out = models.Q(wrong_tries__gte=consent.WRONG_TRIES)
    return models.Q(expires_at__lte=now) | models.Q(revoked_at__isnull=False) | worn_out


class Share(Owned):
    """A draft (the preview) until `expires_at` is set, then a link. `snapshot` opens with the link alone.

    `tries_left` is what may still be compared, less what is being compared now; `wrong_tries` is what was wrong.
    Only the second ends a link: the last try may be the right one.
    """

    snapshot_copy = SealedJSON(label="share.snapshot_copy")
    for_whom = SealedText(label="share.for_whom", default="")
    find_key = models.CharField(max_length=64, unique=True, null=True)
    snapshot = models.BinaryField(null=True)
    passcode = models.CharField(max_length=128, blank=True)
    tries_left = models.PositiveSmallIntegerField(default=consent.WRONG_TRIES)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def worn_out(self) -> bool:
        return self.wrong_tries >= consent.WRONG_TRIES

    def is_open(self, now: dt.datetime) -> bool:
        return consent.is_open(
            expires_at=self.expires_at, revoked_at=self.revoked_at, wrong_tries=self.wrong_tries, now=now
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
