"""What a file of another program holds, in our nouns, and what of it cannot come in.  [pure]

Dates are local; instants are aware UTC. Nothing here is checked against what the person has already.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

EARLIEST = dt.date(2000, 1, 1)
MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 50_000


class Source(StrEnum):
    LOOP = "loop"
    DAYLIO = "daylio"
    MEDTIMER = "medtimer"
    BEARABLE = "bearable"


class Why(StrEnum):
    """Why nothing of a file can be read."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    NOT_KNOWN = "not_known"
    NOT_TEXT = "not_text"
    NOT_A_ZIP = "not_a_zip"
    LOCKED = "locked"
    TOO_MANY_FILES = "too_many_files"
    TOO_DEEP = "too_deep"
    TOO_MUCH_INSIDE = "too_much_inside"
    TOO_MANY_ROWS = "too_many_rows"
    NOT_A_DATABASE = "not_a_database"
    WHOLE_ZIP = "whole_zip"
    LIST_OF_MEDICINES = "list_of_medicines"


class Unreadable(ValueError):
    """Nothing of the file can be read. It carries no word of what stands in it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class What(StrEnum):
    """What is wrong with one line, which stays out."""

    BROKEN = "broken"
    NO_DATE = "no_date"
    TOO_EARLY = "too_early"
    TO_COME = "to_come"
    NO_NAME = "no_name"
    NO_VALUE = "no_value"
    NO_HABIT = "no_habit"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


class Left(StrEnum):
    """What is counted and stays out, or comes in changed, because there is no honest place for it here."""

    SAID_NO = "said_no"
    BY_FREQUENCY = "by_frequency"
    OVER_TARGET = "over_target"
    NUMBERS = "numbers"
    FREQUENCY = "frequency"
    OWN_MOOD = "own_mood"
    EARLIER_MOOD = "earlier_mood"
    NOT_TICKED = "not_ticked"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` counts from 1; of a database it is the number of the row."""

    file: str
    line: int
    what: What


@dataclass(frozen=True, slots=True)
class FoundHabit:
    """`times_a_week` None is every day. `at` is the time of its reminder there, where it has one."""

    title: str
    times_a_week: int | None = None
    at: dt.time | None = None
    ended: bool = False


@dataclass(slots=True)
class Found:
    """`ticks` by (place of the habit, date), `moods` by date, `doses` as (medicine, instant).

    `medicines` gives the amount by name, "" where it was not always the same. `columns` are those that nobody here
    knows. `left` counts by Left and, after a colon, a name where there is one.
    """

    source: Source
    habits: list[FoundHabit] = field(default_factory=list)
    ticks: dict[tuple[int, dt.date], str] = field(default_factory=dict)
    moods: dict[dt.date, int] = field(default_factory=dict)
    notes: list[tuple[dt.date, str]] = field(default_factory=list)
    medicines: dict[str, str] = field(default_factory=dict)
    doses: list[tuple[str, dt.datetime]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)

    def leave(self, why: Left, name: str = "", count: int = 1) -> None:
        self.left[f"{why.value}:{name}" if name else why.value] += count


def day_of(written: str, *, today: dt.date) -> dt.date | What:
    """The date "2026-11-24" that stands at the beginning of *written*, or what is wrong with it."""
    first = written.strip()[:10]
    try:
        date = dt.date.fromisoformat(first if first[4:8:3] == "--" else "")
    except ValueError:
        return What.NO_DATE
    if date < EARLIEST:
        return What.TOO_EARLY
    return What.TO_COME if date > today else date


def kept(found: Found) -> dict[str, Any]:
    """*found* as JSON carries it; `read_back` makes it again."""
    return {
        "source": found.source.value,
        "habits": [
            [one.title, one.times_a_week, one.at.isoformat() if one.at else None, one.ended] for one in found.habits
        ],
        "ticks": [[habit, date.isoformat(), state] for (habit, date), state in found.ticks.items()],
        "moods": {date.isoformat(): level for date, level in found.moods.items()},
        "notes": [[date.isoformat(), text] for date, text in found.notes],
        "medicines": found.medicines,
        "doses": [[name, at.isoformat()] for name, at in found.doses],
        "problems": [[one.file, one.line, one.what.value] for one in found.problems],
        "columns": found.columns,
        "left": dict(found.left),
    }


def read_back(stored: dict[str, Any]) -> Found:
    day = dt.date.fromisoformat
    return Found(
        source=Source(stored["source"]),
        habits=[
            FoundHabit(title, times, dt.time.fromisoformat(at) if at else None, ended)
            for title, times, at, ended in stored["habits"]
        ],
        ticks={(habit, day(date)): state for habit, date, state in stored["ticks"]},
        moods={day(date): level for date, level in stored["moods"].items()},
        notes=[(day(date), text) for date, text in stored["notes"]],
        medicines=stored["medicines"],
        doses=[(name, dt.datetime.fromisoformat(at)) for name, at in stored["doses"]],
        problems=[Problem(file, line, What(what)) for file, line, what in stored["problems"]],
        columns=stored["columns"],
        left=Counter(stored["left"]),
    )
