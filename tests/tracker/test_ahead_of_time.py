"""What was ticked before its time stays ticked when its schedule is closed and another follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction

from accounts.models import User
from tests.factories.tracker import ENDED, create_bedtime, create_habit, create_medicine, schedule_of
from tracker import due, today
from tracker.actions.habits import change_habit, record_habit
from tracker.actions.medication import end_medicine, record_dose, restore_medicine
from tracker.actions.schedules import replace_schedule
from tracker.actions.sleep import clear_bedtime, record_wind_down, restore_bedtime, set_bedtime
from tracker.logic.schedule import Rule
from tracker.models import Medicine, Schedule

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 3)
MINUTE = timedelta(minutes=1)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 3, hour, minute, tzinfo=UTC)


def tick(user: User, schedule: Schedule, slot: int, when: datetime, state: str = "taken") -> None:
    record_dose(
        user_id=user.pk,
        schedule_id=schedule.pk,
        date=TODAY,
        slot=slot,
        state=state,
        at=None,
        recorded_at=when,
        now=when,
    )


def shown(user: User, now: datetime) -> list[tuple[str, str]]:
    page = today.day(user_id=user.pk, date=TODAY, now=now)
    return [(item.time, item.state) for item in page.items if item.tick]


def asked_for(now: datetime) -> list[datetime]:
    """The instants of what is taken by the end of the day and still open then."""
    with transaction.atomic():
        taken = due.take_due(now=now, until=at(23, 59), limit=50)
    keys = [(one.schedule_id, one.date, one.slot) for one in taken]
    stands = due.standings(keys, now=now)
    return sorted(one.at for one, key in zip(taken, keys, strict=True) if stands[key].state == "open")


def put_away_and_back(user: User, medicine: Medicine) -> None:
    end_medicine(user_id=user.pk, medicine_id=medicine.pk, agreed=ENDED, now=at(19, 55))
    restore_medicine(user_id=user.pk, medicine_id=medicine.pk, now=at(19, 56))


def retimed(user: User, medicine: Medicine, *times: time, now: datetime) -> Schedule:
    current = schedule_of(medicine)
    rule = Rule(every="day", times=times, start=current.start)
    return replace_schedule(
        user_id=user.pk, schedule_id=current.pk, rule=rule, lead=current.lead, zone="", remind=True, now=now
    )


def test_a_dose_ticked_early_is_not_asked_for_again_after_archiving_was_undone(alice: User) -> None:
    medicine = create_medicine(user=alice, times=(time(8), time(20)))
    tick(alice, schedule_of(medicine), 1, at(19, 50))
    put_away_and_back(alice, medicine)
    assert shown(alice, at(19, 57)) == [("08:00", ""), ("20:00", "taken")]
    assert asked_for(at(19, 57)) == []


def test_it_can_still_be_unticked_and_is_then_asked_for(alice: User) -> None:
    medicine = create_medicine(user=alice, times=(time(20),))
    tick(alice, schedule_of(medicine), 0, at(19, 50))
    put_away_and_back(alice, medicine)
    tick(alice, schedule_of(medicine), 0, at(19, 58), state="")
    assert shown(alice, at(19, 58)) == [("20:00", "")]
    assert asked_for(at(19, 58)) == [at(20)]


def test_what_was_unticked_early_is_asked_for_once(alice: User) -> None:
    medicine = create_medicine(user=alice, times=(time(20),))
    for state in ("taken", ""):
        tick(alice, schedule_of(medicine), 0, at(19, 50), state=state)
    put_away_and_back(alice, medicine)
    assert shown(alice, at(19, 57)) == [("20:00", "")]
    assert asked_for(at(19, 57)) == [at(20)]


@pytest.mark.parametrize("other", [time(19, 55), time(21)])
def test_a_second_time_on_the_label_is_asked_for_and_the_ticked_one_is_not(alice: User, other: time) -> None:
    medicine = create_medicine(user=alice, times=(time(20),))
    tick(alice, schedule_of(medicine), 0, at(19, 45))
    retimed(alice, medicine, *sorted((time(20), other)), now=at(19, 50))
    assert sorted(shown(alice, at(19, 51))) == sorted([("20:00", "taken"), (f"{other:%H:%M}", "")])
    assert asked_for(at(19, 51)) == [datetime.combine(TODAY, other, UTC)]


def test_a_time_that_went_and_came_back_is_still_ticked(alice: User) -> None:
    medicine = create_medicine(user=alice, times=(time(20),))
    tick(alice, schedule_of(medicine), 0, at(19, 45))
    retimed(alice, medicine, time(21), now=at(19, 50))
    retimed(alice, medicine, time(20), time(21), now=at(19, 51))
    assert shown(alice, at(19, 52)) == [("20:00", "taken"), ("21:00", "")]
    assert asked_for(at(19, 52)) == [at(21)]


def clear_and_restore(user: User, now: datetime) -> None:
    clear_bedtime(user_id=user.pk, now=now)
    restore_bedtime(user_id=user.pk, now=now + MINUTE)


def clear_and_set_anew(user: User, now: datetime) -> None:
    clear_bedtime(user_id=user.pk, now=now)
    set_bedtime(user_id=user.pk, at=time(23), plan="", now=now + MINUTE)


@pytest.mark.parametrize("back", [clear_and_restore, clear_and_set_anew])
def test_a_wind_down_ticked_early_stays_ticked_when_the_bedtime_comes_back(
    alice: User, back: Callable[[User, datetime], None]
) -> None:
    schedule = schedule_of(create_bedtime(user=alice, at=time(23)))
    when = at(21, 30)
    record_wind_down(
        user_id=alice.pk, schedule_id=schedule.pk, date=TODAY, slot=0, state="done", recorded_at=when, now=when
    )
    back(alice, at(21, 35))
    assert shown(alice, at(21, 37)) == [("22:00", "done")]
    assert asked_for(at(21, 37)) == []


def test_a_habit_ticked_early_stays_ticked_when_another_day_is_added(alice: User) -> None:
    habit = create_habit(user=alice, times=(time(20),), weekdays=(1,), remind=True)
    schedule = schedule_of(habit)
    when = at(19, 50)
    record_habit(
        user_id=alice.pk, schedule_id=schedule.pk, date=TODAY, slot=0, state="done", recorded_at=when, now=when
    )
    rule = Rule(every="week", times=(time(20),), weekdays=frozenset({1, 3}), start=schedule.start)
    change_habit(user_id=alice.pk, habit_id=habit.pk, title="Walk", smallest="", rule=rule, remind=True, now=at(19, 55))
    assert shown(alice, at(19, 56)) == [("20:00", "done")]
    assert asked_for(at(19, 56)) == []


def test_nothing_of_charlies_is_carried_over(alice: User, charlie: User) -> None:
    hers, his = (create_medicine(user=person, times=(time(20),)) for person in (alice, charlie))
    tick(alice, schedule_of(hers), 0, at(19, 50))
    put_away_and_back(charlie, his)
    assert shown(charlie, at(19, 57)) == [("20:00", "")]
    assert shown(alice, at(19, 57)) == [("20:00", "taken")]
