"""The only way in for a reader with a link. Unknown, expired, revoked and worn out look the same: None."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import check_password
from django.db.models import F

from sharing import seal
from sharing.logic import consent
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

    A right passcode gives its try back. Without a passcode there is nothing to guess, and nothing is spent.
    """
    share = _open_share(token, now)
    if share is None:
        return None
    if share.passcode:
        tries = Share.objects.filter(pk=share.pk)
        if not tries.filter(tries_left__gt=0).update(tries_left=F("tries_left") - 1):
            return None
        if not check_password(passcode, share.passcode):
            return _refuse(share, now)
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
    shares = Share.objects.open(now).filter(salt__isnull=False, user__is_active=True)
    return shares.select_related("salt").filter(find_key=seal.find_key(token)).first()


def _refuse(share: Share, now: dt.datetime) -> Refused:
    Share.objects.filter(pk=share.pk).update(wrong_tries=F("wrong_tries") + 1)
    _log(share.pk, AccessEntry.Outcome.WRONG_PASSCODE, now)
    share.refresh_from_db(fields=["wrong_tries"])
    return Refused(consent.WRONG_TRIES - share.wrong_tries)


def _log(share_id: UUID, outcome: AccessEntry.Outcome, now: dt.datetime) -> None:
    AccessEntry.objects.create(share_id=share_id, at=now, outcome=outcome)
