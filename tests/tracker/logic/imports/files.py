"""Files as the other programs write them, small."""

from __future__ import annotations

import datetime as dt
import io
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from zoneinfo import ZoneInfo

from tracker.logic.imports.found import Found
from tracker.logic.imports.read import read

TODAY = dt.date(2026, 11, 3)
NOW = dt.datetime(2026, 11, 3, 19, 40, tzinfo=dt.UTC)
LONDON = ZoneInfo("Europe/London")

HABITS = """Position,Name,Type,Question,Description,FrequencyNumerator,FrequencyDenominator,Color,Unit,Target Type,\
Target Value,Archived?
001,Meditate,YES_NO,Did you meditate this morning?,,1,1,#FF8F00,,,,false
002,"Walk, outside",YES_NO,,,3,7,#00897B,,,,false
003,Water,NUMERICAL,,,1,1,#00897B,glasses,AT_LEAST,8.0,false
004,Old one,YES_NO,,,2,3,#00897B,,,,true
"""
MEDITATE = """Date,Value,Notes
2026-11-02,YES_MANUAL,"Calm, at last"
2026-11-01,SKIP,
2026-10-31,NO,
2026-10-30,YES_AUTO,
2026-10-29,UNKNOWN,
2026-10-28,YES_MANUAL,
"""
WATER = """Date,Value,Notes
2026-11-02,8000,
2026-11-01,3000,
2026-10-31,0,
"""
WHOLE = """Date,Meditate,Walk, outside,Water,Old one,
2026-11-02,YES_MANUAL,NO,8000,YES_MANUAL,
2026-11-01,NO,YES_MANUAL,3000,UNKNOWN,
"""
LOOP = {
    "Habits.csv": HABITS,
    "Checkmarks.csv": "Date,Meditate,Water,Old one,\n2026-11-02,NO,8000,YES_MANUAL,\n2026-11-01,NO,3000,UNKNOWN,\n",
    "Scores.csv": "Date,Meditate,\n2026-11-02,0.1,\n",
    "001 Meditate/Checkmarks.csv": MEDITATE,
    "001 Meditate/Scores.csv": "Date,Score\n2026-11-02,0.1\n",
    "002 Walk outside/Checkmarks.csv": "Date,Value,Notes\n2026-11-01,YES_MANUAL,\n",
    "003 Water/Checkmarks.csv": WATER,
}
DAYLIO = (
    "full_date,date,weekday,time,mood,activities,note_title,note\n"
    '2026-11-02,2 November,Monday,10:00 pm,good,"music | walk ","Choir","We <b>sang</b>.<br>Rain &amp; tea"\n'
    '2026-11-02,2 November,Monday,08:15,bad,"","",""\n'
    '2026-11-01,1 November,Sunday,11:00 pm,rad ,"","",""\n'
    '2026-10-31,31 October,Saturday,9:30 pm,anxious,"work","",""\n'
)
MEDTIMER = (
    "Reminded;Name;Dosage;Taken;Tags;Interval;Notes;Reminded (ISO 8601);Taken (ISO 8601)\n"
    "11/1/26 8:00 AM;Sertraline;1 pill;11/1/26 8:02 AM;;0:00;;2026-11-01T08:00:00Z;2026-11-01T08:02:00Z\n"
    "11/2/26 8:00 AM;Sertraline;1 pill;;;0:00;;2026-11-02T08:00:00Z;\n"
    "11/2/26 8:00 PM;Melatonin;2 mg;11/2/26 8:10 PM;Sleep, Night;0:00;late; tired;"
    "2026-11-02T20:00:00Z;2026-11-02T20:10:00Z\n"
)
BEARABLE = (
    "date,date formatted,weekday,time of day,category,rating/amount,detail,notes\n"
    '"2nd Nov 2026","2026-11-02","Monday","am","Mood","4","","Woke early"\n'
    '"2nd Nov 2026","2026-11-02","Monday","pm","Mood","7","",""\n'
    '"2nd Nov 2026","2026-11-02","Monday","","Sleep","07:30","Asleep 23:10 - 06:40",""\n'
    '"2nd Nov 2026","2026-11-02","Monday","","Sleep quality","3","good",""\n'
    '"2nd Nov 2026","2026-11-02","Monday","pm","Symptom","2","Headache (Moderate)",""\n'
    '"2nd Nov 2026","2026-11-02","Monday","pm","Nutrition","","Meals: soup",""\n'
    '"1st Nov 2026","2026-11-01","Sunday","all day","Mood","10","",""\n'
)


def zipped(files: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def loop_database(
    *,
    habits: Sequence[tuple[object, ...]] = (
        (1, "Meditate", 1, 1, 0, 0, 0.0, 0, 7, 30, 0),
        (2, "Walk", 3, 7, 1, 0, 0.0, 0, None, None, 1),
        (3, "Coffee", 1, 1, 0, 1, 2.0, 1, None, None, 2),
    ),
    repetitions: Sequence[tuple[object, ...]] = (
        (1, "2026-11-02", 2, "Calm"),
        (1, "2026-11-01", 3, ""),
        (2, "2026-11-01", 2, None),
        (3, "2026-11-01", 2000, None),
        (3, "2026-11-02", 5000, None),
    ),
    extra: Sequence[str] = (),
) -> bytes:
    """As of version 25; what is *extra* is run beside it."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(
            "CREATE TABLE Habits (id integer primary key autoincrement, name text, freq_num integer, freq_den integer,"
            " archived integer, type integer not null default 0, target_value real, target_type integer,"
            " reminder_hour integer, reminder_min integer, position integer, color integer, uuid text)"
        )
        database.execute(
            "CREATE TABLE Repetitions (id integer primary key autoincrement, habit integer not null references"
            " habits(id), timestamp integer not null, value integer not null, notes text)"
        )
        names = "id, name, freq_num, freq_den, archived, type, target_value, target_type, reminder_hour, reminder_min"
        database.executemany(f"INSERT INTO Habits ({names}, position) VALUES ({', '.join('?' * 11)})", habits)
        rows = [(habit, stamp(date), value, notes) for habit, date, value, notes in repetitions]
        database.executemany("INSERT INTO Repetitions (habit, timestamp, value, notes) VALUES (?, ?, ?, ?)", rows)
        for statement in extra:
            database.execute(statement)
        database.commit()
        return database.serialize()


def stamp(date: object) -> object:
    if not isinstance(date, str):
        return date
    return int(dt.datetime.fromisoformat(f"{date}T00:00:00+00:00").timestamp() * 1000)


def look(data: bytes | str, *, name: str = "file.csv") -> Found:
    return read(data.encode() if isinstance(data, str) else data, name=name, zone=LONDON, today=TODAY, now=NOW)
