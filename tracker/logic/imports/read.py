"""Which program a file is from, and what it holds.  [pure]"""

from __future__ import annotations

import datetime as dt

from tracker.logic.imports import bearable, daylio, loop_csv, loop_db, medtimer
from tracker.logic.imports.archive import entries
from tracker.logic.imports.found import MOST_BYTES, MOST_ROWS, Found, Problem, Unreadable, What, Why
from tracker.logic.imports.text import LONGEST, decode, head

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
LOOP_TABLES = ({"Position", "Name"}, {"Date", "Value"}, {"Date", "Score"})
MEDICINE_LIST = 3


def read(data: bytes, *, name: str, zone: dt.tzinfo, today: dt.date, now: dt.datetime) -> Found:
    """What the file *name* holds, by what stands in it, never by its name. *today* is the person's page at *now*.

    Raises Unreadable. Notes too long to keep are put among the problems.
    """
    if not data:
        raise Unreadable(Why.EMPTY)
    if len(data) > MOST_BYTES:
        raise Unreadable(Why.TOO_BIG)
    found = _read(data, name, zone, today, now)
    rows = len(found.habits) + len(found.ticks) + len(found.moods) + len(found.notes) + len(found.doses)
    if rows > MOST_ROWS:
        raise Unreadable(Why.TOO_MANY_ROWS)
    too_long = [text for _date, text in found.notes if len(text) > LONGEST]
    found.problems += [Problem(name, 0, What.TOO_LONG) for _ in too_long]
    found.notes = [(date, text) for date, text in found.notes if len(text) <= LONGEST]
    return found


def _read(data: bytes, name: str, zone: dt.tzinfo, today: dt.date, now: dt.datetime) -> Found:
    if data.startswith(loop_db.MAGIC):
        return loop_db.read(data, name=name, today=today)
    if not data.startswith(ZIP):
        return _read_text(decode(data), name, zone, today, now)
    inside = entries(data, wanted=(".csv",))
    if any(one.name.lower() == loop_csv.HABITS for one in inside):
        return loop_csv.read(data, today=today)
    if len(inside) != 1:
        raise Unreadable(Why.NOT_KNOWN)
    return _read_text(decode(inside[0].data), inside[0].name[:80], zone, today, now)


def _read_text(text: str, name: str, zone: dt.tzinfo, today: dt.date, now: dt.datetime) -> Found:
    columns = head(text)
    if set(columns) >= daylio.ASKED:
        return daylio.read(text, name=name, today=today)
    if set(columns) >= bearable.ASKED:
        return bearable.read(text, name=name, today=today)
    parts = head(text, ";")
    if medtimer.is_events(parts):
        return medtimer.read(text, name=name, now=now, zone=zone)
    if any(set(columns) >= known for known in LOOP_TABLES):
        raise Unreadable(Why.WHOLE_ZIP)
    raise Unreadable(Why.LIST_OF_MEDICINES if len(parts) == MEDICINE_LIST else Why.NOT_KNOWN)
