"""How long a supply lasts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count as numbers

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.logic.supply import days_left, threshold, working_days

DAY = timedelta(days=1)
MONDAY = date(2026, 11, 2)


def every(step: int, *, first: date = MONDAY, a_day: int = 1) -> Iterator[date]:
    return (first + DAY * step * (number // a_day) for number in numbers())


@pytest.mark.parametrize(
    ("count", "due", "today", "left"),
    [
        (14, every(1), MONDAY, 14),
        (14, every(1, first=MONDAY + DAY), MONDAY, 15),  # today's was counted out already
        (14, every(1, a_day=2), MONDAY, 7),
        (15, every(1, a_day=2), MONDAY, 7),
        (14, every(1), MONDAY + 10 * DAY, 4),
        (14, every(1), MONDAY + 13 * DAY, 1),
        (14, every(1), MONDAY + 14 * DAY, 0),
        (14, every(1), MONDAY + 400 * DAY, 0),
        (2, every(7), MONDAY + DAY, 13),
        (1, every(7), MONDAY + DAY, 0),  # taken yesterday, and nothing is left
        (0, every(1, first=MONDAY + DAY), MONDAY, 0),
        (0, [], MONDAY, 0),
        (3, [MONDAY, MONDAY + DAY], MONDAY, None),  # it ends before the supply does
    ],
)
def test_days_until_the_first_dose_that_is_not_covered(
    count: int, due: Iterator[date], today: date, left: int | None
) -> None:
    assert days_left(count, MONDAY, due, today) == left


@pytest.mark.parametrize(("count", "today"), [(-1, MONDAY), (5, MONDAY - DAY)])
def test_what_cannot_be_counted_is_refused(count: int, today: date) -> None:
    with pytest.raises(ValueError, match="count"):
        days_left(count, MONDAY, every(1), today)


@given(st.integers(0, 400), st.integers(1, 4), st.integers(1, 9), st.integers(0, 300))
def test_more_never_lasts_shorter_and_a_day_later_never_lasts_longer(
    count: int, a_day: int, step: int, later: int
) -> None:
    today = MONDAY + later * DAY
    left = days_left(count, MONDAY, every(step, a_day=a_day), today)
    more = days_left(count + 1, MONDAY, every(step, a_day=a_day), today)
    next_day = days_left(count, MONDAY, every(step, a_day=a_day), today + DAY)
    assert left is not None
    assert more is not None
    assert next_day is not None
    assert 0 <= left <= more
    assert max(left - 1, 0) >= next_day


@pytest.mark.parametrize(
    ("days", "reached"), [(None, None), (30, None), (8, None), (7, 7), (4, 7), (3, 3), (1, 3), (0, 3)]
)
def test_it_is_worth_saying_at_seven_days_and_at_three(days: int | None, reached: int | None) -> None:
    assert threshold(days) == reached


@pytest.mark.parametrize(
    ("days", "today", "working"), [(7, MONDAY, 5), (3, MONDAY + 4 * DAY, 1), (0, MONDAY, 0), (2, MONDAY + 5 * DAY, 0)]
)
def test_the_pharmacy_is_open_on_working_days(days: int, today: date, working: int) -> None:
    assert working_days(days, today) == working
