from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.logic.adherence import adherence, tally

STATES = ["taken", "missed", "not_sure", "skipped_on_purpose", "told_to_pause", ""]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], None),
        (["taken"] * 14, (14, 14)),
        (["taken"] * 10 + ["missed"] * 3 + ["skipped_on_purpose"], (10, 14)),
        (["taken"] * 7 + [""] * 3, (7, 7)),
        (["taken"] * 6 + [""] * 4, None),
        (["taken"] * 8 + ["not_sure"] * 6, (8, 8)),
        (["not_sure"] * 5, None),
        (["told_to_pause"] * 9, None),
        (["taken"] * 2 + ["told_to_pause"] * 9 + [""], None),
    ],
)
def test_it_counts_what_was_said_and_says_nothing_when_too_little_was(
    states: list[str], expected: tuple[int, int] | None
) -> None:
    taken = adherence(states)
    assert (taken if taken is None else (taken, tally(states).recorded)) == expected


@given(st.lists(st.sampled_from(STATES), max_size=60), st.randoms())
def test_the_order_of_the_doses_changes_nothing(states: list[str], random: object) -> None:
    shuffled = sorted(states, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert adherence(shuffled) == adherence(states)
    assert tally(shuffled) == tally(states)


@given(st.lists(st.sampled_from(STATES), max_size=60))
def test_the_counts_fit_into_each_other(states: list[str]) -> None:
    counted = tally(states)
    assert 0 <= counted.taken <= counted.recorded <= counted.due - counted.unanswered <= len(states)
