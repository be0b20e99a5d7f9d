"""Bringing a file in: only what is new, as a whole, and nothing that is there is touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from accounts.models import User
from tests.factories.tracker import create_habit, create_medicine, create_note, schedule_of
from tests.tracker.logic.imports.files import BEARABLE, DAYLIO, LOOP, MEDTIMER, look, loop_database, zipped
from tracker.actions import imports as actions
from tracker.actions.errors import NotFound
from tracker.actions.habits import record_habit
from tracker.actions.import_rows import Tally
from tracker.actions.moods import record_mood
from tracker.imports import import_report
from tracker.logic.imports.found import Found, FoundHabit, Source
from tracker.models import (
    AsNeededDose,
    Habit,
    HabitEntry,
    ImportDraft,
    JournalNote,
    Medicine,
    Mood,
    Schedule,
)
from tracker.record import said

NOV_1, NOV_2 = date(2026, 11, 1), date(2026, 11, 2)


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def bring(person: User, data: bytes | str, now: datetime) -> dict[str, Tally]:
    actions.keep_draft(user_id=person.pk, found=look(data), now=now)
    return actions.bring_in(user_id=person.pk, now=now)


def entries(person: User) -> dict[tuple[str, date], str]:
    return {
        (entry.schedule.habit.title, entry.date): entry.state
        for entry in HabitEntry.objects.for_user(person).select_related("schedule__habit")
        if entry.schedule.habit
    }


def test_loops_habits_come_in_with_their_days_and_no_reminder(alice: User, now: datetime) -> None:
    tallies = bring(alice, zipped(LOOP), now)
    assert tallies["habits"] == Tally(new=4)
    assert tallies["ticks"] == Tally(new=7, first=date(2026, 10, 28), last=NOV_2)
    habits = {habit.title: habit for habit in Habit.objects.for_user(alice)}
    assert (habits["Walk, outside"].times_a_week, habits["Meditate"].times_a_week) == (3, None)
    assert [title for title, habit in habits.items() if habit.ended_at] == ["Old one"]
    assert {schedule.remind for schedule in Schedule.objects.for_user(alice)} == {False}
    assert {schedule.next_at for schedule in Schedule.objects.for_user(alice)} == {None}
    assert entries(alice)["Meditate", NOV_1] == "not_applicable"
    assert entries(alice)["Water", NOV_1] == "small"
    assert ("Meditate", date(2026, 10, 31)) not in entries(alice), "a no stays blank"


def test_what_came_in_stands_in_the_record_on_its_days(alice: User, now: datetime) -> None:
    bring(alice, zipped(LOOP), now)
    start = datetime(2026, 10, 25, tzinfo=dt.UTC)
    found = said(user_id=alice.pk, zone=alice.zone, start=start, end=now)
    shown = {(row.schedule.habit.title, row.date): row.state for row in found if row.schedule.habit}
    assert {key: state for key, state in shown.items() if state} == entries(alice)
    assert ("Meditate", date(2026, 10, 27)) not in shown, "before the first day it was not planned"
    assert shown["Meditate", date(2026, 10, 29)] == ""
    assert ("Old one", date(2026, 11, 3)) not in shown, "put away, it ends with its last day"


def test_a_reminder_of_loops_gives_the_time_and_noon_stands_in_for_none(alice: User, now: datetime) -> None:
    bring(alice, loop_database(), now)
    times = {row.habit.title: row.times for row in Schedule.objects.for_user(alice) if row.habit}
    assert times == {"Meditate": ["07:30:00"], "Walk": ["12:00:00"], "Coffee": ["12:00:00"]}


def test_a_habit_of_the_same_words_keeps_what_it_says_and_takes_the_days_it_lacks(alice: User, now: datetime) -> None:
    habit = create_habit(user=alice, title="MEDITATE", since=datetime(2026, 10, 30, 8, 0, tzinfo=dt.UTC))
    schedule = schedule_of(habit)
    record_habit(
        user_id=alice.pk,
        schedule_id=schedule.pk,
        date=NOV_2,
        slot=0,
        state="small",
        recorded_at=now,
        now=now,
    )
    tallies = bring(alice, zipped(LOOP), now)
    assert tallies["habits"] == Tally(new=3, there=1)
    assert (tallies["ticks"].there, tallies["ticks"].no_place) == (1, 1)
    assert entries(alice)["MEDITATE", NOV_2] == "small"
    assert entries(alice)["MEDITATE", NOV_1] == "not_applicable"
    assert ("MEDITATE", date(2026, 10, 28)) not in entries(alice)
    assert schedule_of(habit) == schedule


@pytest.mark.parametrize("data", [zipped(LOOP), loop_database(), DAYLIO, MEDTIMER, BEARABLE])
def test_brought_in_twice_nothing_is_new(alice: User, now: datetime, data: bytes | str) -> None:
    first = bring(alice, data, now)
    again = bring(alice, data, now + timedelta(minutes=5))
    assert any(tally.new for tally in first.values())
    assert [tally.new for tally in again.values()] == [0] * len(again)


def test_sent_twice_it_is_brought_in_once_and_says_the_same(alice: User, now: datetime) -> None:
    first = bring(alice, DAYLIO, now)
    assert actions.bring_in(user_id=alice.pk, now=now) == first
    assert Mood.objects.for_user(alice).count() == 2


def test_daylios_moods_and_notes_come_in_beside_what_is_there(alice: User, now: datetime) -> None:
    record_mood(user_id=alice.pk, date=NOV_2, level=1, note="Mine", recorded_at=now, now=now)
    create_note(user=alice, text="anxious\nwork", date=date(2026, 10, 31))
    tallies = bring(alice, DAYLIO, now)
    assert tallies["moods"] == Tally(new=1, there=1, first=NOV_1, last=NOV_1)
    assert tallies["notes"] == Tally(new=1, there=1, first=NOV_2, last=NOV_2)
    assert {mood.date: (mood.level, mood.note) for mood in Mood.objects.for_user(alice)} == {
        NOV_2: (1, "Mine"),
        NOV_1: (5, ""),
    }


def test_a_mood_that_was_taken_back_is_not_put_back(alice: User, now: datetime) -> None:
    for level in (2, None):
        record_mood(user_id=alice.pk, date=NOV_1, level=level, clear=level is None, recorded_at=now, now=now)
    assert bring(alice, DAYLIO, now)["moods"].there == 1
    assert Mood.objects.for_user(alice).get(date=NOV_1).level is None


def test_medtimers_doses_stand_under_medicines_put_away_and_never_under_those_of_the_plan(
    alice: User, now: datetime
) -> None:
    mine = create_medicine(user=alice, name="Sertraline")
    tallies = bring(alice, MEDTIMER, now)
    assert (tallies["medicines"].new, tallies["doses"].new) == (2, 2)
    assert not AsNeededDose.objects.filter(medicine=mine).exists()
    away = {medicine.name: medicine for medicine in Medicine.objects.for_user(alice) if medicine.ended_at}
    assert (away["Sertraline"].dose, away["Melatonin"].dose) == ("1 pill", "2 mg")
    assert not Schedule.objects.for_user(alice).exclude(medicine=mine).exists()
    taken = AsNeededDose.objects.for_user(alice).get(medicine=away["Sertraline"])
    assert taken.taken_at == datetime(2026, 11, 1, 8, 2, tzinfo=dt.UTC)
    assert JournalNote.objects.for_user(alice).get().text == "Melatonin: late; tired"


def test_habits_beyond_what_the_plan_holds_come_in_put_away(alice: User, now: datetime) -> None:
    for number in range(Habit.MOST_CURRENT - 1):
        create_habit(user=alice, title=str(number))
    bring(alice, zipped(LOOP), now)
    assert Habit.objects.for_user(alice).current().count() == Habit.MOST_CURRENT
    assert Habit.objects.for_user(alice).count() == Habit.MOST_CURRENT + 3


def test_a_name_that_does_not_come_in_as_it_stood_is_said(alice: User, now: datetime) -> None:
    habits = [FoundHabit(title) for title in ("a" * 121, "Walk", "walk", "\x07")]
    actions.keep_draft(user_id=alice.pk, found=Found(source=Source.LOOP, habits=habits), now=now)
    report = import_report(person=alice, now=now)
    assert report
    assert report.changed[-3:] == (
        "1 name is longer than 120 characters and comes in shortened.",
        "1 habit has the name of another: they come in as one.",
        "1 habit has no name that can be shown and stays out.",
    )
    actions.bring_in(user_id=alice.pk, now=now)
    assert {habit.title for habit in Habit.objects.for_user(alice)} == {"a" * 120, "Walk"}


def test_all_or_nothing(alice: User, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.keep_draft(user_id=alice.pk, found=look(zipped(LOOP)), now=now)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE tracker_journalnote RENAME TO away")
    try:
        with pytest.raises(Exception, match="tracker_journalnote"):
            actions.bring_in(user_id=alice.pk, now=now)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO tracker_journalnote")
    assert not Habit.objects.exists()
    assert not HabitEntry.objects.exists()
    assert actions.bring_in(user_id=alice.pk, now=now)["notes"].new == 1


def test_looking_writes_nothing_and_says_what_bringing_in_does(alice: User, now: datetime) -> None:
    actions.keep_draft(user_id=alice.pk, found=look(zipped(LOOP)), now=now)
    before = import_report(person=alice, now=now)
    assert not Habit.objects.exists()
    actions.bring_in(user_id=alice.pk, now=now)
    after = import_report(person=alice, now=now)
    assert before
    assert after
    assert before.lines == after.lines
    assert (before.is_done, after.is_done) == (False, True)


def test_a_draft_lies_sealed_is_one_a_person_and_gone_after_an_hour(alice: User, charlie: User, now: datetime) -> None:
    for data in (DAYLIO, zipped(LOOP)):
        actions.keep_draft(user_id=alice.pk, found=look(data), now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT found FROM tracker_importdraft")
        ((found,),) = cursor.fetchall()
    assert b"Meditate" not in bytes(found)
    with pytest.raises(NotFound):
        actions.bring_in(user_id=charlie.pk, now=now)
    assert import_report(person=charlie, now=now) is None
    later = now + timedelta(hours=1)
    assert import_report(person=alice, now=later) is None
    with pytest.raises(NotFound):
        actions.bring_in(user_id=alice.pk, now=later)
    actions.forget_drafts(now=later - timedelta(seconds=1))
    assert ImportDraft.objects.count() == 1
    actions.forget_drafts(now=later)
    assert ImportDraft.objects.count() == 0


def test_once_brought_in_the_words_of_the_file_are_not_kept(alice: User, now: datetime) -> None:
    bring(alice, DAYLIO, now)
    assert ImportDraft.objects.for_user(alice).get().found is None
