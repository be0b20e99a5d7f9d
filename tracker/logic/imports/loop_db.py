"""The database that Loop Habit Tracker backs up: tables Habits and Repetitions, and nothing else of it.  [pure]

It is opened from memory, for reading known columns of two plain tables; whatever else its schema carries is never run.
Source: iSoron/uhabits, uhabits-core/src/jvmMain/resources/migrations/09.sql to 25.sql, core/io/LoopDBImporter.kt and
core/models/sqlite/records/HabitRecord.kt, as of 2025-08. A timestamp is midnight in UTC of the day, in milliseconds.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from tracker.logic.imports.found import MOST_ROWS, Found, Problem, Source, Unreadable, What, Why, day_of
from tracker.logic.imports.loop import UNKNOWN, Kind, habit_of, tick

MAGIC = b"SQLite format 3\x00"
DAY = 86_400_000
HABITS = (
    *("id", "name", "freq_num", "freq_den", "archived", "type", "target_value", "target_type"),
    *("reminder_hour", "reminder_min", "position"),
)
REPETITIONS = ("habit", "timestamp", "value", "notes")
TABLES = {"habits": HABITS, "repetitions": REPETITIONS}
MAY = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_TRANSACTION}
PLAIN = re.compile(r"CREATE TABLE (?!.*\bAS\b).*", re.IGNORECASE | re.DOTALL)  # columns that are reckoned have an AS
LONGEST, STEPS = 100_000, 20_000_000
NUMERICAL, AT_MOST = 1, 1
Row = dict[str, Any]


def read(data: bytes, *, name: str, today: dt.date) -> Found:
    """Raises Unreadable where it is no such database. *name* is that of the file, for what is wrong with a row."""
    found = Found(Source.LOOP)
    try:
        with closing(_opened(data)) as database:
            places = _read_habits(_rows(database, "habits"), name, found)
            _read_repetitions(_rows(database, "repetitions"), places, name, found, today)
    except Unreadable:
        raise
    except (sqlite3.Error, ValueError, OverflowError, MemoryError):  # a damaged one can give names that are no text
        raise Unreadable(Why.NOT_A_DATABASE) from None
    return found


def _opened(data: bytes) -> sqlite3.Connection:
    """In memory, with nothing allowed but reading; a write-ahead log, which memory has none of, is switched off."""
    database = sqlite3.connect(":memory:")
    try:
        if data[18:20] == b"\x02\x02":
            data = data[:18] + b"\x01\x01" + data[20:]
        database.deserialize(data)
        database.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
        for statement in ("PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON", "PRAGMA query_only = ON"):
            database.execute(statement)
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
        database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        database.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 10)
        database.text_factory = lambda text: text.decode("utf-8", "replace")
        database.set_authorizer(_allowed)
        budget = iter(range(STEPS // 1_000))
        database.set_progress_handler(lambda: next(budget, None) is None, 1_000)
    except BaseException:
        database.close()
        raise
    return database


def _allowed(action: int, table: str | None, column: str | None, schema: str | None, source: str | None) -> int:
    """Selecting, and reading the two tables and the list of tables; no view, no trigger, no function."""
    if source is not None:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_READ:
        known = {*TABLES, "sqlite_master", "sqlite_schema"}
        return sqlite3.SQLITE_OK if (table or "").lower() in known else sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in MAY else sqlite3.SQLITE_DENY


def _rows(database: sqlite3.Connection, table: str) -> Iterator[Row]:
    """The rows of a plain table, by the columns that are known of it. Raises Unreadable where there is no such."""
    listed = database.execute("SELECT type, name, sql FROM sqlite_master").fetchmany(1_000)
    plain = [name for kind, name, sql in listed if kind == "table" and PLAIN.fullmatch(str(sql))]
    if table not in {str(name).lower() for name in plain}:
        raise Unreadable(Why.NOT_KNOWN)
    there = {str(column[0]).lower() for column in database.execute(f"SELECT * FROM {table} LIMIT 0").description}  # noqa: S608
    columns = [column for column in TABLES[table] if column in there]
    if not {"habits": {"id", "name"}, "repetitions": {"habit", "timestamp"}}[table] <= set(columns):
        raise Unreadable(Why.NOT_KNOWN)
    rows = database.execute(f"SELECT {', '.join(columns)} FROM {table} LIMIT {MOST_ROWS + 1}")  # noqa: S608
    for number, row in enumerate(rows):
        if number == MOST_ROWS:
            raise Unreadable(Why.TOO_MANY_ROWS)
        yield dict(zip(columns, row, strict=True))


def _read_habits(rows: Iterator[Row], name: str, found: Found) -> dict[int, tuple[int, Kind]]:
    """The place among the habits, and what its numbers mean, by the id there."""
    places = {}
    listed = sorted(enumerate(rows, start=1), key=lambda one: _whole(one[1].get("position")) or 0)
    for number, row in listed:
        title = row["name"].strip() if isinstance(row["name"], str) else ""
        if not title or _whole(row["id"]) is None:
            found.problems.append(Problem(f"{name}, Habits", number, What.NO_NAME))
            continue
        places[row["id"]] = (len(found.habits), _kind(row))
        per, days, ended = _whole(row.get("freq_num")), _whole(row.get("freq_den")), bool(_whole(row.get("archived")))
        found.habits.append(habit_of(title, per=per, days=days, at=_time(row), ended=ended, found=found))
    return places


def _read_repetitions(
    rows: Iterator[Row], places: dict[int, tuple[int, Kind]], name: str, found: Found, today: dt.date
) -> None:
    file = f"{name}, Repetitions"
    for number, row in enumerate(rows, start=1):
        owner, stamp = row["habit"], _whole(row["timestamp"])
        if not isinstance(owner, int) or owner not in places:
            found.problems.append(Problem(file, number, What.NO_HABIT))
            continue
        date = day_of(_iso(stamp), today=today)
        if isinstance(date, What):
            found.problems.append(Problem(file, number, date))
            continue
        place, kind = places[owner]
        value = _whole(row.get("value", 2))
        if value is None:
            found.problems.append(Problem(file, number, What.NO_VALUE))
        elif value != UNKNOWN and (state := tick(value, kind, found)):
            found.ticks[place, date] = state
        if isinstance(note := row.get("notes"), str) and note.strip():
            found.notes.append((date, f"{found.habits[place].title}: {note.strip()}"))


def _kind(row: Row) -> Kind:
    target = row.get("target_value")
    if _whole(row.get("type")) != NUMERICAL or not isinstance(target, int | float):
        return Kind()
    return Kind(target if 0 <= target < 10**9 else 0.0, _whole(row.get("target_type")) == AT_MOST)


def _time(row: Row) -> dt.time | None:
    hour, minute = _whole(row.get("reminder_hour")), _whole(row.get("reminder_min"))
    if hour is None or minute is None or not (0 <= hour < 24 and 0 <= minute < 60):
        return None
    return dt.time(hour, minute)


def _iso(stamp: int | None) -> str:
    """The day, "" where the stamp is none."""
    if stamp is None or not 0 <= stamp < 10**14:
        return ""
    return (dt.date(1970, 1, 1) + dt.timedelta(days=stamp // DAY)).isoformat() if stamp // DAY < 2_900_000 else ""


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and abs(value) < 2**62 else None
