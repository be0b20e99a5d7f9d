"""What stays on a day made smaller, and what rests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tracker.items import Item


def resting(items: Sequence[Item], *, since: dt.datetime) -> frozenset[str]:
    """The anchors of all but the doses and one small thing.

    That is the next thing at *since* that was not done by then, else the last one before. Ticked, it stays.
    """
    others = [item for item in items if item.kind != "dose"]
    still_open = [item for item in others if item.tick and not (item.state and item.said_at and item.said_at < since)]
    ahead = [item for item in still_open if item.at >= since]
    kept = (ahead or still_open[-1:])[:1]
    return frozenset(item.anchor for item in others if item not in kept)
