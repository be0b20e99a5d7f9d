"""Moving between zones: what is sent, told from what a schedule says of its next instants. No database."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.logic.schedule import Occurrence, Rule
from tracker.models import Schedule
from tracker.models.schedules import rule_columns

START = datetime(2026, 10, 20, 12, tzinfo=UTC)
END = START + timedelta(days=16)  # Europe's and America's clocks change on the way
ZONES = (
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Tokyo",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Antarctica/Troll",
)
Move = tuple[datetime, str]
Name = tuple[date, int]

moves = st.lists(
    st.tuples(
        st.integers(1, 16 * 24 * 60 - 1).map(lambda minutes: START + timedelta(minutes=minutes)), st.sampled_from(ZONES)
    ),
    max_size=8,
    unique_by=lambda move: move[0],
).map(sorted)
clocks = st.lists(
    st.times(max_value=time(23, 59)).map(lambda clock: clock.replace(second=0, microsecond=0, fold=0)),
    min_size=1,
    max_size=4,
    unique=True,
).map(lambda times: tuple(sorted(times)))


def schedule_at(times: tuple[time, ...]) -> Schedule:
    rule = Rule(every="day", times=times, start=START.date())
    return Schedule(medicine_id=uuid4(), **rule_columns(rule), since=START)


def is_fresh(schedule: Schedule, one: Occurrence, zone: str, now: datetime) -> bool:
    return one.at <= now < schedule.expires_at(one, person_zone=zone)


def travel(schedule: Schedule, home: str, journey: list[Move]) -> dict[Name, datetime]:
    """When each name was sent, the engine looking whenever there is something to look at."""
    sent: dict[Name, datetime] = {}
    ahead, zone, now = list(journey), home, START
    next_at = schedule.send_after(now, person_zone=zone)
    while now < END:
        moves_at = ahead[0][0] if ahead else END
        if next_at is not None and next_at < moves_at:
            now = max(now, next_at)
            start, end = next_at, now + datetime.resolution
            for one in schedule.occurrences(start=start, end=end, person_zone=zone):
                if is_fresh(schedule, one, zone, now):
                    sent.setdefault((one.date, one.slot), now)
            next_at = schedule.send_after(now, person_zone=zone)
        else:
            now, zone = ahead.pop(0) if ahead else (END, zone)
            next_at = schedule.send_afresh(now, person_zone=zone)
    return sent


def flown_over(schedule: Schedule, name: Name, home: str, journey: list[Move]) -> bool:
    """Whether a flight went past its whole window, or into the zone where the clocks then left nothing of it."""
    zones = [home, *(zone for _, zone in journey)]
    for (instant, zone), before in zip(journey, zones, strict=False):
        was = schedule.find(date=name[0], slot=name[1], person_zone=before)
        comes = schedule.find(date=name[0], slot=name[1], person_zone=zone)
        not_yet = was is None or was.at >= instant
        if not_yet and (comes is None or schedule.expires_at(comes, person_zone=zone) <= instant):
            return True
    return False


@given(clocks, st.sampled_from(ZONES), moves)
@settings(deadline=None, max_examples=200)
def test_on_any_journey_nothing_is_lost_but_what_a_flight_went_past(
    times: tuple[time, ...], home: str, journey: list[Move]
) -> None:
    schedule = schedule_at(times)
    sent = travel(schedule, home, journey)
    days = [START.date() + timedelta(days=number) for number in range(2, 14)]
    lost = [
        (day, slot)
        for day in days
        for slot in range(len(times))
        if (day, slot) not in sent
        and schedule.find(date=day, slot=slot, person_zone=home) is not None
        and not flown_over(schedule, (day, slot), home, journey)
    ]
    assert lost == []


@given(clocks, st.sampled_from(ZONES), moves)
@settings(deadline=None, max_examples=100)
def test_what_is_sent_is_due_by_the_clock_of_the_place_the_person_is_in(
    times: tuple[time, ...], home: str, journey: list[Move]
) -> None:
    schedule = schedule_at(times)
    for (day, slot), instant in travel(schedule, home, journey).items():
        zone = [home, *(zone for moved, zone in journey if moved <= instant)][-1]
        one = schedule.find(date=day, slot=slot, person_zone=zone)
        assert one is not None
        assert is_fresh(schedule, one, zone, instant)


def test_flying_west_over_the_evening_the_evening_dose_is_sent_once() -> None:
    schedule = schedule_at((time(21),))
    over_the_atlantic = datetime(2026, 10, 22, 23, tzinfo=UTC)  # 00:00 in London, 19:00 in New York
    sent = travel(schedule, "Europe/London", [(over_the_atlantic, "America/New_York")])
    assert sent[date(2026, 10, 22), 0] == datetime(2026, 10, 22, 20, tzinfo=UTC)
    assert sent[date(2026, 10, 23), 0] == datetime(2026, 10, 24, 1, tzinfo=UTC)
    assert len(sent) == len(set(sent.values())) == 16


def test_flying_east_the_dose_whose_time_has_just_gone_by_is_sent_on_arrival() -> None:
    schedule = schedule_at((time(21),))
    sent = travel(schedule, "Europe/London", [(datetime(2026, 10, 22, 19, tzinfo=UTC), "Asia/Kathmandu")])
    assert sent[date(2026, 10, 22), 0] == datetime(2026, 10, 22, 19, tzinfo=UTC)  # 00:45 there: within four hours
