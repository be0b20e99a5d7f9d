"""What was recorded day by day, as the tables of the Progress page show it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from uuid import UUID

from accounts.models import User
from tracker.logic.day import monday, page_of
from tracker.logic.habit_score import KEPT
from tracker.models import HabitEntry
from tracker.record import Said

DAY = dt.timedelta(days=1)
LARGEST_STONE = 5
NOT_RECORDED = "not_recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseRow:
    """One local time of a medicine. `states`: a dose state or NOT_RECORDED for each day, "" where none was due."""

    time: str
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatDay:
    """Habits done of those due; `size` of the stone from 0 to 5."""

    done: int
    due: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatWeek:
    """Monday to Sunday; None where nothing was due, or not yet."""

    start: dt.date
    days: tuple[HeatDay | None, ...]


def dose_rows(person: User, record: Iterable[Said], days: Sequence[dt.date]) -> Mapping[UUID, tuple[DoseRow, ...]]:
    """By medicine, its times in order; *record* is what settled on these *days*."""
    cells: dict[UUID, dict[str, dict[dt.date, str]]] = defaultdict(lambda: defaultdict(dict))
    for row in record:
        if medicine_id := row.schedule.medicine_id:
            time = f"{row.at.astimezone(person.tzinfo):%H:%M}"
            cells[medicine_id][time][_page(person, row)] = row.state or NOT_RECORDED
    return {
        medicine_id: tuple(
            DoseRow(time=time, states=tuple(states.get(day, "") for day in days))
            for time, states in sorted(rows.items())
        )
        for medicine_id, rows in cells.items()
    }


def is_counted(row: Said) -> bool:
    """A habit's day, unless the person said that it did not apply."""
    return row.kind == "habit" and row.state != HabitEntry.State.NOT_APPLICABLE


def is_kept(row: Said) -> bool:
    """Done, or the small version of it."""
    return row.state in KEPT


def heat(person: User, record: Iterable[Said], since: dt.date, until: dt.date) -> tuple[HeatWeek, ...]:
    """The weeks from the Monday of *since* to the week of *until*."""
    done: dict[dt.date, list[bool]] = defaultdict(list)
    for row in record:
        if is_counted(row):
            done[_page(person, row)].append(is_kept(row))
    most = max(map(len, done.values()), default=0)
    weeks = range((until - monday(since)).days // 7 + 1)
    starts = [monday(since) + 7 * DAY * week for week in weeks]
    return tuple(
        HeatWeek(start=start, days=tuple(_heat_day(done.get(start + day * DAY), most) for day in range(7)))
        for start in starts
    )


def _heat_day(done: list[bool] | None, most: int) -> HeatDay | None:
    if done is None:
        return None
    kept = sum(done)
    size = kept if most <= LARGEST_STONE else ceil(kept * LARGEST_STONE / most)
    return HeatDay(done=kept, due=len(done), size=size)


def _page(person: User, row: Said) -> dt.date:
    return page_of(row.at, zone=person.zone, day_start=person.day_start)
