"""What of an imported file would become rows, beside what the person has; nothing that is there is touched."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from accounts.models import User
from accounts.text import clean_text
from tracker.logic.imports.found import Found, FoundHabit
from tracker.logic.schedule import Rule
from tracker.models import AsNeededDose, Habit, HabitEntry, JournalNote, Medicine, Mood, Schedule
from tracker.models.schedules import rule_columns

DAY = dt.timedelta(days=1)
NOON = dt.time(12)
TITLE, NAME, AMOUNT = 120, 120, 80


@dataclass(slots=True)
class Tally:
    """How many come in, how many are there already, how many find no place, and from which day to which."""

    new: int = 0
    there: int = 0
    no_place: int = 0
    first: dt.date | None = None
    last: dt.date | None = None

    def add(self, date: dt.date | None = None) -> None:
        self.new += 1
        if date:
            self.first, self.last = min(self.first or date, date), max(self.last or date, date)


@dataclass(slots=True)
class Rows:
    """What is not there yet: a few rows, and of the many what makes one.

    `put_away`: habits for which the plan has no room; `shortened`: whose name is too long; `merged`: with the name of
    another in the file; `nameless`: without a name that can be shown, which stay out.
    """

    habits: list[Habit] = field(default_factory=list)
    schedules: list[Schedule] = field(default_factory=list)
    ticks: list[tuple[UUID, dt.date, int, str]] = field(default_factory=list)
    moods: list[tuple[dt.date, int]] = field(default_factory=list)
    notes: list[tuple[dt.date, str]] = field(default_factory=list)
    medicines: list[Medicine] = field(default_factory=list)
    doses: list[tuple[UUID, dt.datetime]] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)
    put_away: int = 0
    shortened: int = 0
    merged: int = 0
    nameless: int = 0

    def tally(self, noun: str) -> Tally:
        return self.tallies.setdefault(noun, Tally())


def rows_of(found: Found, *, person: User, now: dt.datetime) -> Rows:
    """The rows of *found* that are not there yet, and how many of each noun. Reads, and writes nothing."""
    rows = Rows()
    _habits(found, rows, person, now)
    _moods(found, rows, person)
    _notes(found, rows, person)
    _doses(found, rows, person, now)
    return rows


def _habits(found: Found, rows: Rows, person: User, now: dt.datetime) -> None:
    """A habit of the same words is that habit: its open days take what they lack, and it stays as it is."""
    if not found.habits:
        return
    own = {habit.title.casefold(): habit for habit in Habit.objects.for_user(person).order_by("ended_at")}
    room = Habit.MOST_CURRENT - sum(habit.ended_at is None for habit in own.values())
    by_place: dict[int, dict[dt.date, str]] = {}
    for (place, date), state in found.ticks.items():
        by_place.setdefault(place, {})[date] = state
    new: dict[str, Schedule] = {}
    seen: set[str] = set()
    for place, one in enumerate(found.habits):
        title, ticks = _title(one, rows, seen), by_place.get(place, {})
        if not title:
            continue
        if there := own.get(title.casefold()):
            rows.tally("habits").there += 1
            _more_ticks(there, ticks, rows, person)
            continue
        if title.casefold() not in new:
            fits = one.ended or room > 0
            rows.put_away += not fits
            room -= not one.ended and fits
            new[title.casefold()] = _new_habit(title, one, ticks, rows, person, now, ended=one.ended or not fits)
        _ticks(new[title.casefold()], ticks, rows)


def _title(one: FoundHabit, rows: Rows, seen: set[str]) -> str:
    """What fits of its name, "" where nothing of it can be shown; counted where it is not as it stood there."""
    whole = clean_text(one.title, lines=False)
    title = whole[:TITLE].rstrip()
    rows.nameless += not title
    rows.shortened += title != whole
    rows.merged += title.casefold() in seen
    if title:
        seen.add(title.casefold())
    return title


def _new_habit(
    title: str, one: FoundHabit, ticks: Iterable[dt.date], rows: Rows, person: User, now: dt.datetime, *, ended: bool
) -> Schedule:
    """On every day, from the first that was ticked; the day of the last is where one that is put away closes."""
    days = sorted(ticks)
    today = now.astimezone(person.tzinfo).date()
    first, last = (days[0], days[-1]) if days else (today, today)
    habit = Habit(user=person, title=title, times_a_week=one.times_a_week, ended_at=now if ended else None)
    at = one.at if one.at and one.at >= person.day_start else NOON
    rule = Rule(every="day", times=(at,), start=first)
    since, until = (dt.datetime.combine(day, dt.time(), tzinfo=person.tzinfo) for day in (first, last + DAY))
    schedule = Schedule(
        user=person,
        habit=habit,
        **rule_columns(rule),
        remind=False,
        since=since if days else now,
        until=(until if days else now) if ended else None,
    )
    rows.habits.append(habit)
    rows.schedules.append(schedule)
    rows.tally("habits").add()
    return schedule


def _ticks(schedule: Schedule, ticks: dict[dt.date, str], rows: Rows) -> None:
    """Of two habits of one name in the file, the first says what a day was."""
    taken = {date for schedule_id, date, _slot, _state in rows.ticks if schedule_id == schedule.pk}
    for date, state in ticks.items():
        if date not in taken:
            rows.ticks.append((schedule.pk, date, 0, state))
            rows.tally("ticks").add(date)


def _more_ticks(habit: Habit, ticks: dict[dt.date, str], rows: Rows, person: User) -> None:
    if not ticks:
        return
    start = dt.datetime.combine(min(ticks) - DAY, dt.time(), tzinfo=dt.UTC)
    end = dt.datetime.combine(max(ticks) + 2 * DAY, dt.time(), tzinfo=dt.UTC)
    places: dict[dt.date, tuple[Schedule, int]] = {}
    for schedule in habit.schedules.order_by("since"):
        for one in schedule.occurrences(start=start, end=end, person_zone=person.zone):
            places.setdefault(one.date, (schedule, one.slot))
    said = HabitEntry.objects.for_user(person).filter(schedule__habit=habit).values_list("date", flat=True)
    there, tally = set(said), rows.tally("ticks")
    for date, state in ticks.items():
        if date in there:
            tally.there += 1
        elif date not in places:
            tally.no_place += 1
        else:
            schedule, slot = places[date]
            rows.ticks.append((schedule.pk, date, slot, state))
            there.add(date)
            tally.add(date)


def _moods(found: Found, rows: Rows, person: User) -> None:
    there = set(Mood.objects.for_user(person).values_list("date", flat=True)) if found.moods else set()
    for date, level in found.moods.items():
        if date in there:
            rows.tally("moods").there += 1
        else:
            rows.moods.append((date, level))
            rows.tally("moods").add(date)


def _notes(found: Found, rows: Rows, person: User) -> None:
    if not found.notes:
        return
    days = [date for date, _text in found.notes]
    standing = JournalNote.objects.for_user(person).standing().filter(date__range=(min(days), max(days)))
    there = {(note.date, note.text) for note in standing}
    for date, written in found.notes:
        text = clean_text(written, lines=True)
        if (date, text) in there:
            rows.tally("notes").there += 1
        elif text:
            there.add((date, text))
            rows.notes.append((date, text))
            rows.tally("notes").add(date)


def _doses(found: Found, rows: Rows, person: User, now: dt.datetime) -> None:
    """Under a medicine of that name that was put away, a new one where there is none; never under a current one."""
    if not found.doses:
        return
    away = Medicine.objects.for_user(person).filter(ended_at__isnull=False)
    own = {medicine.name.casefold(): medicine for medicine in away if medicine.as_needed is not None}
    there = set(AsNeededDose.objects.for_user(person).values_list("medicine_id", "taken_at"))
    for written, at in found.doses:
        name = clean_text(written, lines=False)[:NAME]
        if name.casefold() not in own:
            own[name.casefold()] = _new_medicine(name, found.medicines.get(written, ""), rows, person, now)
        medicine = own[name.casefold()]
        if (medicine.pk, at) in there:
            rows.tally("doses").there += 1
            continue
        there.add((medicine.pk, at))
        rows.doses.append((medicine.pk, at))
        rows.tally("doses").add(at.astimezone(person.tzinfo).date())


def _new_medicine(name: str, amount: str, rows: Rows, person: User, now: dt.datetime) -> Medicine:
    medicine = Medicine(
        id=uuid.uuid4(),
        user=person,
        name=name,
        dose=clean_text(amount, lines=False)[:AMOUNT],
        as_needed={"most_a_day": None, "gap_minutes": None},
        ended_at=now,
    )
    rows.medicines.append(medicine)
    rows.tally("medicines").add()
    return medicine
