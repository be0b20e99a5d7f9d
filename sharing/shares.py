"""The links a person made, for their list."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sharing.models import AccessEntry, Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    share_id: UUID
    for_whom: str
    made_at: dt.datetime
    expires_at: dt.datetime
    revoked_at: dt.datetime | None
    worn_out: bool
    is_open: bool
    opened: int
    last_opened_at: dt.datetime | None


def links(*, user_id: UUID, now: dt.datetime) -> list[Link]:
    """Newest first; drafts are not links. Two queries, however many there are."""
    made = list(Share.objects.for_user(user_id).made().defer("snapshot"))
    opened: defaultdict[UUID, list[dt.datetime]] = defaultdict(list)
    for share_id, at in (
        AccessEntry.objects.openings().filter(share_id__in=[share.pk for share in made]).values_list("share_id", "at")
    ):
        opened[share_id].append(at)
    return [_link(share, opened[share.pk], now) for share in made]


def _link(share: Share, openings: list[dt.datetime], now: dt.datetime) -> Link:
    return Link(
        share_id=share.pk,
        for_whom=share.for_whom,
        made_at=share.created_at,
        expires_at=share.expires_at or share.created_at,
        revoked_at=share.revoked_at,
        worn_out=share.worn_out,
        is_open=share.is_open(now),
        opened=len(openings),
        last_opened_at=max(openings, default=None),
    )
