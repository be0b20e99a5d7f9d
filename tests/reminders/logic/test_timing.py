"""Quiet hours, waits and windows, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.logic import timing

LONDON = "Europe/London"
ZONES = st.sampled_from(sorted(available_timezones() - {"localtime"}))
INSTANTS = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001
    max_value=datetime(2029, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
MINUTES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def held(
    now: str,
    kind: str = "habit",
    channel: str = "push",
    *,
    zone: str = LONDON,
    start: str = "21:30",
    end: str = "08:00",
) -> datetime | None:
    return timing.held_until(
        kind, channel, now=at(now), zone=zone, start=time.fromisoformat(start), end=time.fromisoformat(end)
    )


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-03T21:29:59", None),
        ("2026-11-03T21:30", "2026-11-04T08:00"),
        ("2026-11-04T02:00", "2026-11-04T08:00"),
        ("2026-11-04T07:59:59", "2026-11-04T08:00"),
        ("2026-11-04T08:00", None),
    ],
)
def test_a_habit_waits_from_half_past_nine_till_eight(now: str, until: str | None) -> None:
    assert held(now) == (at(until) if until else None)


@pytest.mark.parametrize("kind", ["dose", "wind_down", "test"])
def test_what_a_person_set_for_a_time_passes_quiet_hours(kind: str) -> None:
    assert held("2026-11-03T23:00", kind) is None


@pytest.mark.parametrize("kind", ["habit", "question", "nudge"])
def test_what_nobody_set_for_that_minute_waits(kind: str) -> None:
    assert held("2026-11-03T23:00", kind, "email") == at("2026-11-04T08:00")


def test_the_inbox_makes_no_sound_and_never_waits() -> None:
    assert held("2026-11-03T23:00", "habit", "inbox") is None


def test_quiet_hours_are_those_of_the_place_where_the_person_is() -> None:
    assert held("2026-11-03T12:00", zone="Pacific/Auckland") == at("2026-11-03T19:00")


def test_quiet_hours_within_one_day_hold_only_that_stretch() -> None:
    assert held("2026-11-03T13:00", start="12:00", end="14:00") == at("2026-11-03T14:00")
    assert held("2026-11-03T15:00", start="12:00", end="14:00") is None


def test_the_same_time_twice_means_no_quiet_hours() -> None:
    assert held("2026-11-03T22:00", start="22:00", end="22:00") is None


@given(now=INSTANTS, zone=ZONES, start=MINUTES, end=MINUTES)
def test_whoever_is_held_is_let_go_at_the_end_and_within_two_days(
    now: datetime, zone: str, start: time, end: time
) -> None:
    until = timing.held_until("habit", "push", now=now, zone=zone, start=start, end=end)
    if until is None:
        return
    assert now < until <= now + timedelta(days=2)
    assert timing.held_until("habit", "push", now=until, zone=zone, start=start, end=end) is None


@given(after=INSTANTS, zone=ZONES, wall=MINUTES)
def test_the_next_instant_of_a_wall_time_shows_that_time_or_lies_in_a_gap(
    after: datetime, zone: str, wall: time
) -> None:
    found = timing.next_at(wall, after=after, zone=zone)
    local = found.astimezone(ZoneInfo(zone))
    assert found > after
    exists = datetime.combine(local.date(), wall, ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    assert local.time() == wall or exists.time() != wall


def test_a_nudge_at_night_is_due_in_the_morning() -> None:
    assert timing.in_daytime(at("2026-11-03T23:10"), zone=LONDON) == at("2026-11-04T08:00")
    assert timing.in_daytime(at("2026-11-03T19:40"), zone=LONDON) == at("2026-11-03T19:40")


def test_the_question_is_asked_after_the_grace_window_and_lapses_before_the_next_dose() -> None:
    due, next_dose = at("2026-11-03T08:00"), at("2026-11-03T14:00")
    grace_ends = due + (next_dose - due) / 2
    opens, lapses = timing.question_window(due_at=due, expires_at=grace_ends)
    assert (opens, lapses) == (grace_ends, next_dose)


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    waits = [timing.wait(attempts, spread=0).total_seconds() for attempts in range(1, 10)]
    assert waits == [15, 30, 60, 120, 240, 480, 900, 900, 900]


@given(attempts=st.integers(0, 32_000), spread=st.floats(0, 0.999))
def test_waits_spread_by_half_and_stay_bounded(attempts: int, spread: float) -> None:
    least = timing.wait(attempts, spread=0)
    assert least <= timing.wait(attempts, spread=spread) <= least * 1.5


def test_a_service_that_asks_for_longer_is_left_alone_for_longer() -> None:
    assert timing.wait(1, spread=0, asked=timedelta(minutes=5)) == timedelta(minutes=5)
    assert timing.wait(9, spread=0, asked=timedelta(minutes=5)) == timedelta(minutes=15)
