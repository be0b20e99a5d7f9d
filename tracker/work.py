"""One occurrence of homework and what was said of it, as Today, its own page and the answer to a tap show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.actions.homework import what_to_say
from tracker.logic.day import bounds, page_of
from tracker.logic.homework import FILL_IN
from tracker.logic.schedule import Occurrence
from tracker.models import Homework, HomeworkEntry, Schedule
from tracker.words import clock

NO_TIME = (dt.time(18, 0), dt.time(23, 59))
AHEAD = dt.timedelta(days=7)
STILL_ASKED = dt.timedelta(days=2)
FAR = dt.timedelta(days=1000)
DAY = dt.timedelta(days=1)
WEEK = 7

Key = tuple[UUID, dt.date, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One occurrence of homework, and what was said of it. `due` are words, `at` is aware UTC.

    `barrier` is one of HomeworkEntry.Barrier or "", `say` the line that it put on the list.
    """

    schedule_id: UUID
    homework_id: UUID
    date: dt.date
    slot: int
    at: dt.datetime
    title: str
    due: str
    when_and_where: str
    smallest: str
    state: str
    barrier: str
    note: str
    said_at: dt.datetime | None
    repeats: bool
    error: str = ""

    @property
    def key(self) -> str:
        """The same on every page and in the queue of what waits to be sent."""
        return f"homework:{self.schedule_id}:{self.date}:{self.slot}"

    @property
    def anchor(self) -> str:
        return self.key.replace(":", "-")

    @property
    def state_label(self) -> str:
        return str(HomeworkEntry.State(self.state).label) if self.state else ""

    @property
    def states(self) -> list[tuple[str, str, bool]]:
        """Value, words, and whether it is what was said."""
        return [(state.value, str(state.label), state == self.state) for state in HomeworkEntry.State]

    @property
    def barriers(self) -> list[tuple[str, str, bool]]:
        """As `states`; none where nothing got in the way."""
        if self.state not in (HomeworkEntry.State.PARTLY, HomeworkEntry.State.NOT_DONE):
            return []
        return [(one.value, str(one.label), one == self.barrier) for one in HomeworkEntry.Barrier]

    @property
    def say(self) -> str:
        return what_to_say(self.title, self.barrier) if self.barrier else ""

    @property
    def said(self) -> str:
        """What is read out once it was recorded."""
        if not self.state:
            return _("%(title)s: nothing recorded") % {"title": self.title}
        return _("%(title)s: %(state)s. Press again to undo.") % {
            "title": self.title,
            "state": HomeworkEntry.State(self.state).label,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Whose day it is, and now: `page` is today's."""

    zone: str
    day_start: dt.time
    now: dt.datetime

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def today(self) -> dt.date:
        return self.now.astimezone(self.tz).date()

    def page(self, at: dt.datetime) -> dt.date:
        return page_of(at, zone=self.zone, day_start=self.day_start)


def work_on(
    *, user_id: UUID, page: dt.date, at: Clock, schedules: Iterable[Schedule] | None = None
) -> tuple[Work, ...]:
    """What stands on the page *page*, by instant, with what was said of it.

    On today's also what is due once in the next seven days and not done, and what was due in the last two.
    *schedules*, with what they are of, save a query: those in force on the page; one query else, and one for the
    entries where there is any homework.
    """
    if schedules is None:
        schedules = Schedule.objects.for_user(user_id).filter(homework__isnull=False).select_related("homework")
    mine = [schedule for schedule in schedules if schedule.homework_id]
    entries = entries_of(user_id, mine, since=page - STILL_ASKED - DAY)
    found = (
        _work(schedule, occurrence, entries, at) for schedule in mine for occurrence in _standing(schedule, page, at)
    )
    kept = [work for work, schedule in _with(found, mine) if _belongs(work, schedule, page, at)]
    return tuple(sorted(kept, key=lambda work: (work.at, work.title)))


def one_work(schedule: Schedule, occurrence: Occurrence, *, at: Clock) -> Work:
    """That occurrence, with what was said of it, in one query."""
    return _work(schedule, occurrence, entries_of(schedule.user_id, [schedule], since=occurrence.date), at)


def recordable(schedules: Iterable[Schedule], entries: Mapping[Key, HomeworkEntry], at: Clock) -> list[Work]:
    """Due in the last 14 days or the next 24 hours, and what is due once, however far ahead."""
    found = [
        _work(schedule, occurrence, entries, at)
        for schedule in schedules
        for occurrence in schedule.occurrences(
            start=at.now - FILL_IN,
            end=at.now + (FAR if schedule.every == Schedule.Every.ONCE else DAY),
            person_zone=at.zone,
        )
    ]
    return sorted(found, key=lambda work: work.at, reverse=True)


def entries_of(
    user_id: UUID, schedules: Iterable[Schedule], *, since: dt.date = dt.date.min
) -> dict[Key, HomeworkEntry]:
    """What was said of these schedules, by (schedule, date, slot), in one query; none where there are none."""
    ids = [schedule.pk for schedule in schedules]
    if not ids:
        return {}
    found = HomeworkEntry.objects.for_user(user_id).filter(schedule__in=ids, date__gte=since)
    return {(entry.schedule_id, entry.date, entry.slot): entry for entry in found}


def _with(found: Iterable[Work], schedules: Iterable[Schedule]) -> Iterator[tuple[Work, Schedule]]:
    by_id = {schedule.pk: schedule for schedule in schedules}
    return ((work, by_id[work.schedule_id]) for work in found)


def _standing(schedule: Schedule, page: dt.date, at: Clock) -> Iterator[Occurrence]:
    start, end = bounds(page, zone=at.zone, day_start=at.day_start)
    if schedule.every == Schedule.Every.ONCE and page == at.page(at.now):
        start, end = at.now - STILL_ASKED, end + AHEAD
    return schedule.occurrences(start=start, end=end, person_zone=at.zone)


def _belongs(work: Work, schedule: Schedule, page: dt.date, at: Clock) -> bool:
    """What was said of stays on its own page, and on the page it was said on; what is over is not asked about."""
    if work.state:
        said_on = at.page(work.said_at) if work.said_at else None
        return page in (at.page(work.at), said_on)
    if _of(schedule).ended_at is not None:
        return False
    return schedule.until is None or (schedule.every != Schedule.Every.ONCE and at.page(work.at) == page)


def _work(schedule: Schedule, occurrence: Occurrence, entries: Mapping[Key, HomeworkEntry], at: Clock) -> Work:
    homework = _of(schedule)
    work = Work(
        schedule_id=schedule.pk,
        homework_id=homework.pk,
        date=occurrence.date,
        slot=occurrence.slot,
        at=occurrence.at,
        title=homework.title,
        due=_due(schedule, occurrence, at),
        when_and_where=homework.when_and_where,
        smallest=homework.smallest,
        state="",
        barrier="",
        note="",
        said_at=None,
        repeats=schedule.every != Schedule.Every.ONCE,
    )
    entry = entries.get((schedule.pk, occurrence.date, occurrence.slot))
    if entry is None:
        return work
    return replace(work, state=entry.state, barrier=entry.barrier, note=entry.note, said_at=entry.recorded_at)


def _of(schedule: Schedule) -> Homework:
    if schedule.homework is None:
        raise ValueError("not a schedule of homework")
    return schedule.homework


def _due(schedule: Schedule, occurrence: Occurrence, at: Clock) -> str:
    days, time = (occurrence.date - at.today).days, schedule.rule.times[occurrence.slot]
    if days < 0:
        words = _("It was for %(day)s, and can still be filled in")
    else:
        words = {0: _("For today"), 1: _("For tomorrow")}.get(days, _("For %(day)s"))
    words %= {"day": date_format(occurrence.date, "l" if abs(days) < WEEK else "l j F")}
    return words if time in NO_TIME or days < 0 else _("%(day)s, %(time)s") % {"day": words, "time": clock(time)}
