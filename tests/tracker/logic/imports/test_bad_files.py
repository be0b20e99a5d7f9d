"""Files that are broken, hostile or of something else: each is answered, none is believed."""

from __future__ import annotations

import contextlib
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tracker.logic.imports.files import (
    BEARABLE,
    DAYLIO,
    HABITS,
    LOOP,
    MEDTIMER,
    look,
    loop_database,
    zipped,
)
from tracker.logic.imports.archive import MOST_ENTRIES
from tracker.logic.imports.found import MOST_BYTES, MOST_ROWS, Problem, Unreadable, What, Why


def refused(data: bytes | str) -> Why:
    with pytest.raises(Unreadable) as error:
        look(data)
    assert str(error.value) == error.value.why.value, "no word of the file"
    return error.value.why


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Why.EMPTY),
        (b"x" * (MOST_BYTES + 1), Why.TOO_BIG),
        (b"\xff\xfe\x00", Why.NOT_TEXT),
        (b"full_date,mood\n2026-11-01,g\xf6d\n", Why.NOT_TEXT),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\xff\xff", Why.NOT_TEXT),
        (b"a,b,c,d\n1,2,3,4\n", Why.NOT_KNOWN),
        (b"{}", Why.NOT_KNOWN),
        (b"\n\n\n", Why.NOT_KNOWN),
        (b"Medicine;Dosage;Time\nSertraline;1;8:00\n", Why.LIST_OF_MEDICINES),
        (HABITS.encode(), Why.WHOLE_ZIP),
        (b"Date,Value,Notes\n2026-11-01,2,\n", Why.WHOLE_ZIP),
        (b"PK\x03\x04rubbish", Why.NOT_A_ZIP),
        (zipped(LOOP)[:-40], Why.NOT_A_ZIP),
        (zipped({"photo.jpg": b"x"}), Why.NOT_KNOWN),
        (zipped({"a.csv": DAYLIO, "b.csv": DAYLIO}), Why.NOT_KNOWN),
        (zipped({"a/b/c/d/e/Habits.csv": HABITS}), Why.TOO_DEEP),
        (zipped({f"{n}.txt": "x" for n in range(MOST_ENTRIES + 1)}), Why.TOO_MANY_FILES),
        (zipped({"Habits.csv": "0" * 20_000_000}), Why.TOO_MUCH_INSIDE),
        (
            zipped({f"{n}/Habits.csv": "0" * 18_000_000 for n in range(3)}, zipfile.ZIP_STORED)[:MOST_BYTES],
            Why.NOT_A_ZIP,
        ),
        (b"SQLite format 3\x00" + b"\x00" * 200, Why.NOT_A_DATABASE),
        (loop_database()[:5000], Why.NOT_A_DATABASE),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_why(data: bytes, why: Why) -> None:
    assert refused(data) is why


def test_a_zip_that_says_less_than_it_holds_is_refused() -> None:
    """The sizes in the directory are forged to be small."""
    data = bytearray(zipped({"Habits.csv": "0" * 3_000_000}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    local = data.index(b"PK\x03\x04")
    data[local + 22 : local + 26] = struct.pack("<I", 1000)
    assert refused(bytes(data)) in (Why.NOT_A_ZIP, Why.TOO_MUCH_INSIDE)


def test_a_zip_with_a_password_is_refused() -> None:
    data = bytearray(zipped(LOOP))
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    assert refused(bytes(data)) is Why.LOCKED


def test_paths_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = look(zipped({"../../Habits.csv": HABITS, "/etc/x/Checkmarks.csv": "Date,Meditate,\n2026-11-02,2,\n"}))
    assert len(found.habits) == 4
    assert list(tmp_path.iterdir()) == []


def test_a_zip_within_a_zip_is_not_opened() -> None:
    assert refused(zipped({"inner.zip": zipped(LOOP)})) is Why.NOT_KNOWN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [DAYLIO, MEDTIMER, BEARABLE])
def test_the_usual_encodings_are_read(text: str, encoding: str) -> None:
    assert look(text.encode(encoding)) == look(text)


def test_a_broken_line_is_named_by_its_number_and_the_rest_comes_in() -> None:
    lines = ["full_date,date,weekday,time,mood,activities,note_title,note"]
    lines += [f"2026-10-{day:02},x,x,10:00,good,,," for day in range(1, 29)]
    lines[16] = '2026-10-16,x,x,10:00,"good" and,,,'
    found = look("\n".join(lines), name="daylio.csv")
    assert found.problems == [Problem("daylio.csv", 17, What.BROKEN)]
    assert len(found.moods) == 27


def test_a_broken_line_in_a_zip_is_named_with_its_file() -> None:
    marks = "Date,Value,Notes\n" + "\n".join(f"2026-10-{day:02},YES_MANUAL," for day in range(1, 29))
    files = {**LOOP, "001 Meditate/Checkmarks.csv": marks.replace("2026-10-16,YES_MANUAL", "2026-10-16,PERHAPS")}
    assert look(zipped(files)).problems == [Problem("001 Meditate/Checkmarks.csv", 17, What.NO_VALUE)]


def test_a_quote_that_never_ends_is_named_by_the_line_it_begins_on() -> None:
    found = look(DAYLIO + '2026-10-20,x,x,10:00,good,"music,,\n2026-10-19,x,x,10:00,good,,,\n', name="d.csv")
    assert found.problems == [Problem("d.csv", 6, What.BROKEN)]


def test_a_note_over_several_lines_does_not_shift_the_numbers() -> None:
    text = DAYLIO + '2026-10-20,x,x,10:00,good,,,"one\ntwo\nthree"\nnonsense,x,x,10:00,good,,,\n'
    assert look(text, name="d.csv").problems == [Problem("d.csv", 9, What.NO_DATE)]


def test_a_line_of_medtimer_that_a_note_broke_in_two_is_named() -> None:
    text = MEDTIMER + "11/2/26 8:00 PM;Melatonin;2 mg;x;;0:00;first\nsecond;2026-11-02T20:00:00Z;2026-11-02T21:10:00Z\n"
    found = look(text, name="m.csv")
    assert [(one.line, one.what) for one in found.problems] == [(5, What.TOO_SHORT), (6, What.TOO_SHORT)]


def test_more_lines_than_fit_are_refused() -> None:
    row = "2026-10-20,x,x,10:00,good,,,\n"
    assert len(look(DAYLIO + row * (MOST_ROWS - 4)).moods) == 3
    assert refused(DAYLIO + row * (MOST_ROWS - 3)) is Why.TOO_MANY_ROWS


def test_a_note_longer_than_a_note_can_be_stays_out_and_is_told() -> None:
    found = look(DAYLIO + f'2026-10-20,x,x,10:00,good,,,"{"x" * 20_001}"\n', name="d.csv")
    assert [one.what for one in found.problems] == [What.TOO_LONG]
    assert len(found.notes) == 2


@pytest.mark.parametrize(
    "extra",
    [
        ("DROP TABLE Repetitions", "CREATE VIEW Repetitions AS SELECT 1 AS habit, 2 AS timestamp"),
        ("DROP TABLE Habits", "CREATE VIEW Habits AS SELECT 1 AS id, load_extension('x') AS name"),
        ("DROP TABLE Repetitions", "CREATE VIRTUAL TABLE Repetitions USING fts5(habit, timestamp)"),
        ("ALTER TABLE Habits RENAME COLUMN name TO title",),
    ],
)
def test_a_database_whose_tables_are_something_else_is_refused(extra: tuple[str, ...]) -> None:
    assert refused(loop_database(extra=extra)) in (Why.NOT_KNOWN, Why.NOT_A_DATABASE)


def test_a_column_that_would_run_something_is_not_run() -> None:
    extra = (
        "DROP TABLE Habits",
        "CREATE TABLE Habits (id integer primary key, name text AS (hex(zeroblob(40000))) VIRTUAL)",
        "INSERT INTO Habits (id) VALUES (1)",
    )
    assert refused(loop_database(extra=extra)) is Why.NOT_KNOWN


def test_triggers_and_other_tables_of_a_database_are_left_alone() -> None:
    extra = (
        "CREATE TABLE other (x)",
        "CREATE TRIGGER run AFTER INSERT ON Habits BEGIN INSERT INTO other VALUES (1); END",
        "CREATE VIEW v AS SELECT * FROM Habits",
    )
    assert len(look(loop_database(extra=extra)).habits) == 3


def test_a_database_that_was_left_with_a_write_ahead_log_is_read(tmp_path: Path) -> None:
    data = bytearray(loop_database())
    data[18:20] = b"\x02\x02"
    assert len(look(bytes(data)).habits) == 3


def test_rows_of_a_database_that_mean_nothing_are_named() -> None:
    data = loop_database(
        habits=((1, "Meditate", 10**15, 0, 0, 1, "much", 9, 99, 99, None), (2, "  ", 1, 1, 0, 0, 0, 0, 0, 0, 0)),
        repetitions=(
            (1, "2026-11-02", 2, None),
            (7, "2026-11-02", 2, None),
            (1, -5, 2, None),
            (1, 2**62, 2, None),
            (1, "2026-12-24", 2, None),
            (1, 1.5, 2, None),
        ),
    )
    found = look(data, name="Loop.db")
    assert [(one.file, one.line, one.what) for one in found.problems] == [
        ("Loop.db, Habits", 2, What.NO_NAME),
        ("Loop.db, Repetitions", 2, What.NO_HABIT),
        ("Loop.db, Repetitions", 3, What.NO_DATE),
        ("Loop.db, Repetitions", 4, What.NO_DATE),
        ("Loop.db, Repetitions", 5, What.TO_COME),
        ("Loop.db, Repetitions", 6, What.NO_DATE),
    ]


def answered(data: bytes) -> None:
    """A report or a refusal, and nothing else."""
    with contextlib.suppress(Unreadable):
        look(data)


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_answered(data: bytes) -> None:
    answered(data)


HEADS = [DAYLIO.splitlines()[0], MEDTIMER.splitlines()[0], BEARABLE.splitlines()[0], HABITS.splitlines()[0]]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(HEADS), st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_under_a_known_head_is_answered(head: str, text: str) -> None:
    answered(f"{head}\n{text}".encode())


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=200))
def test_any_text_in_loops_tables_is_answered(habits: str, own: str, whole: str) -> None:
    files = {
        "Habits.csv": f"{HABITS}{habits}".encode("utf-8", "replace"),
        "001 Meditate/Checkmarks.csv": own.encode("utf-8", "replace"),
        "Checkmarks.csv": f"Date,Old one,\n{whole}".encode("utf-8", "replace"),
    }
    answered(zipped(files))


WHOLES = {"zip": zipped(LOOP), "database": loop_database()}


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(WHOLES)), st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), max_size=12))
def test_a_zip_or_a_database_with_bytes_changed_is_answered(whole: str, changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLES[whole])
    for at, value in changes:
        data[at % len(data)] = value
    answered(bytes(data))


def test_the_database_that_looks_is_thrown_away_each_time() -> None:
    for _ in range(50):
        look(loop_database())
        answered(loop_database()[:3000])
