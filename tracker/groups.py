"""Doses that stand at one time, to be recorded with one tap and taken back with one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.items import Item
from tracker.models import Dose


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseGroup:
    """Two doses or more of one time. `names` are those that a tap records as `state`; none where nothing is left to do.

    `last` is the anchor of the row that it stands under.
    """

    page: dt.date
    time: str
    anchor: str
    last: str
    items: tuple[Item, ...]
    names: tuple[str, ...]
    state: str
    label: str

    @property
    def key(self) -> str:
        """The same on every page and in the queue of what waits to be sent."""
        return f"doses:{self.page}:{self.time}"


def dose_groups(items: Sequence[Item], page: dt.date) -> tuple[DoseGroup, ...]:
    doses = [item for item in items if item.kind == "dose"]
    instants = [at for at, count in Counter(item.at for item in doses).items() if count > 1]
    return tuple(_group(page, tuple(item for item in doses if item.at == at)) for at in instants)


def _group(page: dt.date, items: tuple[Item, ...]) -> DoseGroup:
    """While two are open, the tap records them; then it takes back those that were recorded together."""
    still_open = [item for item in items if not item.state]
    together = _together(items)
    first = items[0]
    label, todo = "", together
    if len(still_open) > 1:
        todo, label = still_open, _taken(len(still_open), all_of_them=len(still_open) == len(items))
    elif together:
        label = ngettext("Undo %(n)d", "Undo these %(n)d", len(together)) % {"n": len(together)}
    return DoseGroup(
        page=page,
        time=first.time,
        anchor=f"doses-{page}-{first.at:%H%M}",
        last=items[-1].anchor,
        items=items,
        names=tuple(f"{item.schedule_id}:{item.date}:{item.slot}" for item in todo),
        state=Dose.State.TAKEN.value if len(still_open) > 1 else "",
        label=label,
    )


def _together(items: Sequence[Item]) -> list[Item]:
    taken = [item for item in items if item.done and item.said_at]
    times = Counter(item.said_at for item in taken)
    return [item for item in taken if item.said_at == max(times, key=times.__getitem__) and times[item.said_at] > 1]


def _taken(count: int, *, all_of_them: bool) -> str:
    if all_of_them and count == 2:
        return _("Both taken")
    if all_of_them:
        return ngettext("All %(n)d taken", "All %(n)d taken", count) % {"n": count}
    return ngettext("The other %(n)d taken", "The other %(n)d taken", count) % {"n": count}
