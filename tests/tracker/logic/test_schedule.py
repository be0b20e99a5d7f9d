from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from tracker.logic.schedule import Occurrence, Rule, find_occurrence, grace, next_occurrence, occurrences

DAY = timedelta(days=1)
START = date(2026, 1, 5)  # a Monday


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def at(*clocks: str) -> tuple[time, ...]:
    return tuple(time.fromisoformat(clock) for clock in clocks)


def daily(*clocks: str, start: date = START, **fields: Any) -> Rule:
    return Rule(every="day", times=at(*clocks), start=start, **fields)


def dates(rule: Rule, start: str, end: str, zone: str = "UTC") -> list[str]:
    return [f"{one.date:%m-%d}" for one in occurrences(rule, start=utc(start), end=utc(end), zone=zone)]


def local(rule: Rule, day: str, zone: str) -> list[str]:
    """What happens on that local date, by the clock on the wall."""
    start = utc(day) - DAY
    return [
        f"{one.at.astimezone(ZoneInfo(zone)):%d %H:%M}"
        for one in occurrences(rule, start=start, end=start + 4 * DAY, zone=zone)
        if one.date == date.fromisoformat(day)
    ]


@pytest.mark.parametrize(
    ("zone", "day", "clock", "instant"),
    [
        ("America/New_York", "2027-03-14", "02:30", "2027-03-14 07:30"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:45"),
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01 05:30"),
        ("Africa/Cairo", "2027-04-30", "00:00", "2027-04-29 22:00"),
        ("Asia/Beirut", "2027-03-28", "00:00", "2027-03-27 22:00"),
        ("Antarctica/Troll", "2027-03-28", "01:30", "2027-03-28 01:30"),
        ("Europe/London", "2026-10-25", "01:30", "2026-10-25 00:30"),
        ("Asia/Kathmandu", "2026-11-03", "08:00", "2026-11-03 02:15"),
    ],
)
def test_a_wall_time_means_one_instant_whatever_the_clocks_do(zone: str, day: str, clock: str, instant: str) -> None:
    found = find_occurrence(daily(clock, start=date(2026, 9, 1)), date=date.fromisoformat(day), slot=0, zone=zone)
    assert found == Occurrence(date.fromisoformat(day), 0, utc(instant))


def test_a_time_that_the_clocks_leave_out_comes_once_and_later_by_the_gap() -> None:
    assert local(daily("02:30"), "2027-03-14", "America/New_York") == ["14 03:30"]
    assert local(daily("02:15"), "2026-10-04", "Australia/Lord_Howe") == ["04 02:45"]
    assert local(daily("00:00", "00:30"), "2027-04-30", "Africa/Cairo") == ["30 01:00", "30 01:30"]


def test_a_time_that_comes_twice_is_taken_at_its_first_pass_only() -> None:
    (found,) = occurrences(
        daily("01:30"), start=utc("2026-11-01 05:00"), end=utc("2026-11-01 07:00"), zone="America/New_York"
    )
    assert found.at == utc("2026-11-01 05:30")


def test_a_date_that_the_zone_leaves_out_is_skipped() -> None:
    rule = daily("09:00", start=date(2011, 12, 1))
    assert dates(rule, "2011-12-29 00:00", "2012-01-01 12:00", "Pacific/Apia") == ["12-29", "12-31", "01-01"]
    fridays = Rule(every="week", weekdays=frozenset({4}), times=at("09:00"), start=date(2011, 12, 1))
    assert dates(fridays, "2011-12-20 00:00", "2012-01-08 00:00", "Pacific/Apia") == ["12-23", "01-06"]
    once = Rule(every="once", times=at("09:00"), start=date(2011, 12, 30))
    assert next_occurrence(once, after=utc("2011-12-01 00:00"), zone="Pacific/Apia") is None


def test_two_times_that_meet_at_one_instant_are_one_the_one_that_the_clock_shows() -> None:
    rule = daily("02:30", "03:30")
    start, end = utc("2027-03-14 05:00"), utc("2027-03-15 04:00")
    (found,) = occurrences(rule, start=start, end=end, zone="America/New_York")
    assert found == Occurrence(date(2027, 3, 14), 1, utc("2027-03-14 07:30"))
    assert find_occurrence(rule, date=date(2027, 3, 14), slot=0, zone="America/New_York") is None


def test_a_time_moved_past_another_comes_in_the_order_of_the_instants() -> None:
    rule = daily("02:45", "03:15")
    start, end = utc("2027-03-14 05:00"), utc("2027-03-15 04:00")
    found = occurrences(rule, start=start, end=end, zone="America/New_York")
    assert [(one.slot, f"{one.at:%H:%M}") for one in found] == [(1, "07:15"), (0, "07:45")]


def test_every_so_many_days_is_counted_from_the_start() -> None:
    assert dates(daily("08:00", interval=3), "2026-01-01 00:00", "2026-01-15 00:00") == [
        "01-05",
        "01-08",
        "01-11",
        "01-14",
    ]


def test_days_on_and_off_come_round_from_the_start() -> None:
    cycle = daily("08:00", on_days=3, off_days=2)
    expected = ["01-05", "01-06", "01-07", "01-10", "01-11", "01-12", "01-15"]
    assert dates(cycle, "2026-01-01 00:00", "2026-01-16 00:00") == expected


def test_weeks_begin_on_monday_and_are_counted_from_the_week_of_the_start() -> None:
    thursday = date(2026, 1, 8)
    rule = Rule(every="week", interval=2, weekdays=frozenset({0, 3, 6}), times=at("08:00"), start=thursday)
    expected = ["01-08", "01-11", "01-19", "01-22", "01-25", "02-02"]
    assert dates(rule, "2026-01-01 00:00", "2026-02-04 00:00") == expected


def test_a_day_that_a_month_does_not_have_is_its_last_day() -> None:
    rule = Rule(every="month", month_day=31, times=at("08:00"), start=date(2028, 1, 15))
    assert dates(rule, "2028-01-01 00:00", "2028-06-01 00:00") == ["01-31", "02-29", "03-31", "04-30", "05-31"]
    leap = Rule(every="month", interval=12, month_day=29, times=at("08:00"), start=date(2026, 2, 1))
    assert dates(leap, "2026-01-01 00:00", "2028-12-31 00:00") == ["02-28", "02-28", "02-29"]


def test_a_month_whose_day_is_before_the_start_is_left_out() -> None:
    rule = Rule(every="month", interval=2, month_day=10, times=at("08:00"), start=date(2026, 1, 15))
    assert dates(rule, "2026-01-01 00:00", "2026-08-01 00:00") == ["03-10", "05-10", "07-10"]


def test_hours_are_real_ones_and_slots_count_up_within_the_local_date() -> None:
    rule = Rule(every="hours", interval=8, times=at("06:00"), start=date(2026, 10, 24))
    found = occurrences(rule, start=utc("2026-10-24 00:00"), end=utc("2026-10-26 00:00"), zone="Europe/London")
    assert [(f"{one.date:%d}", one.slot, f"{one.at:%d %H}") for one in found] == [
        ("24", 0, "24 05"),
        ("24", 1, "24 13"),
        ("24", 2, "24 21"),
        ("25", 0, "25 05"),
        ("25", 1, "25 13"),
        ("25", 2, "25 21"),
    ]


def test_a_date_of_25_hours_has_25_hourly_slots_and_one_of_23_has_23() -> None:
    rule = Rule(every="hours", interval=1, times=at("00:00"), start=date(2026, 3, 1))
    for day, hours in (("2026-10-25", 25), ("2026-03-29", 23), ("2026-11-03", 24)):
        start = utc(day) - DAY
        found = occurrences(rule, start=start, end=start + 3 * DAY, zone="Europe/London")
        slots = [one.slot for one in found if one.date == date.fromisoformat(day)]
        assert slots == list(range(hours))


def test_start_and_end_are_included() -> None:
    assert dates(daily("08:00", end=date(2026, 1, 7)), "2025-01-01 00:00", "2027-01-01 00:00") == [
        "01-05",
        "01-06",
        "01-07",
    ]
    hours = Rule(every="hours", interval=12, times=at("08:00"), start=START, end=START)
    assert dates(hours, "2025-01-01 00:00", "2027-01-01 00:00") == ["01-05", "01-05"]


def test_after_is_excluded_and_a_range_includes_its_start_and_not_its_end() -> None:
    rule, instant = daily("08:00"), utc("2026-01-10 08:00")
    found = next_occurrence(rule, after=instant, zone="UTC")
    assert found is not None
    assert found.at == utc("2026-01-11 08:00")
    assert [one.at for one in occurrences(rule, start=instant, end=instant + DAY, zone="UTC")] == [instant]


def test_an_instant_in_another_offset_means_the_same() -> None:
    tokyo = datetime(2026, 1, 10, 17, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert next_occurrence(daily("08:00"), after=tokyo, zone="UTC") == Occurrence(
        date(2026, 1, 11), 0, utc("2026-01-11 08:00")
    )


def test_there_is_no_next_one_after_the_end() -> None:
    assert next_occurrence(daily("08:00", end=START), after=utc("2026-01-05 08:00"), zone="UTC") is None
    once = Rule(every="once", times=at("08:00", "09:00"), start=START)
    assert dates(once, "2025-01-01 00:00", "2027-01-01 00:00") == ["01-05", "01-05"]


def test_an_occurrence_is_found_by_its_name_or_there_is_none() -> None:
    rule = daily("08:00", "20:00")
    assert find_occurrence(rule, date=START, slot=1, zone="UTC") == Occurrence(START, 1, utc("2026-01-05 20:00"))
    for day, slot in ((START, 2), (START, -1), (START - DAY, 0), (date.max, 0), (date.min, 0)):
        assert find_occurrence(rule, date=day, slot=slot, zone="UTC") is None


def test_an_unknown_zone_is_an_error() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        next_occurrence(daily("08:00"), after=utc("2026-01-10 08:00"), zone="Mars/Olympus")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("every", {"every": "fortnight"}),
        ("interval", {"interval": 0}),
        ("interval", {"interval": 1001}),
        ("times", {"times": ()}),
        ("times", {"times": at("20:00", "08:00")}),
        ("times", {"times": at("08:00", "08:00")}),
        ("times", {"times": (time(8, tzinfo=UTC),)}),
        ("times", {"times": (time(8, fold=1),)}),
        ("times", {"every": "hours", "times": at("08:00", "20:00")}),
        ("weekdays", {"every": "week"}),
        ("weekdays", {"every": "week", "weekdays": frozenset({7})}),
        ("weekdays", {"weekdays": frozenset({1})}),
        ("month_day", {"every": "month"}),
        ("month_day", {"every": "month", "month_day": 32}),
        ("month_day", {"month_day": 1}),
        ("on_days", {"on_days": 3}),
        ("on_days", {"on_days": 0, "off_days": 1}),
        ("on_days", {"on_days": 3, "off_days": 1, "interval": 2}),
        ("off_days", {"on_days": 3, "off_days": 0}),
        ("start", {"start": date(1899, 12, 31)}),
        ("start", {"start": datetime(2026, 1, 5, tzinfo=UTC)}),
        ("end", {"end": START - DAY}),
    ],
)
def test_a_rule_that_cannot_be_is_refused_by_the_name_of_the_field(field: str, values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=f"{field} does not fit the rule"):
        replace(daily("08:00"), **values)


@pytest.mark.parametrize(
    "fields",
    [
        {"every": "day"},
        {"every": "day", "interval": 3},
        {"every": "day", "on_days": 21, "off_days": 7},
        {"every": "week", "interval": 2, "weekdays": frozenset({0, 3})},
        {"every": "month", "month_day": 31},
        {"every": "hours", "interval": 5},
    ],
)
@pytest.mark.parametrize("after", ["2026-11-03 19:40", "2026-10-25 00:10"])
def test_the_work_does_not_grow_with_the_age_of_the_rule(fields: dict[str, Any], after: str) -> None:
    def calls(start: date) -> int:
        rule, count = Rule(times=at("08:00"), start=start, **fields), 0

        def counting(frame: object, event: str, argument: object) -> None:
            nonlocal count
            count += 1

        next_occurrence(rule, after=utc(after), zone="Europe/London")
        sys.setprofile(counting)
        next_occurrence(rule, after=utc(after), zone="Europe/London")
        sys.setprofile(None)
        return count

    assert calls(date(1900, 1, 1)) <= 2 * max(calls(date(2026, 10, 19)), 20)


@pytest.mark.parametrize(
    ("kind", "clocks", "hours"),
    [
        ("dose", ("08:00",), 4.0),
        ("dose", ("08:00", "20:00"), 4.0),
        ("dose", ("08:00", "14:00", "20:00"), 3.0),
        ("dose", ("08:00", "09:00"), 0.5),
        ("habit", ("08:00", "09:00"), 4.0),
        ("wind_down", ("23:00",), 0.0),
    ],
)
def test_grace_is_four_hours_or_half_way_to_the_next_dose(kind: Any, clocks: tuple[str, ...], hours: float) -> None:
    rule = daily(*clocks)
    first = next_occurrence(rule, after=utc("2026-01-10 00:00"), zone="UTC")
    assert first is not None
    assert grace(kind, rule, first, "UTC") == timedelta(hours=hours)


def test_the_last_dose_of_all_has_four_hours() -> None:
    rule = Rule(every="once", times=at("08:00"), start=START)
    assert grace("dose", rule, Occurrence(START, 0, utc("2026-01-05 08:00")), "UTC") == timedelta(hours=4)
