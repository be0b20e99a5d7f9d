"""What a person keeps: goals, medicines, habits, a bedtime. Made by the actions, as a person makes them.

`since` is the instant the schedule opens; its rule starts on that date at the person's. Occurrences before
it do not exist. `schedule_of` gives the current schedule.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from accounts.models import User
from tracker.actions.care_team import add_carer
from tracker.actions.goals import add_goal
from tracker.actions.habits import add_habit
from tracker.actions.homework import Task, add_homework
from tracker.actions.medication import Label, add_medicine
from tracker.actions.medicine_changes import Agreed
from tracker.actions.notes import record_note
from tracker.actions.sessions import set_appointment
from tracker.actions.sleep import set_bedtime
from tracker.actions.sleep_diary import record_night
from tracker.actions.visits import record_outcome
from tracker.logic.as_needed import Limits
from tracker.logic.schedule import Rule
from tracker.logic.sleep import answers_from
from tracker.models import (
    Appointment,
    Bedtime,
    Carer,
    Goal,
    Habit,
    Homework,
    JournalNote,
    Medicine,
    Schedule,
    SleepNight,
)

SINCE = dt.datetime(2026, 10, 1, 12, 0, tzinfo=dt.UTC)
AGREED = Agreed(with_whom="Dr Singh", on=dt.date(2026, 11, 3), was="50 mg", becomes="100 mg")
ENDED = Agreed(with_whom="Dr Singh", on=dt.date(2026, 11, 3), was="50 mg", becomes="")


def create_goal(
    *,
    user: User,
    title: str = "Have dinner with friends again",
    milestones: Sequence[str] = ("Answer one message", "Meet one friend for tea"),
) -> Goal:
    return add_goal(user_id=user.pk, title=title, milestones=milestones)


def create_medicine(
    *,
    user: User,
    name: str = "Sertraline",
    dose: str = "50 mg",
    prescriber: str = "Dr Singh",
    prescriber_phone: str = "01632 960118",
    taken_since: dt.date | None = dt.date(2026, 8, 25),
    times: Sequence[dt.time] = (dt.time(8, 0),),
    weekdays: Sequence[int] = (),
    since: dt.datetime = SINCE,
) -> Medicine:
    return add_medicine(
        user_id=user.pk,
        label=Label(
            name=name,
            dose=dose,
            prescriber=prescriber,
            prescriber_phone=prescriber_phone,
            taken_since=taken_since,
        ),
        rule=_rule(user, times, weekdays, since),
        now=since,
    )


def create_as_needed(
    *,
    user: User,
    name: str = "Ibuprofen",
    dose: str = "200 mg",
    most_a_day: int | None = 3,
    gap_minutes: int | None = 240,
    since: dt.datetime = SINCE,
) -> Medicine:
    limits = Limits(most_a_day=most_a_day, gap_minutes=gap_minutes)
    label = Label(name=name, dose=dose, prescriber="Dr Singh")
    return add_medicine(user_id=user.pk, label=label, rule=None, limits=limits, now=since)


def create_habit(
    *,
    user: User,
    title: str = "Walk for ten minutes",
    smallest: str = "Shoes on, to the corner and back",
    times: Sequence[dt.time] = (dt.time(18, 0),),
    weekdays: Sequence[int] = (),
    remind: bool = False,
    since: dt.datetime = SINCE,
) -> Habit:
    return add_habit(
        user_id=user.pk,
        title=title,
        smallest=smallest,
        rule=_rule(user, times, weekdays, since),
        remind=remind,
        now=since,
    )


def create_bedtime(
    *, user: User, at: dt.time = dt.time(23, 0), plan: str = "Lamp on, phone away", since: dt.datetime = SINCE
) -> Bedtime:
    return set_bedtime(user_id=user.pk, at=at, plan=plan, now=since)


def create_homework(
    *,
    user: User,
    title: str = "Thought record",
    due: dt.date | None = dt.date(2026, 11, 5),
    time: dt.time = dt.time(18, 0),
    weekdays: Sequence[int] = (),
    appointment: Appointment | None = None,
    remind: bool = False,
    since: dt.datetime = SINCE,
    **words: str,
) -> Homework:
    """Due once, or on *weekdays*, all seven where *due* is None."""
    once = bool(due and not weekdays)
    rule = Rule(every="once", times=(time,), start=due) if once and due else _rule(user, [time], weekdays, since)
    said = Task(title=title, appointment_id=appointment.pk if appointment else None, **words)
    return add_homework(user_id=user.pk, task=said, rule=rule, remind=remind, now=since)


def create_carer(*, user: User, name: str = "Hannah Brandt", role: str = "therapist", phone: str = "") -> Carer:
    return add_carer(user_id=user.pk, name=name, role=role, phone=phone)


def create_session(
    *,
    user: User,
    at: dt.datetime,
    carer: Carer | None = None,
    with_whom: str = "",
    place: str = "",
    outcome: str = "",
) -> Appointment:
    """One at the instant *at*; with an *outcome*, said an hour after it began."""
    appointment = set_appointment(
        user_id=user.pk,
        starts_at=at,
        with_whom=with_whom,
        place=place,
        carer_id=carer.pk if carer else None,
    )
    if outcome:
        later = at + dt.timedelta(hours=1)
        record_outcome(user_id=user.pk, appointment_id=appointment.pk, outcome=outcome, recorded_at=later, now=later)
        appointment.refresh_from_db()
    return appointment


def schedule_of(noun: Medicine | Habit | Homework | Bedtime) -> Schedule:
    return noun.schedules.get(until__isnull=True)


def _rule(user: User, times: Sequence[dt.time], weekdays: Sequence[int], since: dt.datetime) -> Rule:
    return Rule(
        every="week" if weekdays else "day",
        times=tuple(times),
        weekdays=frozenset(weekdays),
        start=since.astimezone(user.tzinfo).date(),
    )


def create_night(*, user: User, on: dt.date, **said: str | int) -> SleepNight:
    """In bed 23:00 to 07:00, asleep 23:50 to 06:40 and awake for 30 minutes of it; *said* otherwise. Said at noon."""
    plain = {"into_bed": "23:00", "tried": "23:30", "to_sleep": 20, "wakings": 2, "awake": 30, "woke": "06:40"}
    answers = answers_from(plain | {"got_up": "07:00"} | said)
    at = dt.datetime.combine(on, dt.time(12), tzinfo=user.tzinfo)
    night = record_night(user_id=user.pk, date=on, answers=answers, recorded_at=at, now=at)
    assert night
    return night


def create_note(
    *, user: User, text: str = "The walk at noon helped.", date: dt.date = dt.date(2026, 11, 3), at: dt.datetime = SINCE
) -> JournalNote:
    return record_note(user_id=user.pk, note_id=uuid.uuid4(), date=date, text=text, recorded_at=at, now=at)
