"""Side effects of a week, as their page and Today show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tracker.logic.medicine_safety import GET_IN_THE_WAY
from tracker.models import Medicine, SideEffects
from tracker.safety import card_rows, said_cards
from tracker.safety_cards import Card

EVERY = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What was said on the page *date*. `much` is one of SideEffects.Much or "", `label` its word.

    `cards`: what the answer calls for, red flags first. `asks`: a medicine is kept. `open_days`: the latest first.
    """

    date: dt.date
    much: str
    label: str
    note: str
    is_open: bool
    asks: bool
    cards: tuple[Card, ...]
    open_days: tuple[dt.date, ...]

    @property
    def key(self) -> str:
        """The same on every page and in the queue of what waits to be sent."""
        return f"side-effects:{self.date}"

    @property
    def filled(self) -> bool:
        return bool(self.much or self.note)

    @property
    def initial(self) -> dict[str, str]:
        some = self.much not in ("", SideEffects.Much.NONE)
        return {
            "any": ("yes" if some else "no") if self.much else "",
            "much": self.much if some else "",
            "note": self.note,
        }


def due(last: dt.date | None, today: dt.date) -> bool:
    """Whether to ask on the page *today*, when it was last said on *last*: once a week.

    Only for somebody who keeps a medicine. Source: clinical rules, medication check-in.
    """
    return last is None or today - last >= EVERY


def week(*, user_id: UUID, date: dt.date, open_days: Sequence[dt.date], now: dt.datetime) -> Week:
    """The page of *date*, in three queries; *open_days* can be filled in."""
    row = SideEffects.objects.for_user(user_id).filter(date=date).first()
    medicines = list(Medicine.objects.for_user(user_id).current().order_by("created_at"))
    much = row.much if row else ""
    return Week(
        date=date,
        much=much,
        label=str(SideEffects.Much(much).label) if much else "",
        note=row.note if row else "",
        is_open=date in open_days,
        asks=bool(medicines),
        cards=said_cards(
            user_id=user_id,
            rows=card_rows(user_id=user_id, now=now),
            medicines=medicines,
            side_effects=much in GET_IN_THE_WAY,
            now=now,
        ),
        open_days=tuple(open_days),
    )
