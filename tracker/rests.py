"""What rests for now: a day made smaller, a week without habits, a habit that has had its days of this week."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple
from uuid import UUID

from tracker.logic.day import monday, page_of
from tracker.logic.habit_score import KEPT
from tracker.models import HabitEntry, HabitPause, Schedule, SmallDay

DAY = dt.timedelta(days=1)


class Clock(NamedTuple):
    """The person's zone and where their day starts."""

    zone: str
    day_start: dt.time


class Due(NamedTuple):
    """One occurrence, as *date* and *slot* of its schedule; *page* is that of the instant."""

    schedule: Schedule
    date: dt.date
    slot: int
    page: dt.date


def due_on(schedule: Schedule, *, date: dt.date, slot: int, at: dt.datetime, clock: Clock) -> Due:
    return Due(schedule, date, slot, page_of(at - schedule.lead, zone=clock.zone, day_start=clock.day_start))


def resting(occurrences: Collection[Due]) -> set[tuple[UUID, dt.date, int]]:
    """Those that nobody is to be reminded of, by (schedule, date, slot). A dose never rests. Three queries at most."""
    restful = [one for one in occurrences if one.schedule.kind != "dose"]
    if not restful:
        return set()
    small, paused = _small_pages(restful), _paused_pages(restful)
    enough = _weeks_with_enough(restful)
    return {
        (one.schedule.pk, one.date, one.slot)
        for one in restful
        if (one.schedule.user_id, one.page) in small
        or (one.schedule.habit_id and (one.schedule.user_id, one.page) in paused)
        or (one.schedule.habit_id, monday(one.page)) in enough
    }


def _small_pages(found: Iterable[Due]) -> set[tuple[UUID, dt.date]]:
    people, pages = {one.schedule.user_id for one in found}, {one.page for one in found}
    rows = SmallDay.objects.standing().filter(user__in=people, date__in=pages)
    return set(rows.values_list("user_id", "date"))


def _paused_pages(found: Iterable[Due]) -> set[tuple[UUID, dt.date]]:
    pages: dict[UUID, set[dt.date]] = defaultdict(set)
    for one in found:
        if one.schedule.habit_id:
            pages[one.schedule.user_id].add(one.page)
    if not pages:
        return set()
    rows = HabitPause.objects.filter(user__in=pages, ended_at__isnull=True)
    rows = rows.filter(until__gte=min(map(min, pages.values())))
    return {
        (user_id, page)
        for user_id, since, until in rows.values_list("user_id", "since", "until")
        for page in pages[user_id]
        if since <= page <= until
    }


def _weeks_with_enough(found: Iterable[Due]) -> set[tuple[UUID | None, dt.date]]:
    """The habits of so many days a week that have had them, each with the Monday of that week."""
    wanted = {
        one.schedule.habit_id: int(one.schedule.habit.times_a_week)
        for one in found
        if one.schedule.habit and one.schedule.habit.times_a_week
    }
    if not wanted:
        return set()
    weeks = {monday(one.page) for one in found}
    rows = HabitEntry.objects.filter(schedule__habit__in=wanted, state__in=KEPT)
    rows = rows.filter(date__range=(min(weeks), max(weeks) + 6 * DAY))
    days = set(rows.values_list("schedule__habit_id", "date"))
    counts = Counter((habit, monday(date)) for habit, date in days)
    return {key for key, count in counts.items() if count >= wanted[key[0]]}
