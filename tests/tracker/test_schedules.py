from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from tests.factories.tracker import create_bedtime, create_habit, create_medicine, schedule_of
from tracker.actions.errors import NotFound
from tracker.actions.schedules import close_schedule, move, open_schedule, replace_schedule
from tracker.logic.schedule import Rule
from tracker.models import Medicine, Schedule

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def daily(*hours: int) -> Rule:
    return Rule(every="day", times=tuple(time(hour) for hour in hours), start=date(2026, 10, 1))


@pytest.fixture
def medicine(alice: User) -> Medicine:
    return Medicine.objects.create(user=alice, name="Sertraline")


def opened(medicine: Medicine, now: datetime, **fields: Any) -> Schedule:
    fields = {"rule": daily(8, 20), **fields}
    return open_schedule(user_id=medicine.user_id, noun="medicine", noun_id=medicine.pk, now=now, **fields)


def replaced(schedule: Schedule, now: datetime, **fields: Any) -> Schedule:
    same: dict[str, Any] = {
        "rule": schedule.rule,
        "lead": schedule.lead,
        "zone": schedule.zone,
        "remind": schedule.remind,
    }
    return replace_schedule(user_id=schedule.user_id, schedule_id=schedule.pk, now=now, **(same | fields))


def test_a_new_schedule_reminds_from_now_on_and_not_of_what_is_past(medicine: Medicine, now: datetime) -> None:
    schedule = opened(medicine, now)
    assert schedule.next_at == now.replace(hour=20, minute=0)
    assert [
        one.slot for one in schedule.occurrences(start=now - 24 * HOUR, end=now + 24 * HOUR, person_zone="UTC")
    ] == [
        1,
        0,
    ]


def test_the_reminder_goes_out_before_the_occurrence_by_the_lead(medicine: Medicine, now: datetime) -> None:
    assert opened(medicine, now, lead=HOUR / 4).next_at == now.replace(hour=19, minute=45)
    assert opened(medicine, now, lead=HOUR / 2).next_at == datetime(2026, 11, 4, 7, 30, tzinfo=UTC)


def test_without_reminders_there_is_no_instant_to_send(medicine: Medicine, now: datetime) -> None:
    assert opened(medicine, now, remind=False).next_at is None


def test_a_rule_that_is_over_has_no_instant_to_send(medicine: Medicine, now: datetime) -> None:
    over = Rule(every="once", times=(time(8),), start=date(2026, 11, 3))
    assert opened(medicine, now, rule=over).next_at is None


@pytest.mark.parametrize(
    "rule",
    [
        daily(8, 20),
        Rule(every="week", weekdays=frozenset({0, 4}), interval=2, times=(time(7, 30),), start=date(2026, 10, 1)),
        Rule(every="month", month_day=31, times=(time(9),), start=date(2026, 10, 1), end=date(2027, 10, 1)),
        Rule(every="day", on_days=21, off_days=7, times=(time(22, 15),), start=date(2026, 10, 1)),
        Rule(every="hours", interval=6, times=(time(6),), start=date(2026, 10, 1)),
    ],
)
def test_a_schedule_reads_its_rule_back_as_it_was_given(medicine: Medicine, now: datetime, rule: Rule) -> None:
    assert Schedule.objects.get(pk=opened(medicine, now, rule=rule).pk).rule == rule


def test_a_closed_schedule_is_over_and_closing_twice_keeps_the_first_end(medicine: Medicine, now: datetime) -> None:
    schedule = opened(medicine, now)
    for later in (now, now + HOUR):
        closed = close_schedule(user_id=schedule.user_id, schedule_id=schedule.pk, now=later)
        assert (closed.until, closed.next_at) == (now, None)


def test_another_rule_closes_the_schedule_and_opens_one_so_that_slots_keep_their_numbers(
    medicine: Medicine, now: datetime
) -> None:
    old = opened(medicine, now - 24 * HOUR, lead=HOUR, zone="Asia/Tokyo")
    new = replaced(old, now, rule=daily(9, 21))
    old.refresh_from_db()
    assert (old.until, old.next_at, new.since) == (now, None, now)
    assert (new.medicine_id, new.lead, new.zone) == (medicine.pk, HOUR, "Asia/Tokyo")
    assert old.rule == daily(8, 20)


def test_the_same_values_leave_the_schedule_as_it_is(medicine: Medicine, now: datetime) -> None:
    schedule = opened(medicine, now)
    assert replaced(schedule, now + HOUR).pk == schedule.pk
    schedule.refresh_from_db()
    assert (schedule.until, schedule.since, schedule.next_at) == (None, now, now.replace(hour=20, minute=0))


def test_another_lead_keeps_the_schedule_and_looks_again_from_the_grace_window(
    medicine: Medicine, now: datetime
) -> None:
    schedule = opened(medicine, now)
    changed = replaced(schedule, now, lead=HOUR)
    assert changed.pk == schedule.pk
    assert changed.next_at == now.replace(hour=19, minute=0)
    assert replaced(schedule, now + 5 * HOUR, lead=2 * HOUR).next_at == datetime(2026, 11, 4, 6, tzinfo=UTC)


def test_reminders_switched_on_again_start_with_the_next_and_not_with_a_past_one(
    medicine: Medicine, now: datetime
) -> None:
    schedule = opened(medicine, now, remind=False)
    assert replaced(schedule, now + HOUR, remind=True).next_at == datetime(2026, 11, 4, 8, tzinfo=UTC)


def test_a_closed_schedule_is_not_replaced(medicine: Medicine, now: datetime) -> None:
    schedule = opened(medicine, now)
    close_schedule(user_id=schedule.user_id, schedule_id=schedule.pk, now=now)
    with pytest.raises(NotFound):
        replaced(schedule, now, rule=daily(9))
    assert Schedule.objects.count() == 1


def test_after_a_move_what_follows_the_person_keeps_its_wall_time(
    alice: User, medicine: Medicine, now: datetime
) -> None:
    schedule = opened(medicine, now)
    move(user_id=alice.pk, zone="America/New_York", now=now)
    schedule.refresh_from_db()
    alice.refresh_from_db()
    assert alice.zone == "America/New_York"
    assert schedule.next_at == datetime(2026, 11, 4, 1, tzinfo=UTC)


def test_after_a_move_what_just_fell_due_still_counts_within_its_grace(
    alice: User, medicine: Medicine, now: datetime
) -> None:
    schedule = opened(medicine, now - 24 * HOUR)
    move(user_id=alice.pk, zone="Europe/Helsinki", now=now)
    schedule.refresh_from_db()
    assert schedule.next_at == now.replace(hour=18, minute=0)
    move(user_id=alice.pk, zone="Asia/Tokyo", now=now)
    schedule.refresh_from_db()
    assert schedule.next_at == datetime(2026, 11, 3, 23, tzinfo=UTC)


def test_a_schedule_with_its_own_zone_stays_when_the_person_moves(
    alice: User, medicine: Medicine, now: datetime
) -> None:
    fixed = opened(medicine, now, zone="Europe/London")
    hours = opened(medicine, now, rule=Rule(every="hours", interval=8, times=(time(6),), start=date(2026, 11, 1)))
    quiet = opened(medicine, now, remind=False)
    before = [fixed.next_at, hours.next_at]
    move(user_id=alice.pk, zone="Asia/Tokyo", now=now)
    for schedule in (fixed, hours, quiet):
        schedule.refresh_from_db()
    assert hours.zone == "Europe/London"
    assert [fixed.next_at, hours.next_at, quiet.next_at] == [*before, None]


def test_a_move_does_not_touch_what_is_charlies(alice: User, charlie: User, now: datetime) -> None:
    theirs = schedule_of(create_medicine(user=charlie))
    move(user_id=alice.pk, zone="Asia/Tokyo", now=now)
    charlie.refresh_from_db()
    theirs_now = Schedule.objects.get(pk=theirs.pk)
    assert (charlie.zone, theirs_now.next_at) == ("Europe/London", theirs.next_at)


def test_an_unknown_zone_is_refused_and_nothing_changes(alice: User, medicine: Medicine, now: datetime) -> None:
    for zone in ("Mars/Olympus", "../etc/passwd", "Europe", "\0", "Factory", "localtime"):
        with pytest.raises(ValueError, match="zone is unknown"):
            move(user_id=alice.pk, zone=zone, now=now)
        with pytest.raises(ValueError, match="zone is unknown"):
            opened(medicine, now, zone=zone)
    alice.refresh_from_db()
    assert alice.zone == "Europe/London"
    assert not Schedule.objects.exists()


def test_charlie_cannot_reach_what_is_alices(alice: User, charlie: User, medicine: Medicine, now: datetime) -> None:
    schedule = opened(medicine, now)
    theirs = {"user_id": charlie.pk, "now": now}
    with pytest.raises(NotFound):
        open_schedule(noun="medicine", noun_id=medicine.pk, rule=daily(8), **theirs)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        close_schedule(schedule_id=schedule.pk, **theirs)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        replace_schedule(schedule_id=schedule.pk, rule=daily(8), lead=HOUR, zone="", remind=True, **theirs)  # type: ignore[arg-type]
    schedule.refresh_from_db()
    assert (schedule.until, Schedule.objects.count()) == (None, 1)


def test_a_person_or_a_noun_that_does_not_exist_is_not_found(alice: User, now: datetime) -> None:
    with pytest.raises(NotFound):
        move(user_id=uuid4(), zone="UTC", now=now)
    for noun in ("habit", "user"):
        with pytest.raises(NotFound):
            open_schedule(user_id=alice.pk, noun=noun, noun_id=uuid4(), rule=daily(8), now=now)


def test_every_noun_falls_due_as_its_kind(alice: User) -> None:
    nouns = (create_medicine(user=alice), create_habit(user=alice), create_bedtime(user=alice))
    assert [schedule_of(noun).kind for noun in nouns] == ["dose", "habit", "wind_down"]
