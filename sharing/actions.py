"""Drafting, making and ending a share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sharing import seal, snapshot
from sharing.logic import consent
from sharing.models import Share, ShareQuerySet, ShareSalt
from tracker import progress


class TooManyLinks(Exception):
    """So many links work at the moment that one of them is turned off before another is made."""


@dataclass(frozen=True, slots=True)
class MadeLink:
    """Shown once: neither the token nor the passcode is stored."""

    token: str
    passcode: str
    expires_at: dt.datetime


@transaction.atomic
def draft(*, user_id: UUID, sections: Collection[str], days: int, for_whom: str, name: str, now: dt.datetime) -> Share:
    """A preview of the last *days* days: exactly the snapshot that `make_link` would share.

    Each look at other choices is a draft, so the newest few are kept and the oldest makes room.
    """
    summary = progress.summary(user_id=user_id, sections=sections, days=days, now=now)
    drafts = Share.objects.for_user(user_id).drafts()
    Share.objects.filter(pk__in=list(drafts.values_list("pk", flat=True)[consent.MOST_DRAFTS - 1 :])).delete()
    copy = snapshot.write(summary, name=name, for_whom=for_whom, made_at=now)
    return Share.objects.create(user_id=user_id, for_whom=for_whom, snapshot_copy=copy)


@transaction.atomic
def make_link(
    *, user_id: UUID, share_id: UUID, lifetime: dt.timedelta, with_passcode: bool, now: dt.datetime
) -> MadeLink | None:
    """Turn a draft into a link; None where it is a link already.

    Raises Share.DoesNotExist, TooManyLinks, and ValueError for a lifetime that cannot be.
    """
    share = Share.objects.for_user(user_id).select_for_update().get(pk=share_id)
    if share.expires_at is not None:
        return None
    if Share.objects.for_user(user_id).open(now).count() >= consent.MOST_LINKS:
        raise TooManyLinks
    token, salt = seal.make_token(), seal.make_salt()
    passcode = seal.make_passcode() if with_passcode else ""
    share.find_key = seal.find_key(token)
    share.snapshot = seal.seal(share.snapshot_copy, token=token, salt=salt, share_id=share.pk)
    share.passcode = make_password(passcode) if passcode else ""
    share.expires_at = consent.expiry(lifetime=lifetime, now=now)
    share.save()
    ShareSalt.objects.create(share=share, salt=salt)
    return MadeLink(token, passcode, share.expires_at)


@transaction.atomic
def turn_off(*, user_id: UUID, share_id: UUID, now: dt.datetime) -> Share:
    """End a link at once and for good: its salt is deleted. Raises Share.DoesNotExist. Twice is harmless."""
    share = Share.objects.for_user(user_id).made().select_for_update().get(pk=share_id)
    if share.revoked_at is None:
        share.revoked_at = now
        share.save(update_fields=["revoked_at"])
    _forget(Share.objects.filter(pk=share.pk))
    return share


@transaction.atomic
def forget_ended(*, now: dt.datetime) -> int:
    """Delete salt and snapshot of every link that has ended; the number of links that were still readable."""
    return _forget(Share.objects.ended(now))


def forget_drafts(*, now: dt.datetime) -> None:
    """Delete every preview of which no link was made within a day."""
    Share.objects.drafts().filter(created_at__lt=now - consent.DRAFTS_KEPT).delete()


def _forget(shares: ShareQuerySet) -> int:
    ended = list(shares.values_list("pk", flat=True))
    Share.objects.filter(pk__in=ended).update(snapshot=None)
    deleted, _ = ShareSalt.objects.filter(share_id__in=ended).delete()
    return deleted
