"""What stands on one page of the record and the days before it, from one reading of schedules and entries."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.items import Item, rows
from tracker.logic.day import bounds, monday
from tracker.logic.habit_score import KEPT
from tracker.models import Dose, Schedule
from tracker.person import Person
from tracker.record import Entry, Key, Said, entries_of, in_force, said_of
from tracker.supply import HORIZON

DAY = dt.timedelta(days=1)
LOOK_BACK = 14 * DAY
SUPPLY_BACK = 90 * DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """`items` of the page, `before` of the one before it, by instant. `doses`: those due within 14 days and the page.
    `homework`: what is due once on another day and was not said to be done. `last`: when something of all this was
    last recorded. `schedules` stood on the two pages; of `medicines`, within 90 days. `told`: the doses that the
    prescriber said to pause, within as long as a supply is reckoned.
    """

    schedules: tuple[Schedule, ...]
    medicines: tuple[Schedule, ...]
    told: frozenset[Key]
    items: tuple[Item, ...]
    before: tuple[Item, ...]
    doses: tuple[Said, ...]
    homework: tuple[Item, ...]
    last: dt.datetime | None


def staff(person: Person, *, page: dt.date, now: dt.datetime) -> Staff:
    """In two queries, however much stands there."""
    start, end = bounds(page, zone=person.zone, day_start=person.day_start)
    yesterday, _end = bounds(page - DAY, zone=person.zone, day_start=person.day_start)
    back = start - LOOK_BACK
    schedules = in_force(user_id=person.id, start=start - SUPPLY_BACK, end=end)
    entries = entries_of(user_id=person.id, start=back, end=end, told_since=start - HORIZON)
    near = [schedule for schedule in schedules if schedule.until is None or schedule.until > yesterday]
    found = said_of(near, entries, zone=person.zone, start=yesterday, end=end)
    items = [item for row in found for item in rows(row, person.tzinfo, now) if yesterday <= item.at < end]
    items = sorted(_standing(items, schedules, entries, person, page), key=lambda item: item.at)
    medicines = [schedule for schedule in schedules if schedule.medicine_id]
    return Staff(
        schedules=tuple(near),
        medicines=tuple(medicines),
        told=frozenset(key for key, entry in entries.items() if entry.state == Dose.State.TOLD_TO_PAUSE),
        items=tuple(item for item in items if item.at >= start),
        before=tuple(item for item in items if item.at < start),
        doses=tuple(said_of(medicines, entries, zone=person.zone, start=back, end=end)),
        homework=tuple(_homework(near, entries, person, now, shown=(yesterday, end))),
        last=max((entry.recorded_at for entry in entries.values()), default=None),
    )


def _standing(
    items: Sequence[Item], schedules: Sequence[Schedule], entries: Mapping[Key, Entry], person: Person, page: dt.date
) -> Iterator[Item]:
    """A habit that rests does not stand there, unless something was said of it; one of so many days a week says how
    many there were."""
    wanted = {one.pk: int(one.habit.times_a_week) for one in schedules if one.habit and one.habit.times_a_week}
    habits = {schedule.pk: schedule.habit_id for schedule in schedules}
    done = Counter(
        habits[entry.schedule_id]
        for entry in entries.values()
        if entry.schedule_id in wanted and entry.state in KEPT and monday(page) <= entry.date <= page
    )
    for item in items:
        if item.kind == "habit" and not item.state and person.rests_on(page):
            continue
        if item.schedule_id in wanted:
            yield _of_the_week(item, done[item.noun_id], wanted[item.schedule_id])
        else:
            yield item


def _of_the_week(item: Item, done: int, wanted: int) -> Item:
    words = _("%(done)d of %(wanted)d this week") % {"done": done, "wanted": wanted}
    return replace(item, detail=f"{words}\n{item.detail}".strip(), met=done >= wanted)


def _homework(
    schedules: Sequence[Schedule],
    entries: Mapping[Key, Entry],
    person: Person,
    now: dt.datetime,
    *,
    shown: tuple[dt.datetime, dt.datetime],
) -> Iterator[Item]:
    """What is due once, from two weeks ago on, and stands on none of the pages *shown*, the soonest first. What was
    said of it on the later page stays there, to be taken back.
    """
    once = [one for one in schedules if one.homework and one.every == Schedule.Every.ONCE and one.until is None]
    for schedule in sorted(once, key=lambda one: one.start):
        at = dt.datetime.combine(schedule.start, dt.time(12), dt.UTC)
        if at < now - LOOK_BACK:
            continue
        for row in said_of([schedule], entries, zone=person.zone, start=at - 2 * DAY, end=at + 2 * DAY):
            said_here = row.said_at is not None and shown[0] + DAY <= row.said_at
            if (said_here or not row.state) and not shown[0] <= row.at < shown[1]:
                due = _("Due on %(day)s") % {"day": date_format(row.date, "l j F")}
                yield from (
                    replace(item, time=date_format(row.date, "D"), detail=due) for item in rows(row, person.tzinfo, now)
                )
