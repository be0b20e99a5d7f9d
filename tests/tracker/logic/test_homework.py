"""When to offer to ask for homework."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.logic.homework import Known, Moment, ask_for_homework, can_be_recorded

NOW = dt.datetime(2026, 11, 3, 19, 40, tzinfo=dt.UTC)
NOTHING = Known(last_at=None, last_asked=None, next_at=None, next_asked=None, set_at=None, some_left=False)


def hours(count: float) -> dt.datetime:
    return NOW + dt.timedelta(hours=count)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, None),
        ({"last_at": -23.9}, None),
        ({"last_at": -24}, "after"),
        ({"last_at": -24 * 28}, "after"),
        ({"last_at": -24 * 28 - 1}, None),
        ({"last_at": -48, "set_at": -47}, None),
        ({"last_at": -48, "set_at": -49}, "after"),
        ({"last_at": -48, "last_asked": -1}, None),
        ({"next_at": 72}, "before"),
        ({"next_at": 73}, None),
        ({"next_at": 0}, None),
        ({"next_at": 48, "next_asked": -2}, None),
        ({"last_at": -48, "last_asked": -1, "next_at": 48}, "before"),
        ({"last_at": -48, "next_at": 48, "next_asked": -1}, None),
        ({"last_at": -48, "next_at": 73, "next_asked": -1}, "after"),
        ({"last_at": -96, "set_at": -90, "next_at": 48}, "before"),
    ],
)
def test_it_is_offered_a_day_after_a_session_that_set_none_and_in_the_three_days_before_the_next(
    known: dict[str, float], expected: Moment | None
) -> None:
    instants: dict[str, Any] = {name: hours(value) for name, value in known.items()}
    found = replace(NOTHING, **instants)
    assert ask_for_homework(found, now=NOW) == expected
    assert ask_for_homework(replace(found, some_left=True), now=NOW) is None


INSTANT = st.one_of(st.none(), st.integers(-2000, 2000).map(hours))


@given(
    st.builds(
        Known,
        last_at=INSTANT,
        last_asked=INSTANT,
        next_at=INSTANT,
        next_asked=INSTANT,
        set_at=INSTANT,
        some_left=st.booleans(),
    )
)
def test_once_answered_for_both_sessions_it_is_not_offered_again(known: Known) -> None:
    answered = replace(known, last_asked=NOW, next_asked=NOW)
    assert ask_for_homework(answered, now=NOW) is None


@pytest.mark.parametrize(("days", "expected"), [(-30, True), (0, True), (14, True), (14.01, False)])
def test_homework_can_be_recorded_long_before_and_two_weeks_after(days: float, expected: bool) -> None:
    assert can_be_recorded(NOW, said_at=NOW + dt.timedelta(days=days)) is expected
