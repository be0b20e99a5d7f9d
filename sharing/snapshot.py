"""What a share holds, as it is sealed and as it is read back. Its schema number says how it is laid out.

The names in it are its own: a link made today is read with them for weeks, whatever the record is called by then.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from tracker.progress import GoalLine, HabitLine, MedicineLine, Summary

SCHEMA = 1
MOST_COLUMNS = 6
WEEKS_TOGETHER = 4


@dataclass(frozen=True, slots=True)
class GoalRow:
    title: str
    reached: int
    of: int
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineRow:
    """`taken` of `recorded` of `due` doses; `taken` None: too few were recorded to say. `as_needed`: how often one
    without times was put down, None where it has times."""

    name: str
    dose: str
    taken_since: dt.date | None
    taken: int | None
    recorded: int
    due: int
    thinking_of_stopping_on: dt.date | None
    as_needed: int | None


@dataclass(frozen=True, slots=True)
class HabitRow:
    title: str
    counts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """None: the section was not shared. The habit columns begin on `columns` and hold `weeks_each`, but the first."""

    name: str
    for_whom: str
    made_at: dt.datetime
    since: dt.date
    until: dt.date
    say: tuple[str, ...] | None
    goals: tuple[GoalRow, ...] | None
    medicines: tuple[MedicineRow, ...] | None
    habits: tuple[HabitRow, ...] | None
    columns: tuple[dt.date, ...]
    weeks_each: int

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Snapshot:
        """From what `write` made. Raises ValueError where it is of another schema than 1."""
        if stored.get("schema") != SCHEMA:
            raise ValueError("this snapshot is of a schema that is not known here")
        goals, medicines, habits = (stored[section] for section in ("goals", "medicines", "habits"))
        weeks = [dt.date.fromisoformat(week["start"]) for week in habits[0]["weeks"]] if habits else []
        each = 1 if len(weeks) <= MOST_COLUMNS else WEEKS_TOGETHER
        return cls(
            name=stored["name"],
            for_whom=stored["for_whom"],
            made_at=dt.datetime.fromisoformat(stored["made_at"]),
            since=dt.date.fromisoformat(stored["since"]),
            until=dt.date.fromisoformat(stored["until"]),
            say=None if stored["say"] is None else tuple(stored["say"]),
            goals=None if goals is None else tuple(map(_read_goal, goals)),
            medicines=None if medicines is None else tuple(map(_read_medicine, medicines)),
            habits=None if habits is None else tuple(_read_habit(habit, each) for habit in habits),
            columns=tuple(together[0] for together in _together(weeks, each)),
            weeks_each=each,
        )


def write(summary: Summary, *, name: str, for_whom: str, made_at: dt.datetime) -> dict[str, Any]:
    """*summary* as JSON carries it, in schema 1: dates in ISO 8601, a section that was not chosen null."""
    return {
        "schema": SCHEMA,
        "name": name,
        "for_whom": for_whom,
        "made_at": made_at.isoformat(),
        "since": summary.since.isoformat(),
        "until": summary.until.isoformat(),
        "say": None if summary.say is None else list(summary.say),
        "goals": None if summary.goals is None else [_write_goal(goal) for goal in summary.goals],
        "medicines": None if summary.medicines is None else [_write_medicine(line) for line in summary.medicines],
        "habits": None if summary.habits is None else [_write_habit(habit) for habit in summary.habits],
    }


def _write_goal(goal: GoalLine) -> dict[str, Any]:
    return {"title": goal.title, "reached": goal.reached, "of": goal.of, "next": goal.next}


def _read_goal(stored: dict[str, Any]) -> GoalRow:
    return GoalRow(stored["title"], stored["reached"], stored["of"], stored["next"])


def _write_medicine(line: MedicineLine) -> dict[str, Any]:
    return {
        "name": line.name,
        "dose": line.dose,
        "taken_since": _iso(line.taken_since),
        "taken": line.taken,
        "recorded": line.recorded,
        "due": line.due,
        "thinking_of_stopping_on": _iso(line.thinking_of_stopping_on),
        "as_needed": line.as_needed,
    }


def _read_medicine(stored: dict[str, Any]) -> MedicineRow:
    return MedicineRow(
        name=stored["name"],
        dose=stored["dose"],
        taken_since=_day(stored["taken_since"]),
        taken=stored["taken"],
        recorded=stored["recorded"],
        due=stored["due"],
        thinking_of_stopping_on=_day(stored["thinking_of_stopping_on"]),
        as_needed=stored.get("as_needed"),
    )


def _write_habit(habit: HabitLine) -> dict[str, Any]:
    weeks = [{"start": week.start.isoformat(), "done": week.done, "due": week.due} for week in habit.weeks]
    return {"title": habit.title, "weeks": weeks}


def _read_habit(stored: dict[str, Any], each: int) -> HabitRow:
    columns = _together(stored["weeks"], each)
    counts = ((sum(week["done"] for week in weeks), sum(week["due"] for week in weeks)) for weeks in columns)
    return HabitRow(stored["title"], tuple(counts))


def _together[T](weeks: list[T], each: int) -> list[list[T]]:
    """In groups of *each*, counted back from the last, so that only the first may hold fewer."""
    first = len(weeks) % each
    return [*([weeks[:first]] if first else []), *(weeks[at : at + each] for at in range(first, len(weeks), each))]


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None
