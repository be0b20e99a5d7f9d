"""What is said of a dose, changed times, and the thought of stopping."""

from __future__ import annotations

import datetime as dt
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from accounts.models import User
from tests.factories.tracker import AGREED, ENDED, create_habit, create_medicine, schedule_of
from tracker import due
from tracker.actions.errors import NotDue, NotFound
from tracker.actions.medication import (
    Label,
    change_medicine,
    end_medicine,
    record_dose,
    record_stopping_thought,
    restore_medicine,
    take_back_stopping_thought,
)
from tracker.logic.schedule import Rule
from tracker.medication import check_in
from tracker.models import Dose, Medicine, Review, Schedule, StoppingThought
from tracker.progress import summary

TODAY = dt.date(2026, 11, 3)


def record(user: User, schedule: Schedule, state: str, recorded_at: datetime, **more: object) -> Dose:
    values: dict[str, Any] = {"date": TODAY, "slot": 0, "at": None, "now": recorded_at, **more}
    return record_dose(
        user_id=user.pk,
        schedule_id=schedule.pk,
        state=state,
        recorded_at=recorded_at,
        **values,
    )


# Recording


def test_a_dose_is_recorded_once_and_may_be_said_again(alice: User, now: datetime) -> None:
    schedule = schedule_of(create_medicine(user=alice))
    record(alice, schedule, "taken", now, at=now - timedelta(hours=11))
    record(alice, schedule, "missed", now + timedelta(minutes=1))
    dose = Dose.objects.for_user(alice).get()
    assert (dose.state, dose.taken_at) == ("missed", None)


def test_of_two_sayings_the_later_stands_whichever_arrives_first(alice: User, now: datetime) -> None:
    schedule = schedule_of(create_medicine(user=alice))
    record(alice, schedule, "taken", now)
    late = record(alice, schedule, "missed", now - timedelta(minutes=5), now=now + timedelta(minutes=1))
    assert late.state == "taken"


def test_undo_keeps_the_row_so_that_an_older_saying_cannot_come_back(alice: User, now: datetime) -> None:
    schedule = schedule_of(create_medicine(user=alice))
    record(alice, schedule, "taken", now)
    record(alice, schedule, "", now + timedelta(minutes=2))
    record(alice, schedule, "taken", now + timedelta(minutes=1), now=now + timedelta(minutes=3))
    assert Dose.objects.for_user(alice).get().state == ""


def test_a_phone_whose_clock_is_ahead_does_not_block_what_is_said_later(alice: User, now: datetime) -> None:
    schedule = schedule_of(create_medicine(user=alice))
    record(alice, schedule, "taken", now + timedelta(days=300), now=now)
    record(alice, schedule, "", now + timedelta(minutes=1))
    assert Dose.objects.for_user(alice).get().state == ""


@pytest.mark.parametrize(
    ("date", "slot"),
    [
        (TODAY, 1),
        (dt.date(2026, 9, 30), 0),  # before the schedule opened
        (dt.date(2026, 10, 1), 0),  # 08:00 on the day it opened at 13:00
        (dt.date(2026, 11, 5), 0),  # more than a day ahead
    ],
)
def test_what_is_not_due_is_refused_and_nothing_is_kept(alice: User, now: datetime, date: dt.date, slot: int) -> None:
    schedule = schedule_of(create_medicine(user=alice))
    with pytest.raises(NotDue):
        record(alice, schedule, "taken", now, date=date, slot=slot)
    assert not Dose.objects.for_user(alice).exists()


def test_the_dose_of_tomorrow_morning_may_be_recorded(alice: User, now: datetime) -> None:
    schedule = schedule_of(create_medicine(user=alice))
    assert record(alice, schedule, "taken", now, date=TODAY + timedelta(days=1)).state == "taken"


def test_a_closed_schedule_still_accepts_what_fell_due_before(alice: User, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    schedule = schedule_of(medicine)
    end_medicine(user_id=alice.pk, medicine_id=medicine.pk, agreed=ENDED, now=now)
    assert record(alice, schedule, "taken", now).state == "taken"
    with pytest.raises(NotDue):
        record(alice, schedule, "taken", now, date=TODAY + timedelta(days=1))


def test_an_unknown_state_is_refused(alice: User, now: datetime) -> None:
    with pytest.raises(ValueError, match="unknown state"):
        record(alice, schedule_of(create_medicine(user=alice)), "doubled", now)


def test_another_person_or_another_noun_is_not_found(alice: User, charlie: User, now: datetime) -> None:
    with pytest.raises(NotFound):
        record(charlie, schedule_of(create_medicine(user=alice)), "taken", now)
    with pytest.raises(NotFound):
        record(alice, schedule_of(create_habit(user=alice)), "taken", now)
    assert not Dose.objects.exists()


def test_a_date_is_that_of_the_person_also_far_from_utc(now: datetime, alice: User) -> None:
    alice.zone = "Pacific/Auckland"
    alice.save()
    schedule = schedule_of(create_medicine(user=alice))
    assert record(alice, schedule, "taken", now, date=dt.date(2026, 11, 4)).state == "taken"


# Changing


def test_other_times_close_the_schedule_and_open_another(alice: User, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    old = schedule_of(medicine)
    rule = Rule(every="day", times=(time(9), time(21)), start=old.start)
    label = Label(name="Sertraline", dose="100 mg")
    for _twice in range(2):
        change_medicine(user_id=alice.pk, medicine_id=medicine.pk, label=label, rule=rule, agreed=AGREED, now=now)
    old.refresh_from_db()
    assert old.until == now
    assert schedule_of(medicine).rule.times == (time(9), time(21))
    assert medicine.schedules.count() == 2
    changed = Medicine.objects.for_user(alice).get()
    assert (changed.dose, changed.taken_since) == ("100 mg", None)


def test_an_archived_medicine_comes_back_with_its_times(alice: User, now: datetime) -> None:
    medicine = create_medicine(user=alice, times=(time(8), time(20)))
    for _twice in range(2):
        end_medicine(user_id=alice.pk, medicine_id=medicine.pk, agreed=ENDED, now=now)
    assert not medicine.schedules.current().exists()
    for _twice in range(2):
        restore_medicine(user_id=alice.pk, medicine_id=medicine.pk, now=now + timedelta(hours=1))
    schedule = schedule_of(medicine)
    assert (schedule.rule.times, schedule.since) == ((time(8), time(20)), now + timedelta(hours=1))


def test_no_action_reaches_another_persons_medicine(alice: User, charlie: User, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    who: dict[str, Any] = {"user_id": charlie.pk, "medicine_id": medicine.pk, "now": now}
    with pytest.raises(NotFound):
        end_medicine(**who, agreed=ENDED)
    for action in (restore_medicine, take_back_stopping_thought):
        with pytest.raises(NotFound):
            action(**who)
    with pytest.raises(NotFound):
        record_stopping_thought(**who, reasons=[])
    assert Medicine.objects.for_user(alice).current().exists()


# The thought of stopping


def test_the_thought_is_kept_once_a_day_and_brings_the_review_forward(alice: User, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    record_stopping_thought(user_id=alice.pk, medicine_id=medicine.pk, reasons=["cost"], now=now)
    record_stopping_thought(user_id=alice.pk, medicine_id=medicine.pk, reasons=["better", "other"], now=now)
    thought = StoppingThought.objects.for_user(alice).get()
    assert thought.reasons == ["better", "other"]
    soon = Review.objects.for_user(alice).get().next_review_at
    assert soon is not None
    assert now < soon <= now + timedelta(minutes=2)


def test_past_midnight_it_is_still_the_same_day_until_the_day_starts(alice: User, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    for hours in (0, 6, 9):  # 19:40, 01:40 and 04:40
        at = now + timedelta(hours=hours)
        record_stopping_thought(user_id=alice.pk, medicine_id=medicine.pk, reasons=[], now=at)
    assert StoppingThought.objects.for_user(alice).count() == 2


def test_a_thought_tapped_by_mistake_is_taken_back_the_same_day_only(alice: User, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    who: dict[str, Any] = {"user_id": alice.pk, "medicine_id": medicine.pk}
    record_stopping_thought(**who, reasons=[], now=now - timedelta(days=1))
    take_back_stopping_thought(**who, now=now)
    assert StoppingThought.objects.for_user(alice).standing().count() == 1
    record_stopping_thought(**who, reasons=[], now=now)
    take_back_stopping_thought(**who, now=now)
    assert StoppingThought.objects.for_user(alice).standing().count() == 1


def test_what_was_taken_back_counts_nowhere_and_its_row_stays(alice: User, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    who: dict[str, Any] = {"user_id": alice.pk, "medicine_id": medicine.pk}
    later = now + timedelta(minutes=1)
    record_stopping_thought(**who, reasons=["cost"], now=now)
    take_back_stopping_thought(**who, now=later)
    assert StoppingThought.objects.for_user(alice).get().withdrawn_at == later
    assert due.facts(user_id=alice.pk, now=later).stopping_thought_at is None
    assert not check_in(user=alice, medicine=medicine, now=later).noted
    (line,) = summary(user_id=alice.pk, sections=["medicine"], days=14, now=later).medicines or ()
    assert line.thinking_of_stopping_on is None
    record_stopping_thought(**who, reasons=[], now=later + timedelta(minutes=1))
    assert StoppingThought.objects.for_user(alice).standing().get().reasons == []
    assert check_in(user=alice, medicine=medicine, now=later).noted
