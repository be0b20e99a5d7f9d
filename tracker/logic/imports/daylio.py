"""The table that Daylio exports: full_date, date, weekday, time, mood, activities, note_title, note.  [pure]

`full_date` is "2021-09-28", `time` "10:00 pm" or "22:00", activities stand between bars, a note may carry simple HTML.
The five moods have names that a person can change, and may be more than five; only the first five are known here.
Source: MichaelCurrin/daylio-csv-parser, docs/csv-format.md and dayliopy/sample.csv; staticf0x/daylio-parser.
"""

from __future__ import annotations

import datetime as dt
import re

from tracker.logic.imports.found import Found, Left, Problem, Source, What, day_of
from tracker.logic.imports.text import fields, unformatted

COLUMNS = ("full_date", "date", "weekday", "time", "mood", "activities", "note_title", "note")
ASKED = {"full_date", "mood"}
MOODS = {"rad": 5, "good": 4, "meh": 3, "bad": 2, "awful": 1}
CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})\s*([ap])?\.?\s?m?\.?", re.IGNORECASE)
Row = dict[str, str]


def read(text: str, *, name: str, today: dt.date) -> Found:
    """Of several moods of one day the latest comes in. A line with words becomes a note of its day."""
    found = Found(Source.DAYLIO)
    lines = fields(text, file=name, found=found)
    columns = [column.strip().lstrip("\ufeff") for column in next(lines, (0, []))[1]]
    found.columns += [column for column in columns if column and column not in COLUMNS]
    latest: dict[dt.date, tuple[dt.time, int]] = {}
    for number, row in lines:
        said = {column: value.strip() for column, value in zip(columns, row, strict=False)}
        date = day_of(said.get("full_date", ""), today=today)
        if isinstance(date, What):
            found.problems.append(Problem(name, number, date))
            continue
        at, level = clock(said.get("time", "")), MOODS.get(said.get("mood", "").casefold())
        if level is not None:
            if date in latest:
                found.leave(Left.EARLIER_MOOD)
            latest[date] = max(latest.get(date, (at, level)), (at, level), key=lambda one: one[0])
        elif said.get("mood"):
            found.leave(Left.OWN_MOOD, said["mood"][:60])
        if words := _words(said, known=level is not None):
            found.notes.append((date, words))
    found.moods = {date: level for date, (_at, level) in latest.items()}
    return found


def clock(written: str) -> dt.time:
    """The time of day, midnight where it cannot be read."""
    found = CLOCK.match(written.replace("\u202f", " ").replace("\xa0", " ").strip())
    if not found:
        return dt.time()
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    hour = hour % 12 + 12 * (half == "p") if half else hour
    return dt.time(hour, minute) if hour < 24 and minute < 60 else dt.time()


def _words(said: Row, *, known: bool) -> str:
    """Title, note and activities; a mood that is none of the five stands before them."""
    activities = ", ".join(one.strip() for one in said.get("activities", "").split("|") if one.strip())
    mood = "" if known else said.get("mood", "")
    parts = (mood, said.get("note_title", ""), unformatted(said.get("note", "")).strip(), activities)
    return "\n".join(part for part in parts if part)
