"""Shares: a draft, and a link with its token and passcode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from accounts.models import User
from sharing import actions
from sharing.models import Share
from tracker.models import AgendaLine


@dataclass(frozen=True)
class MadeShare:
    share_id: UUID
    token: str
    passcode: str

    @property
    def path(self) -> str:
        return f"/s/{self.token}/"


def create_line(
    *, user: User, text: str = "Can we look at the plan?", private: bool = False, position: int = 0
) -> AgendaLine:
    return AgendaLine.objects.create(user=user, text=text, private=private, position=position)


def create_draft(
    *, user: User, now: datetime, sections: Sequence[str] = ("say",), days: int = 28, for_whom: str = "Hannah"
) -> Share:
    return actions.draft(user_id=user.pk, sections=sections, days=days, for_whom=for_whom, name="Rosa", now=now)


def create_share(
    *,
    user: User,
    now: datetime,
    sections: Sequence[str] = ("say",),
    days: int = 28,
    lifetime: timedelta = timedelta(days=7),
    with_passcode: bool = True,
) -> MadeShare:
    draft = create_draft(user=user, now=now, sections=sections, days=days)
    made = actions.make_link(
        user_id=user.pk, share_id=draft.pk, lifetime=lifetime, with_passcode=with_passcode, now=now
    )
    assert made is not None
    return MadeShare(draft.pk, made.token, made.passcode)
