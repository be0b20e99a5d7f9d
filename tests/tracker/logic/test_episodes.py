"""A new therapist or a break of ninety days starts another stretch of therapy."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.logic.episodes import Visit, fit_due, stretches, weeks_between

START = dt.date(2026, 1, 5)
WHO = {"a": UUID(int=1), "b": UUID(int=2), "-": None}


def visits(text: str) -> list[Visit]:
    """ "a0 b7": with a on the first day, with b a week later."""
    return [Visit(on=START + dt.timedelta(days=int(part[1:])), therapist=WHO[part[0]]) for part in text.split()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("a0", [0]),
        ("a0 a7 a14", [0, 0, 0]),
        ("a0 a89", [0, 0]),
        ("a0 a90", [0, 1]),
        ("a0 b7", [0, 1]),
        ("a0 b7 a14", [0, 1, 2]),
        ("a0 -7 a14", [0, 0, 0]),
        ("a0 -7 b14", [0, 0, 1]),
        ("-0 a7 b14", [0, 0, 1]),
        ("a0 -90 b97", [0, 1, 1]),
        ("a0 a0", [0, 0]),
    ],
)
def test_each_visit_belongs_to_a_stretch(text: str, expected: list[int]) -> None:
    assert stretches(visits(text)) == expected


@given(st.lists(st.tuples(st.sampled_from("ab-"), st.integers(0, 400)), max_size=12))
def test_stretches_only_go_forward_and_no_long_break_lies_inside_one(found: list[tuple[str, int]]) -> None:
    made = visits(" ".join(f"{who}{day}" for who, day in sorted(found, key=lambda visit: visit[1])))
    numbers = stretches(made)
    assert len(numbers) == len(made)
    for (one, first), (two, second) in pairwise(zip(made, numbers, strict=True)):
        assert second - first in (0, 1)
        if (two.on - one.on).days >= 90:
            assert second == first + 1
    for number in set(numbers):
        therapists = {visit.therapist for visit, at in zip(made, numbers, strict=True) if at == number}
        assert len(therapists - {None}) <= 1


@pytest.mark.parametrize(
    ("sessions", "due"),
    [
        (0, False),
        (1, True),
        (2, False),
        (3, True),
        (4, False),
        (6, False),
        (7, True),
        (8, False),
        (11, True),
        (15, True),
    ],
)
def test_the_fit_checklist_is_offered_after_one_three_and_then_every_fourth(sessions: int, due: bool) -> None:
    assert fit_due(sessions) is due


@pytest.mark.parametrize(("days", "weeks"), [(0, 0), (6, 0), (7, 1), (120, 17), (-3, 0)])
def test_weeks_are_full_ones(days: int, weeks: int) -> None:
    assert weeks_between(START, START + dt.timedelta(days=days)) == weeks
