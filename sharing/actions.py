"""Drafting, making and ending a share."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sharing import seal
from sharing.logic import consent
from sharing.models import Share, ShareQuerySet, ShareSalt
from tracker import progress

SNAPSHOT_SCHEMA = 1
DRAFTS_KEPT = dt.timedelta(days=1)


@dataclasses.dataclass(frozen=True, slots=True)
class MadeLink:
    """Shown once: neither the token nor the passcode is stored."""

    token: str
    passcode: str
    expires_at: dt.datetime


@transaction.atomic
def draft(*, user_id: UUID, sections: Collection[str], days: int, for_whom: str, name: str, now: dt.datetime) -> Share:
    """A preview of the last *days* days: exactly the snapshot that `make_link` would share."""
    summary = progress.summary(user_id=user_id, sections=sections, days=days, now=now)
    snapshot = {"schema": SNAPSHOT_SCHEMA, "name": name, "for_whom": for_whom, "made_at": now.isoformat()}
    Share.objects.for_user(user_id).filter(expires_at__isnull=True, created_at__lt=now - DRAFTS_KEPT).delete()
    return Share.objects.create(
        user_id=user_id, for_whom=for_whom, snapshot_copy=snapshot | _plain(dataclasses.asdict(summary))
    )


@transaction.atomic
def make_link(
    *, user_id: UUID, share_id: UUID, lifetime: dt.timedelta, with_passcode: bool, now: dt.datetime
) -> MadeLink | None:
    """Turn a draft into a link; None where it is a link already. Raises Share.DoesNotExist, ValueError (lifetime)."""
    share = Share.objects.for_user(user_id).select_for_update().get(pk=share_id)
    if share.expires_at is not None:
        return None
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


def _forget(shares: ShareQuerySet) -> int:
    ended = list(shares.values_list("pk", flat=True))
    Share.objects.filter(pk__in=ended).update(snapshot=None)
    deleted, _ = ShareSalt.objects.filter(share_id__in=ended).delete()
    return deleted


def _plain(value: Any) -> Any:
    """Dataclass values as JSON carries them: dates in ISO 8601, tuples as lists."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value
