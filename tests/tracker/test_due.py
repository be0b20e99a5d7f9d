from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.factories.accounts import create_user
from tests.factories.tracker import create_bedtime, create_habit, create_medicine, schedule_of
from tracker import due
from tracker.actions.habits import record_habit
from tracker.actions.medication import record_dose, record_stopping_thought
from tracker.actions.reviews import bring_forward
from tracker.actions.schedules import close_schedule, move, replace_schedule
from tracker.actions.sleep import record_wind_down
from tracker.logic.schedule import occurrences
from tracker.models import Dose, Review, Schedule

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 3)
MINUTE = timedelta(minutes=1)


def london(hour: int, minute: int = 0, day: int = 3) -> datetime:
    """In November London's clocks show UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def take(now: datetime, *, until: datetime | None = None, limit: int = 500) -> list[due.Due]:
    with transaction.atomic():
        return due.take_due(now=now, until=until or now + MINUTE, limit=limit)


def settle_down(now: datetime) -> None:
    """As if the engine had been running: everything before *now* was taken."""
    while take(now, until=now):
        pass


@pytest.fixture
def dose(alice: User) -> Schedule:
    schedule = schedule_of(create_medicine(user=alice, times=(time(8), time(20))))
    settle_down(london(19))
    return schedule


def test_a_dose_is_due_at_its_time_and_lapses_after_four_hours(alice: User, dose: Schedule) -> None:
    assert take(london(19, 58)) == []
    (taken,) = take(london(19, 59))
    assert taken == due.Due(
        user_id=alice.pk,
        schedule_id=dose.pk,
        kind="dose",
        date=TODAY,
        slot=1,
        at=london(20),
        due_at=london(20),
        expires_at=london(24 - 24, day=4),
    )


def test_a_dose_of_every_two_hours_lapses_half_way_to_the_next(alice: User) -> None:
    create_medicine(user=alice, times=(time(18), time(20), time(22)))
    settle_down(london(19))
    (taken,) = take(london(19, 59))
    assert taken.expires_at == london(21)


def test_a_wind_down_is_due_an_hour_before_bedtime_and_ends_at_bedtime(alice: User) -> None:
    create_bedtime(user=alice, at=time(23))
    settle_down(london(19))
    (taken,) = take(london(21, 59))
    assert (taken.kind, taken.at, taken.due_at, taken.expires_at) == ("wind_down", london(23), london(22), london(23))


def test_a_habit_is_due_when_the_person_asked_for_a_reminder_and_lapses_after_four_hours(alice: User) -> None:
    create_habit(user=alice, times=(time(18),), remind=False)
    asked = schedule_of(create_habit(user=alice, times=(time(18),), remind=True))
    settle_down(london(17))
    (taken,) = take(london(18))
    assert (taken.schedule_id, taken.kind, taken.expires_at) == (asked.pk, "habit", london(22))


def test_what_was_taken_is_not_taken_again_and_the_next_comes_in_its_turn(dose: Schedule) -> None:
    assert len(take(london(20))) == 1
    assert take(london(20)) == []
    assert [(one.date, one.slot) for one in take(london(8, day=4))] == [(date(2026, 11, 4), 0)]


def test_what_is_due_longest_comes_first_and_the_rest_stays_for_the_next_batch(alice: User) -> None:
    for hour in (20, 18, 19):
        create_medicine(user=alice, times=(time(hour),))
    settle_down(london(17))
    assert [one.at for one in take(london(20), limit=2)] == [london(18), london(19)]
    assert [one.at for one in take(london(20), limit=2)] == [london(20)]


def test_after_an_outage_only_what_is_still_fresh_comes_and_otherwise_the_last_one(alice: User) -> None:
    hourly = [time(hour) for hour in range(24)]
    every_hour = schedule_of(create_medicine(user=alice, times=hourly))
    morning = schedule_of(create_medicine(user=alice, times=(time(8),)))
    settle_down(london(6, 30))
    found = {(one.schedule_id, one.at) for one in take(london(18, 10))}
    assert found == {(every_hour.pk, london(18)), (morning.pk, london(8))}
    assert take(london(18, 10)) == []


def test_an_outage_of_a_month_gives_one_old_occurrence_at_most(alice: User) -> None:
    create_medicine(user=alice, times=(time(8), time(20)))
    settle_down(london(9))
    late = datetime(2026, 12, 5, 12, 30, tzinfo=UTC)
    assert [one.at for one in take(late)] == [datetime(2026, 12, 5, 8, tzinfo=UTC)]


def test_it_takes_as_many_queries_for_fifty_as_for_one(
    alice: User, charlie: User, django_assert_num_queries: Callable[[int], Any]
) -> None:
    create_medicine(user=alice, times=(time(20),))
    for person in (charlie, create_user()):
        for _ in range(25):
            create_medicine(user=person, times=(time(21),))
    settle_down(london(19))
    with django_assert_num_queries(5):
        assert len(take(london(20))) == 1
    with django_assert_num_queries(5):
        assert len(take(london(21))) == 50


def test_every_reminder_of_a_week_in_many_zones_is_taken_exactly_once(db: None) -> None:
    zones = ("Pacific/Apia", "Asia/Kathmandu", "Europe/London", "America/New_York", "Australia/Lord_Howe")
    medicines = [
        create_medicine(user=create_user(zone=zone), times=(time(1, 30), time(2, 15), time(20))) for zone in zones
    ]
    start, end = datetime(2026, 10, 28, tzinfo=UTC), datetime(2026, 11, 4, tzinfo=UTC)
    settle_down(start)
    taken = [
        one for step in range(int((end - start) / timedelta(minutes=7))) for one in take(start + step * 7 * MINUTE)
    ]
    last = max(one.due_at for one in taken)
    expected = {
        (schedule.pk, one.date, one.slot)
        for schedule, zone in zip(map(schedule_of, medicines), zones, strict=True)
        for one in occurrences(
            schedule.rule, start=start + datetime.resolution, end=last + datetime.resolution, zone=zone
        )
    }
    names = [(one.schedule_id, one.date, one.slot) for one in taken]
    assert len(names) == len(set(names)) > 100
    assert set(names) == expected


def test_an_unanswered_dose_is_open_and_an_answered_one_settled_whatever_was_said(
    alice: User, dose: Schedule, now: datetime
) -> None:
    def stands() -> str:
        return due.standing(schedule_id=dose.pk, date=TODAY, slot=0, now=now).state

    def say(state: str) -> None:
        record_dose(
            user_id=alice.pk, schedule_id=dose.pk, date=TODAY, slot=0, state=state, at=None, recorded_at=now, now=now
        )

    assert stands() == "open"
    for state in Dose.State.values:
        say(state)
        assert stands() == "settled"
    say("")
    assert stands() == "open"


def test_a_ticked_habit_and_a_ticked_wind_down_are_settled(alice: User, now: datetime) -> None:
    habit = schedule_of(create_habit(user=alice, times=(time(18),), remind=True))
    bedtime = schedule_of(create_bedtime(user=alice))
    keys = [(habit.pk, TODAY, 0), (bedtime.pk, TODAY, 0)]
    assert {stand.state for stand in due.standings(keys, now=now).values()} == {"open"}
    for record, schedule in ((record_habit, habit), (record_wind_down, bedtime)):
        record(user_id=alice.pk, schedule_id=schedule.pk, date=TODAY, slot=0, state="done", recorded_at=now, now=now)
    assert {stand.state for stand in due.standings(keys, now=now).values()} == {"settled"}


def test_an_occurrence_is_gone_when_its_schedule_closed_before_it_and_stays_when_after(
    alice: User, dose: Schedule, now: datetime
) -> None:
    close_schedule(user_id=alice.pk, schedule_id=dose.pk, now=now)
    stands = due.standings([(dose.pk, TODAY, 0), (dose.pk, TODAY, 1)], now=now)
    assert [stand.state for stand in stands.values()] == ["open", "gone"]


@pytest.mark.parametrize(("day", "slot"), [(TODAY, 2), (date(2026, 9, 30), 0), (date.max, 0), (date.min, 0)])
def test_an_occurrence_that_the_rule_does_not_know_is_gone(dose: Schedule, day: date, slot: int, now: datetime) -> None:
    assert due.standing(schedule_id=dose.pk, date=day, slot=slot, now=now).state == "gone"


def test_an_occurrence_of_a_deleted_or_unknown_schedule_is_gone(dose: Schedule, now: datetime) -> None:
    name, _ = dose.pk, dose.delete()
    for schedule_id in (name, uuid4()):
        assert due.standing(schedule_id=schedule_id, date=TODAY, slot=0, now=now).state == "gone"


def test_once_reminders_are_switched_off_nothing_planned_is_wanted(alice: User, dose: Schedule, now: datetime) -> None:
    replace_schedule(
        user_id=alice.pk, schedule_id=dose.pk, rule=dose.rule, lead=dose.lead, zone="", remind=False, now=now
    )
    assert due.standing(schedule_id=dose.pk, date=TODAY, slot=1, now=now).state == "gone"
    assert take(london(20)) == []


def test_a_move_gives_an_open_occurrence_its_new_instants(alice: User, dose: Schedule, now: datetime) -> None:
    move(user_id=alice.pk, zone="America/New_York", now=now)
    stand = due.standing(schedule_id=dose.pk, date=TODAY, slot=1, now=now)
    assert (stand.state, stand.due_at, stand.expires_at) == ("open", london(1, day=4), london(5, day=4))


def test_standings_take_as_many_queries_for_fifty_as_for_one(
    alice: User, dose: Schedule, now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    people = [alice, create_user()]
    schedules = [schedule_of(create_medicine(user=people[n % 2], name=f"Medicine {n}")) for n in range(49)]
    with django_assert_num_queries(3):
        due.standings([(dose.pk, TODAY, 0)], now=now)
    with django_assert_num_queries(3):
        stands = due.standings([(schedule.pk, TODAY, 0) for schedule in [dose, *schedules]], now=now)
    assert len(stands) == 50


def test_facts_know_the_zone_and_the_last_thought_of_stopping_and_nothing_of_others(
    alice: User, charlie: User, now: datetime
) -> None:
    medicine = create_medicine(user=alice)
    assert due.facts(user_id=alice.pk, now=now).stopping_thought_at is None
    record_stopping_thought(user_id=alice.pk, medicine_id=medicine.pk, reasons=[], now=now)
    found = due.facts(user_id=alice.pk, now=now)
    assert (found.now, found.zone, found.stopping_thought_at) == (now, "Europe/London", now)
    assert (found.verdict, found.flags, found.help_card_at) == (None, None, None)
    assert due.facts(user_id=charlie.pk, now=now).stopping_thought_at is None


def take_reviews(now: datetime) -> list[due.TakenReview]:
    with transaction.atomic():
        return due.take_reviews(now=now, limit=50)


def next_review(user: User) -> datetime | None:
    return Review.objects.for_user(user).get().next_review_at


def test_an_event_calls_for_a_review_within_two_minutes(alice: User, now: datetime) -> None:
    bring_forward(user_id=alice.pk, now=now)
    assert take_reviews(now + MINUTE) == []
    (taken,) = take_reviews(now + 2 * MINUTE)
    assert taken.user_id == alice.pk


def test_a_review_that_was_taken_is_left_alone_for_ten_minutes_and_then_taken_again(alice: User, now: datetime) -> None:
    bring_forward(user_id=alice.pk, now=now - 2 * MINUTE)
    assert len(take_reviews(now)) == 1
    assert take_reviews(now + 9 * MINUTE) == []
    assert len(take_reviews(now + 10 * MINUTE)) == 1


def test_finishing_says_when_to_look_again(alice: User, now: datetime) -> None:
    bring_forward(user_id=alice.pk, now=now - 2 * MINUTE)
    (taken,) = take_reviews(now)
    due.finish_review(review_id=taken.review_id, taken=taken.taken, next_at=None)
    assert next_review(alice) is None
    bring_forward(user_id=alice.pk, now=now)
    assert next_review(alice) == now + 2 * MINUTE


@pytest.mark.parametrize("minutes_later", [0, 1, 5, 8, 9])
def test_an_event_during_a_review_is_not_lost_whenever_it_comes(alice: User, now: datetime, minutes_later: int) -> None:
    bring_forward(user_id=alice.pk, now=now - 2 * MINUTE)
    (taken,) = take_reviews(now)
    event = now + minutes_later * MINUTE
    bring_forward(user_id=alice.pk, now=event)
    due.finish_review(review_id=taken.review_id, taken=taken.taken, next_at=now + timedelta(days=1))
    assert len(take_reviews(event + 2 * MINUTE)) == 1


def test_who_took_too_long_no_longer_decides_when_to_look_again(alice: User, now: datetime) -> None:
    bring_forward(user_id=alice.pk, now=now - 2 * MINUTE)
    (slow,) = take_reviews(now)
    (quick,) = take_reviews(now + 10 * MINUTE)
    due.finish_review(review_id=slow.review_id, taken=slow.taken, next_at=now + timedelta(days=9))
    due.finish_review(review_id=quick.review_id, taken=quick.taken, next_at=now + timedelta(days=1))
    assert next_review(alice) == now + timedelta(days=1)


@pytest.fixture
def locks(transactional_db: None) -> None:
    if not connection.features.has_select_for_update_skip_locked:
        pytest.skip("no PostgreSQL: DATABASE_URL names a database without SKIP LOCKED")


@pytest.mark.postgres
def test_two_who_take_at_once_take_different_schedules_and_together_all(locks: None) -> None:
    person = create_user()
    for _ in range(20):
        create_medicine(user=person, times=(time(20),))
    settle_down(london(19))
    both_hold_theirs = threading.Barrier(2, timeout=20)
    taken: list[set[UUID]] = []

    def worker() -> None:
        try:
            with transaction.atomic():
                mine = due.take_due(now=london(20), until=london(20), limit=10)
                both_hold_theirs.wait()
            taken.append({one.schedule_id for one in mine})
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(mine) for mine in taken] == [10, 10]
    assert not taken[0] & taken[1]
    assert take(london(20)) == []


@pytest.mark.postgres
def test_the_batch_is_found_by_the_index_and_not_by_reading_everything(locks: None) -> None:
    person = create_user()
    for _ in range(3):
        create_medicine(user=person, times=(time(20),))
    with CaptureQueriesContext(connection) as queries:
        take(london(18))
    (claim,) = (query["sql"] for query in queries if "FOR UPDATE SKIP LOCKED" in query["sql"])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {claim}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Scan using schedule_next_at" in plan
    assert "Sort" not in plan
