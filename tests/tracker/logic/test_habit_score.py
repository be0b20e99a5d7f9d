"""The forgiving score: figures to compare with, and what holds whatever was recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.logic.habit_score import (
    KEPT,
    STATES,
    HabitDay,
    Standing,
    course,
    day_state,
    days_in_a_row,
    remains,
    standing,
    step,
    tally,
    weeks_in_a_row,
)

MONDAY = date(2026, 9, 7)
DAY = timedelta(days=1)
SAID = {"d": "done", "s": "small", "n": "no", "-": "not_applicable", ".": ""}


def said(marks: str, *, due: tuple[int, ...] = tuple(range(7))) -> list[HabitDay]:
    """d done, s small, n no, - not applicable, . nothing said, p paused; from a Monday on."""
    return [
        HabitDay(date=MONDAY + number * DAY, due=number % 7 in due, state=SAID.get(mark, ""), paused=mark == "p")
        for number, mark in enumerate(marks)
    ]


def score(marks: str, wanted: int = 7, *, whichever: bool = False, due: tuple[int, ...] = tuple(range(7))) -> float:
    return course(said(marks, due=due), wanted=wanted, whichever=whichever)[-1]


# Figures


@pytest.mark.parametrize(
    ("wanted", "left", "half_life"), [(7, 0.948, 13.0), (3, 0.966, 19.9), (1, 0.980, 34.4)], ids=str
)
def test_one_day_left_out_takes_little_from_a_whole_score(wanted: int, left: float, half_life: float) -> None:
    assert step(1.0, 0.0, frequency=wanted / 7) == pytest.approx(left, abs=0.0005)
    assert log(0.5) / log(remains(wanted / 7)) == pytest.approx(half_life, abs=0.05)


def test_thirteen_days_without_it_halve_a_daily_habit_and_thirteen_with_it_come_half_the_way() -> None:
    assert score("d" * 13) == pytest.approx(0.5)
    assert score("d" * 400 + "." * 13) == pytest.approx(0.5, abs=0.001)
    assert score("d" * 400 + ".") == pytest.approx(0.948, abs=0.001)


@pytest.mark.parametrize("few", [0, -0.1, 1.1, float("nan")])
def test_a_frequency_that_is_none_is_refused(few: float) -> None:
    with pytest.raises(ValueError, match="frequency"):
        remains(few)


@pytest.mark.parametrize("wanted", [0, 8, -1])
def test_as_many_days_as_a_week_has_not_are_refused(wanted: int) -> None:
    with pytest.raises(ValueError, match="wanted"):
        course([], wanted=wanted)


@pytest.mark.parametrize("week", ["d.d.d..", "ddd....", "....ddd", ".d.d.d."])
def test_three_days_a_week_whichever_they_are_come_near_the_whole(week: str) -> None:
    assert score(week * 40, 3, whichever=True) > 0.95


def test_three_of_a_week_shifted_to_its_end_cost_nothing() -> None:
    assert score("ddd...." * 40 + "....ddd" * 4, 3, whichever=True) > 0.9


def test_half_of_what_was_wanted_counts_as_half() -> None:
    assert score("d......" * 80, 2, whichever=True) == pytest.approx(0.5, abs=0.05)


def test_certain_days_are_measured_by_themselves_alone() -> None:
    assert score("d.d.d.." * 40, 3, due=(0, 2, 4)) > 0.99
    assert score("d.d...." * 40, 3, due=(0, 2, 4)) == pytest.approx(2 / 3, abs=0.06)


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ("dddddd", Standing.TOO_SOON),
        ("d" + "-" * 40, Standing.TOO_SOON),
        ("ddddddd", Standing.LOOSE),
        ("." * 30, Standing.FAINT),
        ("d" * 13, Standing.GROWING),
        ("d" * 30, Standing.FIRM),
    ],
)
def test_a_score_has_a_word_once_seven_days_count(marks: str, words: Standing) -> None:
    assert standing(said(marks), score(marks)) == words


# What rests


@pytest.mark.parametrize("rest", ["-" * 7, "p" * 7])
def test_a_week_that_rests_leaves_the_score_where_it_was(rest: str) -> None:
    for wanted, whichever in ((7, False), (3, True)):
        before = course(said("d.d.d.." * 6), wanted=wanted, whichever=whichever)[-1]
        after = course(said("d.d.d.." * 6 + rest), wanted=wanted, whichever=whichever)
        assert after[-7:] == [before] * 7


def test_done_on_a_day_that_rests_counts() -> None:
    resting = [replace(day, paused=True) for day in said("d" * 10)]
    assert course(resting, wanted=7) == course(said("d" * 10), wanted=7)


# In a row


@pytest.mark.parametrize(
    ("marks", "count"),
    [("", 0), ("ddd", 3), ("dsd", 3), ("d.d", 1), ("dnd", 1), ("d--d", 2), ("dppd", 2), ("--", 0), ("dd.", 0)],
)
def test_days_in_a_row_count_what_was_done_and_nothing_else(marks: str, count: int) -> None:
    assert days_in_a_row(said(marks)) == count


def test_a_day_that_is_not_due_is_in_nobodys_way() -> None:
    assert days_in_a_row(said("d.d.d..", due=(0, 2, 4))) == 3


@pytest.mark.parametrize(
    ("marks", "count"),
    [
        ("", 0),
        ("ddd....", 1),
        ("ddd....d", 1),  # this week has time
        ("ddd....d......ddd....", 1),  # one of three ended it
        ("ddd....-------ddd....", 2),
        ("ddd....pppppppddd....", 2),
        ("ddd....dd---..ddd....", 2),  # short, and kept pace
        ("ddd....dd.....", 1),
        ("dd---..", 0),
    ],
)
def test_weeks_in_a_row_have_as_many_days_as_were_wanted(marks: str, count: int) -> None:
    assert weeks_in_a_row(said(marks), wanted=3) == count


def test_certain_days_that_do_not_apply_leave_the_score_where_it_was_until_one_does() -> None:
    days = said("d.d...." * 6 + "-.-.-..", due=(0, 2, 4))
    scores = course(days, wanted=3)
    assert scores[-7:] == [scores[-8]] * 7


# Whatever was recorded

MARKS = st.text("dsn-.p", max_size=60)
WANTED = st.sampled_from([(7, False), (1, True), (3, True), (6, True), (5, False)])


@given(MARKS, WANTED)
def test_a_score_stays_within_nothing_and_the_whole(marks: str, wanted: tuple[int, bool]) -> None:
    assert all(0 <= one <= 1 for one in course(said(marks), wanted=wanted[0], whichever=wanted[1]))


@given(MARKS.filter(bool), st.data(), WANTED)
def test_another_day_done_never_lowers_it(marks: str, data: st.DataObject, wanted: tuple[int, bool]) -> None:
    at = (
        data.draw(st.integers(0, len(marks) - 1).filter(lambda place: marks[place] in "n."), label="at")
        if ("n" in marks or "." in marks)
        else None
    )
    if at is None:
        return
    more = marks[:at] + "d" + marks[at + 1 :]
    before, after = (course(said(one), wanted=wanted[0], whichever=wanted[1])[-1] for one in (marks, more))
    assert after >= before - 1e-12


@given(MARKS, WANTED)
def test_the_small_version_is_worth_the_whole(marks: str, wanted: tuple[int, bool]) -> None:
    of = [course(said(one), wanted=wanted[0], whichever=wanted[1]) for one in (marks, marks.replace("s", "d"))]
    assert of[0] == of[1]


@given(MARKS, st.integers(0, 60), st.sampled_from("-p"))
def test_a_day_that_rests_changes_no_score_and_no_row_of_a_daily_habit(marks: str, at: int, rest: str) -> None:
    more = said(marks[:at] + rest + marks[at:])
    plain = course(said(marks), wanted=7)
    assert (course(more, wanted=7) or [0.0])[-1] == (plain or [0.0])[-1]
    assert days_in_a_row(more) == days_in_a_row(said(marks))


@given(MARKS)
def test_no_row_is_longer_than_what_was_done(marks: str) -> None:
    days = said(marks)
    kept = sum(day.kept for day in days)
    assert days_in_a_row(days) <= kept
    assert 3 * weeks_in_a_row(days, wanted=3) <= kept


# Counting


def test_a_tally_tells_each_state_from_the_others() -> None:
    found = tally(["done", "small", "small", "no", "", "not_applicable"])
    assert (found.done, found.small, found.no, found.rested, found.open) == (1, 2, 1, 1, 1)
    assert (found.kept, found.counted) == (3, 5)
    with pytest.raises(ValueError, match="no such state"):
        tally(["taken"])


def test_of_two_sayings_of_one_day_the_fuller_stands() -> None:
    assert [day_state(states) for states in (["no", "small"], ["", "done"], ["", ""], [])] == ["small", "done", "", ""]
    assert frozenset(STATES[:2]) == KEPT
