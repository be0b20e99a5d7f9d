"""One habit over time, as its page shows it, and the pause of all of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy

from accounts.models import User
from tracker.habit_words import SaidOfWeek, in_a_row, last_week, standing_words
from tracker.logic.day import bounds, page_of
from tracker.logic.habit_score import WEEK, HabitDay, Standing, Tally, course, day_state, standing, tally
from tracker.logic.schedule import Occurrence, occurrences
from tracker.models import Habit, HabitEntry, HabitPause, Schedule

DAY = dt.timedelta(days=1)
WEEKS = 8
LONGEST = 52 * WEEK * DAY  # after a year of another way nothing is left of a score
RESTS = "rest"
SHORT = {
    "done": gettext_lazy("Done"),
    "small": gettext_lazy("Small version"),
    "not_applicable": gettext_lazy("Not today"),
    "no": gettext_lazy("No"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """All habits rest on the pages `since` to `until`, both inclusive."""

    id: UUID
    since: dt.date
    until: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDay:
    """A page that can still be filled in, and the occurrence that stands on it."""

    page: dt.date
    back: int
    schedule_id: UUID
    date: dt.date
    slot: int
    state: str
    paused: bool

    @property
    def key(self) -> str:
        """The same on every page and in the queue of what waits to be sent."""
        return f"habit:{self.schedule_id}:{self.date}:{self.slot}"

    @property
    def choices(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(value=value, label=str(label), chosen=value == self.state) for value, label in SHORT.items()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitWeek:
    """Monday to Sunday. `marks`: a state of HabitEntry, RESTS, "open" where nothing was said, "" where none was due.

    `score` at its end, 0 to 100; None before the first day that counts.
    """

    start: dt.date
    marks: tuple[str, ...]
    tally: Tally
    score: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitRecord:
    """`score` 0 to 100, None while it is too soon to say. `row` is "" unless it was switched on and there is one."""

    id: UUID
    standing: Standing
    words: str
    score: int | None
    sentence: str
    row: str
    weeks: tuple[HabitWeek, ...]
    open_days: tuple[OpenDay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """One occurrence on the page that it stands on."""

    schedule: Schedule
    occurrence: Occurrence
    state: str


Pages = dict[dt.date, list[_Found]]


def pause_on(*, user_id: UUID, date: dt.date) -> Pause | None:
    """The pause that stands on the page *date*, in one query."""
    rows = HabitPause.objects.for_user(user_id).standing().filter(since__lte=date, until__gte=date)
    row = rows.order_by("-until").first()
    return Pause(id=row.pk, since=row.since, until=row.until) if row else None


def habit_record(*, habit: Habit, person: User, now: dt.datetime, back_fill: dt.timedelta) -> HabitRecord:
    """What was recorded of *habit* up to the page of *now*, in three queries, whatever its length.

    *back_fill*: how far back a page can still be filled in.
    """
    today = page_of(now, zone=person.zone, day_start=person.day_start)
    schedules = list(habit.schedules.order_by("since"))
    pages = _pages(person, schedules, today)
    paused = paused_pages(person, since=min(pages, default=today), until=today)
    days = _days(pages, paused, today)
    wanted, whichever = _wanted(habit, schedules)
    scores = course(days, wanted=wanted, whichever=whichever)
    found = standing(days, scores[-1] if scores else 0.0)
    return HabitRecord(
        id=habit.pk,
        standing=found,
        words=standing_words(found),
        score=round(scores[-1] * 100) if found != Standing.TOO_SOON else None,
        sentence=last_week(_of_week(days[-WEEK:], wanted, whichever=whichever)),
        row=in_a_row(days, wanted=wanted if whichever else None) if habit.counts_streak else "",
        weeks=_weeks(days, scores, today),
        open_days=_open_days(pages, paused, today, back_fill),
    )


def paused_pages(person: User, *, since: dt.date, until: dt.date) -> frozenset[dt.date]:
    """The pages from *since* to *until* on which all habits rested. One that was ended rested up to the day before."""
    found: set[dt.date] = set()
    for row in HabitPause.objects.for_user(person).filter(since__lte=until, until__gte=since):
        last = min(row.until, until)
        if row.ended_at is not None:
            last = min(last, page_of(row.ended_at, zone=person.zone, day_start=person.day_start) - DAY)
        found.update(row.since + DAY * number for number in range((last - row.since).days + 1))
    return frozenset(page for page in found if page >= since)


def _wanted(habit: Habit, schedules: Sequence[Schedule]) -> tuple[int, bool]:
    """Days of a week, and whether any of them do."""
    if habit.times_a_week:
        return int(habit.times_a_week), True
    rule = schedules[-1].rule if schedules else None
    return (len(rule.weekdays) if rule and rule.every == "week" else WEEK), False


def _pages(person: User, schedules: Sequence[Schedule], today: dt.date) -> Pages:
    """What stood on each page up to *today*'s; also what was recorded before its schedule closed."""
    start, _end = bounds(today - LONGEST, zone=person.zone, day_start=person.day_start)
    _start, end = bounds(today, zone=person.zone, day_start=person.day_start)
    states = _states(person, schedules, since=start.date() - DAY)
    pages: Pages = defaultdict(list)
    for schedule in schedules:
        for one in _around(schedule, start, end, person.zone):
            state = states.get((schedule.pk, one.date, one.slot), "")
            if state or (schedule.since <= one.at and (schedule.until is None or one.at < schedule.until)):
                page = page_of(one.at, zone=person.zone, day_start=person.day_start)
                pages[page].append(_Found(schedule=schedule, occurrence=one, state=state))
    return pages


def _around(schedule: Schedule, start: dt.datetime, end: dt.datetime, zone: str) -> Iterable[Occurrence]:
    """Those of its time in force and of two days on both sides, in which something may have been recorded ahead."""
    start, until = max(start, schedule.since - 2 * DAY), schedule.until
    end = end if until is None else min(end, until + 2 * DAY)
    return occurrences(schedule.rule, start=start, end=end, zone=schedule.zone_for(zone))


def _states(person: User, schedules: Sequence[Schedule], since: dt.date) -> dict[tuple[UUID, dt.date, int], str]:
    entries = HabitEntry.objects.for_user(person).filter(schedule__in=schedules, date__gte=since).exclude(state="")
    rows = entries.values_list("schedule_id", "date", "slot", "state")
    return {(schedule_id, date, slot): state for schedule_id, date, slot, state in rows}


def _days(pages: Pages, paused: frozenset[dt.date], today: dt.date) -> list[HabitDay]:
    """Every page from the first on which it was due; today's once something was said of it."""
    first = min(pages, default=today)
    days = [
        HabitDay(
            date=page,
            due=page in pages,
            state=day_state(found.state for found in pages.get(page, ())),
            paused=page in paused,
        )
        for page in (first + DAY * number for number in range((today - first).days + 1))
    ]
    return days if days[-1].state else days[:-1]


def _of_week(days: Sequence[HabitDay], wanted: int, *, whichever: bool) -> SaidOfWeek:
    counted = [day for day in days if not day.rested]
    return SaidOfWeek(
        kept=sum(day.kept for day in days),
        small=sum(day.state == "small" for day in days),
        counted=len(counted),
        rested=sum(day.due and day.rested for day in days),
        days=len(days),
        wanted=wanted if whichever else None,
        daily=wanted == WEEK,
    )


def _weeks(days: Sequence[HabitDay], scores: Sequence[float], today: dt.date) -> tuple[HabitWeek, ...]:
    """The last WEEKS weeks from Monday."""
    by_page = {day.date: (day, score) for day, score in zip(days, scores, strict=True)}
    monday = today - DAY * today.weekday()
    return tuple(_week(monday - DAY * WEEK * back, by_page) for back in reversed(range(WEEKS)))


def _week(start: dt.date, by_page: dict[dt.date, tuple[HabitDay, float]]) -> HabitWeek:
    found = [by_page.get(start + DAY * number) for number in range(WEEK)]
    there = [one for one in found if one is not None]
    return HabitWeek(
        start=start,
        marks=tuple(_mark(one[0]) if one else "" for one in found),
        tally=tally(_counted(day) for day, _score in there if day.due),
        score=round(there[-1][1] * 100) if there else None,
    )


def _counted(day: HabitDay) -> str:
    return "not_applicable" if day.rested else day.state


def _mark(day: HabitDay) -> str:
    if not day.due:
        return ""
    return RESTS if day.rested else day.state or "open"


def _open_days(
    pages: Pages, paused: frozenset[dt.date], today: dt.date, back_fill: dt.timedelta
) -> tuple[OpenDay, ...]:
    """The latest first; none where nothing is due on any of them."""
    return tuple(
        OpenDay(
            page=page,
            back=(today - page).days,
            schedule_id=found.schedule.pk,
            date=found.occurrence.date,
            slot=found.occurrence.slot,
            state=found.state,
            paused=page in paused,
        )
        for page in (today - DAY * back for back in range(back_fill.days + 1))
        for found in pages.get(page, ())
    )
