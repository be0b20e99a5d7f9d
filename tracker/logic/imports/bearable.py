"""The table that Bearable exports, a line for each thing measured.  [pure]

Columns: date, date formatted, weekday, time of day, category, rating/amount, detail, notes. `date formatted` is
"2024-01-05"; a mood is 1 to 10; sleep has "07:30" and "Asleep 23:10 - 06:40", a symptom its name and how strong.
Bearable publishes no description; this is how programs read it that people wrote for their own files. Source:
abocha/streamlit_bearable_dashboard, streamlit_app.py (`load_and_clean`), and two importers of other trackers.
"""

from __future__ import annotations

import datetime as dt
import math

from tracker.logic.imports.daylio import clock
from tracker.logic.imports.found import Found, Left, Problem, Source, What, day_of
from tracker.logic.imports.text import fields

COLUMNS = ("date", "date formatted", "weekday", "time of day", "category", "rating/amount", "detail", "notes")
ASKED = {"date formatted", "category"}
IN_WORDS = {"sleep", "sleep quality", "symptom"}
PARTS = {"am": dt.time(9), "mid": dt.time(13), "pm": dt.time(18), "all day": dt.time(12)}
MOST = 10
Row = dict[str, str]


def read(text: str, *, name: str, today: dt.date) -> Found:
    """Of several moods of one day the latest comes in; sleep, symptoms and notes become one note of the day."""
    found = Found(Source.BEARABLE)
    lines = fields(text, file=name, found=found)
    columns = [column.strip().lstrip("\ufeff") for column in next(lines, (0, []))[1]]
    found.columns += [column for column in columns if column and column not in COLUMNS]
    latest: dict[dt.date, tuple[dt.time, int]] = {}
    words: dict[dt.date, list[str]] = {}
    for number, row in lines:
        said = {column: value.strip() for column, value in zip(columns, row, strict=False)}
        date = day_of(said.get("date formatted", ""), today=today)
        if isinstance(date, What):
            found.problems.append(Problem(name, number, date))
            continue
        if said.get("category", "").casefold() == "mood":
            _mood(said, date, latest, found, (name, number))
        else:
            _other(said, date, words, found)
        if note := said.get("notes"):
            words.setdefault(date, []).append(note)
    found.moods = {date: level for date, (_at, level) in latest.items()}
    found.notes = [(date, "\n".join(dict.fromkeys(said))) for date, said in words.items()]
    return found


def level_of(rating: float) -> int:
    """1 to 10 there, in pairs, as 1 to 5 here: 1 and 2 are 1, 9 and 10 are 5."""
    return min(max(math.ceil(rating / 2), 1), 5)


def _mood(
    said: Row, date: dt.date, latest: dict[dt.date, tuple[dt.time, int]], found: Found, line: tuple[str, int]
) -> None:
    try:
        rating = float(said.get("rating/amount", ""))
    except ValueError:
        rating = math.nan
    if not 1 <= rating <= MOST:
        found.problems.append(Problem(*line, What.NO_VALUE))
        return
    if date in latest:
        found.leave(Left.EARLIER_MOOD)
    when = said.get("time of day", "")
    said_at = (PARTS.get(when.casefold()) or clock(when), level_of(rating))
    latest[date] = said_at if date not in latest or said_at[0] >= latest[date][0] else latest[date]


def _other(said: Row, date: dt.date, words: dict[dt.date, list[str]], found: Found) -> None:
    category = said.get("category", "")
    if category.casefold() not in IN_WORDS:
        found.leave(Left.CATEGORY, category[:60] or "?")
        return
    about = ", ".join(part for part in (said.get("detail", ""), said.get("rating/amount", "")) if part)
    if about:
        words.setdefault(date, []).append(f"{category}: {about}")
