from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.logic.day import Part, bounds, page_of, part_of_day

LONDON = "Europe/London"
FOUR = time(4)
ZONES = [LONDON, "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia", "Asia/Kathmandu"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "page"),
    [
        ("2026-11-03T04:00", date(2026, 11, 3)),
        ("2026-11-03T23:59", date(2026, 11, 3)),
        ("2026-11-04T00:30", date(2026, 11, 3)),
        ("2026-11-04T03:59", date(2026, 11, 3)),
        ("2026-11-04T04:00", date(2026, 11, 4)),
        ("2026-07-04T02:59", date(2026, 7, 3)),
        ("2026-07-04T03:00", date(2026, 7, 4)),
    ],
)
def test_the_small_hours_stand_on_the_page_of_the_day_before(instant: str, page: date) -> None:
    assert page_of(at(instant), zone=LONDON, day_start=FOUR) == page


def test_a_page_is_an_hour_shorter_when_the_clocks_go_forward_and_an_hour_longer_when_they_go_back() -> None:
    spring = bounds(date(2026, 3, 28), zone=LONDON, day_start=FOUR)
    autumn = bounds(date(2026, 10, 24), zone=LONDON, day_start=FOUR)
    assert spring[1] - spring[0] == timedelta(hours=23)
    assert autumn[1] - autumn[0] == timedelta(hours=25)


def test_a_day_start_that_the_clocks_leave_out_is_when_they_jump() -> None:
    start, _ = bounds(date(2026, 3, 29), zone=LONDON, day_start=time(1, 30))
    assert start == at("2026-03-29T01:30")
    assert page_of(start, zone=LONDON, day_start=time(1, 30)) == date(2026, 3, 29)


@given(
    instant=st.integers(1_293_840_000, 1_893_456_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    zone=st.sampled_from(ZONES),
    day_start=st.sampled_from([time(0), time(0, 30), time(1, 30), time(2, 30), FOUR, time(12)]),
)
def test_every_instant_stands_on_exactly_one_page(instant: datetime, zone: str, day_start: time) -> None:
    page = page_of(instant, zone=zone, day_start=day_start)
    nearby = [page + timedelta(days=days) for days in (-2, -1, 0, 1, 2)]
    ranges = {day: bounds(day, zone=zone, day_start=day_start) for day in nearby}
    assert [day for day, (start, end) in ranges.items() if start <= instant < end] == [page]


@pytest.mark.parametrize(
    ("hour", "part"),
    [(0, Part.NIGHT), (3, Part.NIGHT), (4, Part.MORNING), (12, Part.AFTERNOON), (17, Part.EVENING), (22, Part.NIGHT)],
)
def test_it_calls_the_hour_what_people_call_it(hour: int, part: Part) -> None:
    assert part_of_day(datetime(2026, 11, 3, hour, tzinfo=UTC), zone=LONDON, day_start=FOUR) is part
