"""What the record puts into the blanks of words to take along."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.logic.agenda import Known, fillings, is_whole

KNOWN = Known(
    weeks=16,
    sessions=14,
    focus="grief",
    doctor="Dr Singh",
    medicine="the white one",
    medicine_weeks=6,
    missed=3,
    due=28,
)


@pytest.mark.parametrize(
    ("blanks", "expected"),
    [
        ((), {}),
        (("weeks",), {"weeks": "16"}),
        (("sessions", "weeks"), {"sessions": "14", "weeks": "16"}),
        (("medicine", "weeks"), {"medicine": "the white one", "weeks": "6"}),
        (("missed", "due", "reason"), {"missed": "3", "due": "28"}),
        (("kind", "receiver", "date"), {"kind": "grief", "receiver": "Dr Singh"}),
        (("moment", "topic"), {}),
    ],
)
def test_what_is_known_is_filled_in_and_the_rest_stays_open(blanks: tuple[str, ...], expected: dict[str, str]) -> None:
    assert fillings(blanks, KNOWN) == expected


@given(st.sets(st.sampled_from(["weeks", "sessions", "medicine", "kind", "receiver", "missed", "due", "topic"])))
def test_of_nothing_known_nothing_is_filled_in(blanks: set[str]) -> None:
    assert fillings(blanks, Known()) == {}
    assert fillings(blanks, Known(weeks=0, sessions=0, missed=0, due=0)) == {}


def test_a_blank_that_is_left_is_seen() -> None:
    assert is_whole("I feel stuck.")
    assert not is_whole("For … weeks now.")
