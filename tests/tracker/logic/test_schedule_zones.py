"""Every zone, every clock change, and random rules, against two oracles that were written differently."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracker.logic.oracle import expected
from tracker.logic.schedule import Rule, find_occurrence, next_occurrence, occurrences

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
ZONES = sorted(available_timezones() - {"Factory", "localtime"})

Change = tuple[str, datetime, timedelta, timedelta]


def offset_at(zone: str, instant: datetime) -> timedelta:
    return instant.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)


def changes_of(zone: str) -> Iterator[Change]:
    """(zone, instant, offset before, offset after), to the second."""
    day = FIRST
    while day < LAST:
        before, after = offset_at(zone, day), offset_at(zone, day + DAY)
        if before != after:
            low, high = day, day + DAY
            while high - low > timedelta(seconds=1):
                middle = (low + (high - low) / 2).replace(microsecond=0)
                low, high = (middle, high) if offset_at(zone, middle) == before else (low, middle)
            yield zone, high, before, after
        day += DAY


@cache
def every_change() -> list[Change]:
    return [change for zone in ZONES for change in changes_of(zone)]


def instant_of(wall: datetime, change: Change) -> datetime:
    """By the change alone: until the wall passes the later of its two readings, the offset before holds."""
    _, instant, before, after = change
    naive = instant.replace(tzinfo=None)
    offset = before if wall < naive + max(before, after) else after
    return (wall - offset).replace(tzinfo=UTC)


def test_every_gap_and_every_fold_of_five_years_in_every_zone_is_exact() -> None:
    mismatches, cases = [], 0
    for change in every_change():
        zone, instant, before, after = change
        edge = instant.replace(tzinfo=None) + min(before, after)
        width = abs(after - before)
        for wall in (edge - MINUTE, edge, edge + width / 2, edge + width):
            rule = Rule(every="day", times=(wall.time(),), start=wall.date() - 40 * DAY)
            found = find_occurrence(rule, date=wall.date(), slot=0, zone=zone)
            cases += 1
            if found is None or found.at != instant_of(wall, change):
                mismatches.append((zone, wall, found))
    assert cases > 4 * 1500
    assert mismatches == []


NEAR_A_CHANGE = st.integers(min_value=0).map(lambda pick: every_change()[pick % len(every_change())])
CLOCKS = st.times(max_value=time(23, 59)).map(lambda clock: clock.replace(second=0, microsecond=0, fold=0))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Rule, datetime, datetime, str]:
    """A rule, and a stretch of up to four days that as a rule holds a clock change."""
    zone, change, _, _ = draw(NEAR_A_CHANGE)
    if draw(st.integers(0, 4)) == 0:
        zone, change = "Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)
    start = change + draw(st.integers(-4 * 24 * 60, 24 * 60)) * MINUTE
    end = start + draw(st.integers(1, 4 * 24 * 60)) * MINUTE
    return draw(rules(change, zone)), start, end, zone


@st.composite
def rules(draw: st.DrawFn, around: datetime, zone: str) -> Rule:
    every: Any = draw(st.sampled_from(["day", "week", "month", "hours", "once"]))
    near = st.integers(-180, 180).map(
        lambda minutes: (around + minutes * MINUTE).astimezone(ZoneInfo(zone)).time().replace(fold=0)
    )
    first = around.date() - draw(st.integers(-2, 3 if every in ("once", "hours") else 70)) * DAY
    most = 1 if every == "hours" else 4
    fields: dict[str, Any] = {
        "every": every,
        "times": tuple(sorted(draw(st.sets(CLOCKS | near, min_size=1, max_size=most)))),
        "start": first,
        "interval": draw(st.integers(1, 5)),
        "end": draw(st.none() | st.integers(0, 75).map(lambda days: first + days * DAY)),
    }
    if every == "week":
        fields["weekdays"] = frozenset(draw(st.sets(st.integers(0, 6), min_size=1)))
    if every == "month":
        fields["month_day"] = draw(st.sampled_from([1, around.day, around.day + 1, 31])) if around.day < 31 else 31
    if every == "day" and draw(st.booleans()):
        fields |= {"interval": 1, "on_days": draw(st.integers(1, 4)), "off_days": draw(st.integers(1, 4))}
    return Rule(**fields)


@given(cases())
@settings(deadline=None, max_examples=80)
def test_nothing_is_lost_and_nothing_doubled_in_any_zone(case: tuple[Rule, datetime, datetime, str]) -> None:
    rule, start, end, zone = case
    found = list(occurrences(rule, start=start, end=end, zone=zone))
    assert found == expected(rule, start=start, end=end, zone=zone)
    assert all(one.at < two.at for one, two in pairwise(found))
    assert len({(one.date, one.slot) for one in found}) == len(found)


@given(cases())
@settings(deadline=None, max_examples=150)
def test_the_next_one_is_the_first_of_the_range_that_begins_right_after(
    case: tuple[Rule, datetime, datetime, str],
) -> None:
    rule, start, end, zone = case
    coming = next_occurrence(rule, after=start, zone=zone)
    in_range = list(occurrences(rule, start=start + datetime.resolution, end=end, zone=zone))
    assert in_range[:1] == ([coming] if coming and coming.at < end else [])
    for one in in_range:
        assert find_occurrence(rule, date=one.date, slot=one.slot, zone=zone) == one


@given(cases(), st.data())
@settings(deadline=None, max_examples=100)
def test_two_ranges_that_meet_hold_what_the_whole_holds(
    case: tuple[Rule, datetime, datetime, str], data: st.DataObject
) -> None:
    rule, start, end, zone = case
    middle = start + data.draw(st.integers(0, int((end - start) / MINUTE))) * MINUTE
    parts = [
        *occurrences(rule, start=start, end=middle, zone=zone),
        *occurrences(rule, start=middle, end=end, zone=zone),
    ]
    assert parts == list(occurrences(rule, start=start, end=end, zone=zone))
