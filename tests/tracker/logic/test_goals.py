"""When a goal is asked about, and what counts as movement."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.logic.goals import Change, Movement, movement, rating_due

TODAY = date(2026, 11, 3)
VALUE = st.integers(0, 10)


@pytest.mark.parametrize(("days", "due"), [(0, False), (13, False), (14, True), (90, True), (-1, False)])
def test_a_goal_is_asked_about_every_two_weeks(days: int, due: bool) -> None:
    assert rating_due(TODAY - timedelta(days=days), TODAY) is due


def test_a_goal_that_was_never_rated_is_asked_about() -> None:
    assert rating_due(None, TODAY)


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (3, 6, Movement.CLOSER),
        (3, 5, Movement.NONE),
        (0, 10, Movement.CLOSER),
        (6, 3, Movement.FURTHER),
        (6, 4, Movement.NONE),
        (5, 5, Movement.NONE),
    ],
)
def test_three_points_on_one_goal_are_movement(first: int, last: int, found: Movement) -> None:
    assert movement(Change(first=first, last=last)) == found


@given(VALUE, VALUE)
def test_the_way_back_is_the_way_there_turned_round(first: int, last: int) -> None:
    turned = {Movement.CLOSER: Movement.FURTHER, Movement.FURTHER: Movement.CLOSER, Movement.NONE: Movement.NONE}
    assert movement(Change(first=last, last=first)) == turned[movement(Change(first=first, last=last))]
