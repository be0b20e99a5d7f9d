"""The only way in for a reader with a link. Unknown, expired, revoked and worn out look the same: None."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import check_password
from django.db.models import F

from sharing import seal
from sharing.models import AccessEntry, Share


@dataclass(frozen=True, slots=True)
class Gate:
    """An open link before its passcode was given."""

    share_id: UUID
    needs_passcode: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """A wrong passcode, with the tries that are left in the link's life."""

    tries_left: int


@dataclass(frozen=True, slots=True)
class Opened:
    share_id: UUID


@dataclass(frozen=True, slots=True)
class Reading:
    snapshot: dict[str, Any]
    expires_at: dt.datetime


def gate(*, token: str, now: dt.datetime) -> Gate | None:
    """Whether the link is open and asks for a passcode. Looking uses nothing up and leaves no trace."""
    share = _open_share(token, now)
    return Gate(share.pk, bool(share.passcode)) if share else None


def open_summary(*, token: str, passcode: str, now: dt.datetime) -> Opened | Refused | None:
    """Spend a try, then compare: however many guess at once, no more than the tries left are compared.

    A right passcode gives its try back and writes an AccessEntry.
    """
    share = _open_share(token, now)
    if share is None:
        return None
    tries = Share.objects.filter(pk=share.pk)
    if not tries.filter(tries_left__gt=0).update(tries_left=F("tries_left") - 1):
        return None
    if share.passcode and not check_password(passcode, share.passcode):
        _log(share.pk, AccessEntry.Outcome.WRONG_PASSCODE, now)
        share.refresh_from_db(fields=["tries_left"])
        return Refused(share.tries_left)
    tries.update(tries_left=F("tries_left") + 1)
    _log(share.pk, AccessEntry.Outcome.OPENED, now)
    return Opened(share.pk)


def read_summary(*, token: str, now: dt.datetime) -> Reading | None:
    """The snapshot, for someone whom `open_summary` let in; checked anew each time, so off is off at once."""
    share = _open_share(token, now)
    if share is None or share.snapshot is None or share.expires_at is None:
        return None
    snapshot = seal.unseal(bytes(share.snapshot), token=token, salt=bytes(share.salt.salt), share_id=share.pk)
    return Reading(snapshot, share.expires_at) if snapshot else None


def _open_share(token: str, now: dt.datetime) -> Share | None:
    share = Share.objects.select_related("salt").filter(find_key=seal.find_key(token), salt__isnull=False).first()
    return share if share and share.is_open(now) else None


def _log(share_id: UUID, outcome: AccessEntry.Outcome, now: dt.datetime) -> None:
    AccessEntry.objects.create(share_id=share_id, at=now, outcome=outcome)
