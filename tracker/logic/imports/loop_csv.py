"""The zip of tables that Loop Habit Tracker exports.  [pure]

`Habits.csv` names the habits by position; each has a folder "001 Name" with its own `Checkmarks.csv` (Date, Value,
Notes), which is preferred; the `Checkmarks.csv` at the top has a column a habit, whose names are not quoted there.
Source: iSoron/uhabits, uhabits-core/src/jvmMain/java/org/isoron/uhabits/core/io/HabitsCSVExporter.kt and
core/models/HabitList.kt, as of 2025-08; older exports have fewer columns, and figures for the words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tracker.logic.imports.archive import Entry, entries
from tracker.logic.imports.found import Found, Problem, Source, Unreadable, What, Why, day_of
from tracker.logic.imports.loop import UNKNOWN, Kind, habit_of, tick, value_of
from tracker.logic.imports.text import decode, fields

HABITS, CHECKMARKS = "habits.csv", "checkmarks.csv"
KNOWN = {
    *("Position", "Name", "Type", "Question", "Description", "FrequencyNumerator", "FrequencyDenominator", "Color"),
    *("Unit", "Target Type", "Target Value", "Archived?", "NumRepetitions", "Interval"),
}
MOST_CELLS = 2_000_000


def read(data: bytes, *, today: dt.date) -> Found:
    """Raises Unreadable where it is no such zip."""
    files = entries(data, wanted=(HABITS, CHECKMARKS))
    found, kinds, places = Found(Source.LOOP), list[Kind](), dict[str, int]()
    top = next((one for one in files if one.name.lower() == HABITS), None)
    if top is None:
        raise Unreadable(Why.NOT_KNOWN)
    _read_habits(top, found, kinds, places)
    marks = [one for one in files if one.name.lower() == CHECKMARKS]
    own = {places[position]: one for one in marks if (position := one.folder.partition(" ")[0]) in places}
    for place, file in own.items():
        _read_own(file, place, kinds[place], found, today)
    whole = next((one for one in marks if one not in own.values()), None)
    if whole and len(own) < len(found.habits):
        _read_whole(whole, set(own), kinds, found, today)
    return found


def _read_habits(file: Entry, found: Found, kinds: list[Kind], places: dict[str, int]) -> None:
    lines = fields(decode(file.data), file=file.name, found=found)
    columns = [name.strip() for name in next(lines, (0, []))[1]]
    found.columns += [name for name in columns if name and name not in KNOWN]
    for number, row in lines:
        said = dict(zip(columns, row, strict=False))
        title = said.get("Name", "").strip()
        if not title:
            found.problems.append(Problem(file.name, number, What.NO_NAME))
            continue
        places[said.get("Position", "").strip()] = len(found.habits)
        kinds.append(_kind(said))
        per = value_of(said.get("FrequencyNumerator", "") or said.get("NumRepetitions", ""))
        days = value_of(said.get("FrequencyDenominator", "") or said.get("Interval", ""))
        ended = said.get("Archived?", "").strip().lower() == "true"
        found.habits.append(habit_of(title, per=per, days=days, at=None, ended=ended, found=found))


def _kind(said: dict[str, str]) -> Kind:
    if said.get("Type", "").strip() != "NUMERICAL":
        return Kind()
    try:
        target = float(said.get("Target Value", ""))
    except ValueError:
        target = 0.0
    return Kind(target if 0 <= target < 10**9 else 0.0, said.get("Target Type", "").strip() == "AT_MOST")


def _read_own(file: Entry, place: int, kind: Kind, found: Found, today: dt.date) -> None:
    """Date, Value, Notes; an older file has neither notes nor a head."""
    name = f"{file.folder}/{file.name}"
    for number, row in fields(decode(file.data), file=name, found=found):
        if row[0].strip() == "Date":
            continue
        if (date := _date(row, name, number, found, today)) is None:
            continue
        _mark(row[1] if len(row) > 1 else "", (place, date), kind, found, (name, number))
        if note := (row[2].strip() if len(row) > 2 else ""):
            found.notes.append((date, f"{found.habits[place].title}: {note}"))


def _read_whole(file: Entry, there: set[int], kinds: list[Kind], found: Found, today: dt.date) -> None:
    """A column a habit, for those habits that have no file of their own."""
    lines = fields(decode(file.data), file=file.name, found=found)
    columns = [name.strip() for name in next(lines, (0, []))[1]]
    by_title = {habit.title: place for place, habit in enumerate(found.habits) if place not in there}
    placed = [(column, by_title[name]) for column, name in enumerate(columns) if column and name in by_title]
    found.columns += [name for name in columns[1:] if name and name not in {habit.title for habit in found.habits}]
    cells = 0
    for number, row in lines:
        cells += len(row)
        if cells > MOST_CELLS:
            raise Unreadable(Why.TOO_MANY_ROWS)
        if (date := _date(row, file.name, number, found, today)) is not None:
            for column, place in _within(placed, row):
                _mark(row[column], (place, date), kinds[place], found, (file.name, number))


def _within(placed: list[tuple[int, int]], row: list[str]) -> Iterator[tuple[int, int]]:
    return ((column, place) for column, place in placed if column < len(row))


def _date(row: list[str], file: str, number: int, found: Found, today: dt.date) -> dt.date | None:
    date = day_of(row[0], today=today)
    if isinstance(date, What):
        found.problems.append(Problem(file, number, date))
        return None
    return date


def _mark(written: str, where: tuple[int, dt.date], kind: Kind, found: Found, line: tuple[str, int]) -> None:
    value = value_of(written)
    if value is None:
        found.problems.append(Problem(*line, What.NO_VALUE))
    elif value != UNKNOWN and (state := tick(value, kind, found)):
        found.ticks[where] = state
