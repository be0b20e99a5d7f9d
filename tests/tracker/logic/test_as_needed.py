"""What stands of a medicine without times."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.logic.as_needed import Limits, by_month, recent

NOW = datetime(2026, 11, 3, 19, 40, tzinfo=UTC)
NEVER = Limits()


def ago(*hours: float) -> list[datetime]:
    return [NOW - timedelta(hours=each) for each in hours]


@pytest.mark.parametrize(
    ("hours", "most", "count", "reached"),
    [
        ([], 3, 0, False),
        ([1, 2], 3, 2, False),
        ([1, 2, 23], 3, 3, True),
        ([1, 2, 24], 3, 2, False),
        ([1, 2, 3, 4], 3, 4, True),
        ([1, 2, 3], None, 3, False),
        ([-1, 1], 2, 1, False),  # what is still to come does not count
    ],
)
def test_the_most_a_day_is_that_of_any_24_hours(
    hours: list[float], most: int | None, count: int, reached: bool
) -> None:
    found = recent(ago(*hours), limits=Limits(most_a_day=most), now=NOW)
    assert (found.count, found.reached) == (count, reached)


@pytest.mark.parametrize(
    ("hours", "gap", "ends"),
    [
        ([], 240, None),
        ([1], 240, NOW + timedelta(hours=3)),
        ([1, 9], 240, NOW + timedelta(hours=3)),
        ([4], 240, None),
        ([1], None, None),
        ([30], 48 * 60, NOW + timedelta(hours=18)),
    ],
)
def test_the_time_between_two_is_counted_from_the_last(
    hours: list[float], gap: int | None, ends: datetime | None
) -> None:
    assert recent(ago(*hours), limits=Limits(gap_minutes=gap), now=NOW).gap_ends == ends


def test_the_first_of_the_24_hours_and_the_last_are_named() -> None:
    found = recent(ago(2, 23, 5, 40), limits=NEVER, now=NOW)
    assert (found.since, found.last) == (ago(23)[0], ago(2)[0])
    assert recent([], limits=NEVER, now=NOW) == recent(ago(-3), limits=NEVER, now=NOW)


instants = st.lists(st.integers(-2 * 1440, 4 * 1440).map(lambda minutes: NOW - timedelta(minutes=minutes)), max_size=30)
limits = st.builds(
    Limits, most_a_day=st.none() | st.integers(1, 24), gap_minutes=st.none() | st.integers(1, 7 * 24 * 60)
)


@given(instants, limits, st.randoms())
def test_the_order_changes_nothing_and_one_more_never_takes_a_warning_away(
    taken: list[datetime], limits: Limits, random: object
) -> None:
    found = recent(taken, limits=limits, now=NOW)
    shuffled = sorted(taken, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert recent(shuffled, limits=limits, now=NOW) == found
    more = recent([*taken, NOW], limits=limits, now=NOW)
    assert more.count == found.count + 1
    assert more.reached >= found.reached
    assert bool(more.gap_ends) == (limits.gap_minutes is not None)


@given(instants, limits)
def test_without_a_limit_on_the_label_there_is_nothing_to_warn_of(taken: list[datetime], limits: Limits) -> None:
    found = recent(taken, limits=NEVER, now=NOW)
    assert not found.reached
    assert found.gap_ends is None
    assert (found.count, found.since, found.last) == (
        (same := recent(taken, limits=limits, now=NOW)).count,
        same.since,
        same.last,
    )


def test_months_are_those_of_the_person() -> None:
    taken = [datetime(2026, 10, 31, 23, 30, tzinfo=UTC), datetime(2026, 10, 2, tzinfo=UTC), NOW, NOW]
    assert by_month(taken, zone="Europe/London") == [(date(2026, 11, 1), 2), (date(2026, 10, 1), 2)]
    assert by_month(taken, zone="Pacific/Auckland") == [(date(2026, 11, 1), 3), (date(2026, 10, 1), 1)]


@given(instants)
def test_no_dose_is_lost_among_the_months(taken: list[datetime]) -> None:
    assert sum(count for _month, count in by_month(taken, zone="Europe/London")) == len(taken)
