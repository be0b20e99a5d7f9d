from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.logic.adherence import adherence, by_version, tally

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


@given(st.lists(st.sampled_from(STATES), max_size=60), st.integers(0, 60))
def test_what_is_unknown_never_changes_what_was_taken_or_recorded(states: list[str], place: int) -> None:
    for unknown in ("", "not_sure"):
        more = tally([*states[:place], unknown, *states[place:]])
        assert (more.taken, more.recorded) == (tally(states).taken, tally(states).recorded)
        numbers = {adherence(states), adherence([*states, unknown])} - {None}
        assert numbers <= {tally(states).taken}


@given(st.lists(st.sampled_from(STATES), max_size=60))
def test_what_the_prescriber_paused_counts_nowhere(states: list[str]) -> None:
    assert tally([*states, "told_to_pause"]) == tally(states)
    assert adherence([*states, "told_to_pause"]) == adherence(states)


@given(st.lists(st.sampled_from(STATES), max_size=60))
def test_a_number_stands_only_where_seven_in_ten_were_answered(states: list[str]) -> None:
    counted = tally(states)
    if counted.due and counted.unanswered / counted.due > 0.3:
        assert adherence(states) is None


# Versions

START = datetime(2026, 11, 3, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_each_version_is_counted_from_its_own_start() -> None:
    doses = [(START + DAY * day, "missed" if day < 4 else "taken") for day in range(-2, 10)]
    first, second = by_version(doses, [START, START + 4 * DAY])
    assert (first.taken, first.counted.recorded, first.end) == (0, 4, START + 4 * DAY)
    assert (second.taken, second.counted.recorded, second.end) == (6, 6, None)


def test_a_version_of_which_nothing_is_known_yet_has_no_number() -> None:
    (_first, second) = by_version([(START, "taken")], [START, START + DAY])
    assert (second.taken, second.counted.due) == (None, 0)
    assert by_version([(START, "taken")], []) == ()


def test_starts_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="order"):
        by_version([], [START, START])


@given(
    st.lists(st.tuples(st.integers(-40, 40), st.sampled_from(STATES)), max_size=60),
    st.lists(st.integers(-30, 30), min_size=1, max_size=5, unique=True),
)
def test_no_dose_counts_in_two_versions(doses: list[tuple[int, str]], starts: list[int]) -> None:
    found = by_version(
        [(START + DAY * day, state) for day, state in doses], [START + DAY * day for day in sorted(starts)]
    )
    since = [state for day, state in doses if day >= min(starts)]
    whole = tally(since)
    assert sum(version.counted.taken for version in found) == whole.taken
    assert sum(version.counted.recorded for version in found) == whole.recorded
    assert sum(version.counted.unanswered for version in found) == whole.unanswered
