"""The layout of a snapshot: what was sealed in schema 1 is read for as long as a link of it lives."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sharing.snapshot import GoalRow, HabitRow, MedicineRow, Snapshot, write
from tracker.progress import GoalLine, HabitLine, MedicineLine, Summary, WeekCount

STORED: dict[str, Any] = {
    "schema": 1,
    "name": "Rosa",
    "for_whom": "Hannah",
    "made_at": "2026-11-03T19:40:00+00:00",
    "since": "2026-10-07",
    "until": "2026-11-03",
    "say": ["Can we look at the plan?"],
    "goals": [{"title": "See people", "reached": 2, "of": 4, "next": "Ring Ada"}],
    "medicines": [
        {
            "name": "Sertraline",
            "dose": "50 mg",
            "taken_since": "2026-08-25",
            "taken": None,
            "recorded": 3,
            "due": 28,
            "thinking_of_stopping_on": None,
            "as_needed": None,
        }
    ],
    "habits": [{"title": "Walk", "weeks": [{"start": "2026-10-26", "done": 3, "due": 7}]}],
}
SUMMARY = Summary(
    since=date(2026, 10, 7),
    until=date(2026, 11, 3),
    say=("Can we look at the plan?",),
    goals=(GoalLine(title="See people", reached=2, of=4, next="Ring Ada"),),
    medicines=(
        MedicineLine(
            name="Sertraline",
            dose="50 mg",
            taken_since=date(2026, 8, 25),
            taken=None,
            recorded=3,
            due=28,
            thinking_of_stopping_on=None,
        ),
    ),
    habits=(HabitLine(title="Walk", weeks=(WeekCount(start=date(2026, 10, 26), done=3, due=7),)),),
)
MADE_AT = datetime(2026, 11, 3, 19, 40, tzinfo=UTC)


def test_a_snapshot_of_schema_1_is_read_as_it_was_made() -> None:
    assert Snapshot.read(STORED) == Snapshot(
        name="Rosa",
        for_whom="Hannah",
        made_at=MADE_AT,
        since=date(2026, 10, 7),
        until=date(2026, 11, 3),
        say=("Can we look at the plan?",),
        goals=(GoalRow("See people", 2, 4, "Ring Ada"),),
        medicines=(
            MedicineRow(
                name="Sertraline",
                dose="50 mg",
                taken_since=date(2026, 8, 25),
                taken=None,
                recorded=3,
                due=28,
                thinking_of_stopping_on=None,
                as_needed=None,
            ),
        ),
        habits=(HabitRow("Walk", ((3, 7),)),),
        columns=(date(2026, 10, 26),),
        weeks_each=1,
    )


def test_what_is_sealed_today_is_laid_out_as_schema_1() -> None:
    assert write(SUMMARY, name="Rosa", for_whom="Hannah", made_at=MADE_AT) == STORED


def test_what_was_not_chosen_is_null_and_read_as_not_shared() -> None:
    bare = write(Summary(since=SUMMARY.since, until=SUMMARY.until), name="", for_whom="", made_at=MADE_AT)
    assert [bare[section] for section in ("say", "goals", "medicines", "habits")] == [None] * 4
    read = Snapshot.read(bare)
    assert (read.say, read.goals, read.medicines, read.habits) == (None,) * 4


def test_a_long_stretch_of_weeks_is_summed_by_four_so_that_it_fits_a_phone_and_a_sheet() -> None:
    monday = date(2026, 8, 3)
    weeks = [{"start": (monday + timedelta(weeks=at)).isoformat(), "done": at, "due": 7} for at in range(17)]
    read = Snapshot.read(STORED | {"habits": [{"title": "Walk", "weeks": weeks}]})
    assert read.habits == (HabitRow("Walk", ((0, 7), (10, 28), (26, 28), (42, 28), (58, 28))),)
    assert read.columns == tuple(date.fromisoformat(weeks[at]["start"]) for at in (0, 1, 5, 9, 13))  # type: ignore[arg-type]
    assert read.weeks_each == 4


@pytest.mark.parametrize("schema", [2, None])
def test_another_schema_is_refused_and_not_guessed_at(schema: int | None) -> None:
    with pytest.raises(ValueError, match="schema"):
        Snapshot.read(STORED | {"schema": schema})
