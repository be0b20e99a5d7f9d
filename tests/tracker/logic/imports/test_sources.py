"""What the files of four other programs mean here."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.tracker.logic.imports.files import (
    BEARABLE,
    DAYLIO,
    LOOP,
    MEDTIMER,
    TODAY,
    WHOLE,
    look,
    loop_database,
    zipped,
)
from tracker.logic.imports.daylio import clock
from tracker.logic.imports.found import Found, FoundHabit, Left, Problem, Source, What, kept, read_back
from tracker.logic.imports.loop import habit_of

NOV_1, NOV_2 = dt.date(2026, 11, 1), dt.date(2026, 11, 2)


def test_loops_tables_become_habits_with_what_was_ticked() -> None:
    found = look(zipped(LOOP))
    assert found.source is Source.LOOP
    assert found.habits == [
        FoundHabit("Meditate"),
        FoundHabit("Walk, outside", times_a_week=3),
        FoundHabit("Water"),
        FoundHabit("Old one", times_a_week=5, ended=True),
    ]
    assert found.ticks == {
        (0, NOV_2): "done",
        (0, NOV_1): "not_applicable",
        (0, dt.date(2026, 10, 28)): "done",
        (1, NOV_1): "done",
        (2, NOV_2): "done",
        (2, NOV_1): "small",
        (3, NOV_2): "done",
    }
    assert found.notes == [(NOV_2, "Meditate: Calm, at last")]
    assert found.problems == []
    assert found.left == {"said_no": 1, "by_frequency": 1, "numbers": 2, "frequency": 1}


def test_a_name_with_a_comma_breaks_loops_own_table_and_is_reported_as_columns_nobody_knows() -> None:
    found = look(zipped({"Habits.csv": LOOP["Habits.csv"], "Checkmarks.csv": WHOLE}))
    assert found.columns == ["Walk", "outside"]
    assert found.ticks[0, NOV_2] == "done"


def test_an_older_export_with_figures_and_without_a_head_is_read() -> None:
    files = {
        "Habits.csv": "Position,Name,Question,Description,NumRepetitions,Interval,Color\n001,Meditate,,,1,1,#FF8F00\n",
        "001 Meditate/Checkmarks.csv": "2026-11-02,2\n2026-11-01,0\n",
    }
    found = look(zipped(files))
    assert (found.ticks, found.columns) == ({(0, NOV_2): "done"}, [])


def test_loops_database_gives_the_same_and_the_time_of_its_reminder() -> None:
    found = look(loop_database())
    assert found.habits == [
        FoundHabit("Meditate", at=dt.time(7, 30)),
        FoundHabit("Walk", times_a_week=3, ended=True),
        FoundHabit("Coffee"),
    ]
    assert found.ticks == {(0, NOV_2): "done", (0, NOV_1): "not_applicable", (1, NOV_1): "done", (2, NOV_1): "done"}
    assert found.notes == [(NOV_2, "Meditate: Calm")]
    assert found.left == {"over_target": 1, "numbers": 1}


@pytest.mark.parametrize(
    ("per", "days", "a_week", "rounded"),
    [
        (1, 1, None, 0),
        (7, 7, None, 0),
        (3, 7, 3, 0),
        (6, 7, 6, 0),
        (1, 2, 4, 1),
        (2, 3, 5, 1),
        (2, 14, 1, 0),
        (1, 30, 1, 1),
        (19, 20, None, 1),
        (0, 7, None, 0),
        (None, None, None, 0),
        (-3, 7, None, 0),
        (10**400, 10**401, 1, 1),
    ],
)
def test_so_many_times_in_so_many_days_becomes_so_many_a_week(
    per: int | None, days: int | None, a_week: int | None, rounded: int
) -> None:
    found = Found(Source.LOOP)
    assert habit_of("x", per=per, days=days, at=None, ended=False, found=found).times_a_week == a_week
    assert found.left[Left.FREQUENCY] == rounded


def test_daylios_five_moods_become_the_five_levels_and_the_latest_of_a_day_stands() -> None:
    found = look(DAYLIO)
    assert found.source is Source.DAYLIO
    assert found.moods == {NOV_2: 4, NOV_1: 5}
    assert found.notes == [
        (NOV_2, "Choir\nWe sang.\nRain & tea\nmusic, walk"),
        (dt.date(2026, 10, 31), "anxious\nwork"),
    ]
    assert found.left == {"earlier_mood": 1, "own_mood:anxious": 1}


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("10:00 pm", dt.time(22)),
        ("12:05 AM", dt.time(0, 5)),
        ("12:05 PM", dt.time(12, 5)),
        ("22:00", dt.time(22)),
        ("9:30\u202fPM", dt.time(21, 30)),
        ("9.30 p.m.", dt.time(21, 30)),
        ("", dt.time()),
        ("99:99", dt.time()),
        ("noon", dt.time()),
    ],
)
def test_a_time_of_day_is_read_in_either_way_of_writing(written: str, at: dt.time) -> None:
    assert clock(written) == at


def test_medtimers_ticks_become_doses_and_what_was_not_ticked_stays_unknown() -> None:
    found = look(MEDTIMER)
    assert found.source is Source.MEDTIMER
    assert found.doses == [
        ("Sertraline", dt.datetime(2026, 11, 1, 8, 2, tzinfo=dt.UTC)),
        ("Melatonin", dt.datetime(2026, 11, 2, 20, 10, tzinfo=dt.UTC)),
    ]
    assert found.medicines == {"Sertraline": "1 pill", "Melatonin": "2 mg"}
    assert found.notes == [(NOV_2, "Melatonin: late; tired")]
    assert (found.left, found.columns) == ({"not_ticked": 1}, ["Tags"])


def test_medtimers_columns_may_stand_in_another_language() -> None:
    german = "Erinnert;Name;Dosierung;Genommen;Tags;Intervall;Notizen;Erinnert (ISO 8601);Genommen (ISO 8601)\n"
    found = look(german + MEDTIMER.partition("\n")[2])
    assert len(found.doses) == 2


def test_bearables_moods_become_levels_and_sleep_and_symptoms_a_note_of_the_day() -> None:
    found = look(BEARABLE)
    assert found.source is Source.BEARABLE
    assert found.moods == {NOV_2: 4, NOV_1: 5}
    assert found.notes == [
        (
            NOV_2,
            "Woke early\nSleep: Asleep 23:10 - 06:40, 07:30\nSleep quality: good, 3\nSymptom: Headache (Moderate), 2",
        )
    ]
    assert found.left == {"earlier_mood": 1, "category:Nutrition": 1}


@pytest.mark.parametrize("data", [zipped(LOOP), loop_database(), DAYLIO.encode(), MEDTIMER.encode(), BEARABLE.encode()])
def test_what_was_found_is_read_back_as_it_was_kept(data: bytes) -> None:
    found = look(data)
    assert read_back(kept(found)) == found


def test_a_column_that_nobody_knows_is_named() -> None:
    text = DAYLIO.replace("note_title,note\n", "note_title,note,weather\n", 1)
    assert look(text).columns == ["weather"]


@pytest.mark.parametrize(
    ("on", "what"),
    [
        ("2026-11-04", What.TO_COME),
        ("9999-12-31", What.TO_COME),
        ("0001-01-01", What.TOO_EARLY),
        ("1999-12-31", What.TOO_EARLY),
        ("2026-02-30", What.NO_DATE),
        ("20261101", What.NO_DATE),
        ("2026-W01-1", What.NO_DATE),
        ("yesterday", What.NO_DATE),
        ("9" * 400, What.NO_DATE),
        ("", What.NO_DATE),
    ],
)
def test_a_line_of_a_day_that_cannot_be_is_named_and_stays_out(on: str, what: What) -> None:
    found = look(DAYLIO + f"{on},x,x,10:00,good,,,\n", name="daylio.csv")
    assert found.problems == [Problem("daylio.csv", 6, what)]
    assert len(found.moods) == 2
    assert all(date <= TODAY for date in found.moods)
