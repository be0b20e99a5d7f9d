"""The rows of one day's staff: a dose, a habit, a wind-down, lights out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from tracker.models import Dose, HabitEntry, HomeworkEntry
from tracker.plan import medicine_title
from tracker.record import Said

TICKS = {"dose": Dose.State.TAKEN.value, "habit": "done", "homework": "done", "wind_down": "done"}
STATES = {"habit": HabitEntry.State, "homework": HomeworkEntry.State}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row of the staff. `kind` is "dose", "habit", "homework", "wind_down" or "lights_out"; the last is not ticked.

    `time` is local, as 21:30. `tick` is the state that its stone records. `asks`: a dose that nothing was said
    of while it could still be reminded of. `said_at`: when its state was recorded. `met`: of as many days a week
    as are wanted, all are done.
    """

    kind: str
    schedule_id: UUID
    noun_id: UUID
    date: dt.date
    slot: int
    at: dt.datetime
    time: str
    title: str
    detail: str
    state: str
    tick: str
    asks: bool
    said_at: dt.datetime | None
    met: bool = False

    @property
    def key(self) -> str:
        """The same on every page and in the queue of what waits to be sent."""
        return f"{self.kind}:{self.schedule_id}:{self.date}:{self.slot}"

    @property
    def anchor(self) -> str:
        return self.key.replace(":", "-")

    @property
    def done(self) -> bool:
        return bool(self.tick) and self.state in (self.tick, HabitEntry.State.SMALL)

    @property
    def said(self) -> str:
        """What is read out once it was recorded."""
        if not self.state:
            return _("%(title)s: nothing recorded") % {"title": self.title}
        if not self.done:
            return f"{self.title}: {self.detail}"
        return _("%(title)s: %(done)s. Press again to undo.") % {"title": self.title, "done": self.detail or _("done")}


def rows(row: Said, zone: ZoneInfo, now: dt.datetime) -> Iterator[Item]:
    """A bedtime is two rows, the wind-down and lights out."""
    schedule = row.schedule
    if row.kind == "dose" and schedule.medicine:
        asks = not row.state and row.lapses_at is not None and row.lapses_at <= now
        detail = _of_dose(row, zone, asks=asks)
        yield _item(row, row.kind, row.at, zone, medicine_title(schedule.medicine), detail, asks=asks)
    elif row.kind == "habit" and schedule.habit:
        detail = _said(row) if row.state else _smaller(schedule.habit.smallest)
        yield _item(row, row.kind, row.at, zone, schedule.habit.title, detail)
    elif row.kind == "homework" and schedule.homework:
        detail = _said(row) if row.state else schedule.homework.when_and_where or _smaller(schedule.homework.smallest)
        yield _item(row, row.kind, row.at, zone, schedule.homework.title, detail)
    elif schedule.bedtime:
        yield _item(row, row.kind, row.at, zone, _("Wind-down"), schedule.bedtime.plan)
        yield _item(row, "lights_out", row.at + schedule.lead, zone, _("Lights out"), "")


def _item(
    row: Said, kind: str, at: dt.datetime, zone: ZoneInfo, title: str, detail: str, *, asks: bool = False
) -> Item:
    schedule = row.schedule
    noun_id = schedule.medicine_id or schedule.habit_id or schedule.homework_id or schedule.bedtime_id
    return Item(
        kind=kind,
        schedule_id=schedule.pk,
        noun_id=noun_id or schedule.pk,
        date=row.date,
        slot=row.slot,
        at=at,
        time=clock(at, zone),
        title=title,
        detail=detail,
        state=row.state,
        tick=TICKS.get(kind, ""),
        asks=asks,
        said_at=row.said_at,
    )


def _said(row: Said) -> str:
    return "" if row.state == TICKS[row.kind] else str(STATES[row.kind](row.state).label)


def _smaller(smallest: str) -> str:
    return _("Or, smaller: %(smaller)s") % {"smaller": smallest} if smallest else ""


def _of_dose(row: Said, zone: ZoneInfo, *, asks: bool) -> str:
    if row.state == Dose.State.TAKEN and row.taken_at:
        return _("Taken %(time)s") % {"time": clock(row.taken_at, zone)}
    if row.state:
        return str(Dose.State(row.state).label)
    return _("Not recorded") if asks else ""


def clock(at: dt.datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"
