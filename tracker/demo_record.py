"""The demo person's own words and numbers: moods, nights, ratings, homework, sessions, notes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from tracker.actions.as_needed import record_as_needed
from tracker.actions.care_team import add_carer
from tracker.actions.goals import rate_goal
from tracker.actions.homework import Task, add_homework, record_homework
from tracker.actions.medication import Label, add_medicine
from tracker.actions.moods import record_mood
from tracker.actions.not_said import add_not_said
from tracker.actions.notes import record_note
from tracker.actions.session_check import record_check
from tracker.actions.side_effects import record_side_effects
from tracker.actions.sleep_diary import record_night
from tracker.actions.visits import record_outcome
from tracker.demo import Stage, days_of
from tracker.logic.as_needed import Limits
from tracker.logic.schedule import Rule
from tracker.logic.sleep import answers_from
from tracker.models import Appointment, Goal

MOODS = (
    "2211232 2.12321 1122.23 2232123 3122.32 2232332 3.23233 3323.23 "
    "2333233 3334.23 3433233 3.34334 3343433 334343. 4343344 334434"
)
MOOD_NOTES = {
    2: "Choir tonight. Sat at the back.",
    9: "Slept badly, still went for the walk.",
    16: "A long phone call.",
}
NIGHTS = ((23, 50, 45, 40), (0, 20, 60, 55), (23, 30, 30, 20), (23, 40, 25, 30), (0, 10, 70, 35), (23, 20, 20, 15))
RATINGS = ((2, 3, 3, 4, 5, 5, 6, 6), (1, 1, 2, 2, 3, 4, 4, 5))
CHECKS = ((4, 3, 3, 2), (4, 4, 3, 2), (4, 4, 4, 3))
HOMEWORK = (
    (26, "Thought record, once a day", "done", "", ""),
    (19, "Write the letter I won’t send", "partly", "avoided", "Two lines, then I put it away."),
    (12, "Thought record, once a day", "not_done", "busy", ""),
    (5, "Thought record, once a day", "done", "", "Got stuck at “evidence against”."),
)
TO_COME = Task(
    title="Thought record, once a day",
    why="To see what comes before the low evenings",
    set_by="Hannah Brandt",
    when_and_where="After dinner, at the kitchen table",
    smallest="Only the first two columns",
)
NOTE = "The walk by the canal again. It was easier to start than last week, and I noticed the herons this time."
NOT_SAID = "I sometimes say it helps because I don’t want to hurt your feelings."


def fill_record(stage: Stage) -> None:
    """Beside goals, medicine, habits and sessions, which are there already."""
    _moods(stage)
    _nights(stage)
    _ratings(stage)
    _sessions(stage)
    _homework(stage)
    _medicine(stage)
    record_note(
        user_id=stage.user_id,
        note_id=uuid5(NAMESPACE_URL, f"note:{stage.user_id}"),
        date=stage.ago(3).date(),
        text=NOTE,
        recorded_at=stage.ago(3, time(20)),
        now=stage.now,
    )
    add_not_said(user_id=stage.user_id, text=NOT_SAID, now=stage.ago(8))


def _moods(stage: Stage) -> None:
    for days, mark in enumerate(reversed(days_of(MOODS)), start=1):
        at = stage.ago(days, time(20, 15))
        if mark != ".":
            record_mood(
                user_id=stage.user_id,
                date=at.date(),
                level=int(mark),
                note=MOOD_NOTES.get(days),
                recorded_at=at,
                now=at,
            )


def _nights(stage: Stage) -> None:
    for days in range(1, 29):
        hour, minute, to_sleep, awake = NIGHTS[days * 5 % len(NIGHTS)]
        said = {"into_bed": "23:00", "tried": f"{hour:02}:{minute:02}", "to_sleep": to_sleep, "wakings": 2}
        said |= {"awake": awake, "woke": "07:05", "got_up": "07:40", "quality": 2 + days % 3}
        at = stage.ago(days, time(8))
        if days % 9:
            record_night(user_id=stage.user_id, date=at.date(), answers=answers_from(said), recorded_at=at, now=at)


def _ratings(stage: Stage) -> None:
    for goal, ratings in zip(Goal.objects.for_user(stage.user_id).active(), RATINGS, strict=False):
        for fortnights, rating in enumerate(reversed(ratings)):
            at = stage.ago(1 + 14 * fortnights, time(19))
            rate_goal(
                user_id=stage.user_id, goal_id=goal.pk, date=at.date(), rating=rating, recorded_at=at, now=stage.now
            )


def _sessions(stage: Stage) -> None:
    """All but one were kept; after the last three the four questions were answered."""
    for name, role, phone in (("Hannah Brandt", "therapist", "01632 960117"), ("Dr Singh", "doctor", "01632 960118")):
        add_carer(user_id=stage.user_id, name=name, role=role, phone=phone)
    past = list(Appointment.objects.for_user(stage.user_id).filter(starts_at__lt=stage.now).order_by("starts_at"))
    for number, appointment in enumerate(past):
        at = appointment.starts_at + timedelta(hours=2)
        outcome = "missed" if number == len(past) - 6 else "attended"
        said_at = min(at, stage.now)
        record_outcome(
            user_id=stage.user_id, appointment_id=appointment.pk, outcome=outcome, recorded_at=said_at, now=said_at
        )
    for appointment, answers in zip(past[-3:], CHECKS, strict=False):
        at = min(appointment.starts_at + timedelta(hours=3), stage.now)
        record_check(user_id=stage.user_id, appointment_id=appointment.pk, answers=answers, recorded_at=at, now=at)


def _homework(stage: Stage) -> None:
    for days, title, state, barrier, note in HOMEWORK:
        due = stage.ago(days).date()
        task = Task(title=title, set_by="Hannah Brandt", when_and_where=TO_COME.when_and_where)
        rule = Rule(every="once", times=(time(18),), start=due)
        row = add_homework(user_id=stage.user_id, task=task, rule=rule, remind=False, now=stage.ago(days + 6))
        at = min(stage.ago(days, time(19)), stage.now)
        record_homework(
            user_id=stage.user_id,
            schedule_id=row.schedules.get().pk,
            date=due,
            slot=0,
            state=state,
            barrier=barrier,
            note=note,
            recorded_at=at,
            now=at,
        )
    rule = Rule(every="once", times=(time(18),), start=stage.ago(-2).date())
    add_homework(user_id=stage.user_id, task=TO_COME, rule=rule, remind=False, now=stage.ago(4))


def _medicine(stage: Stage) -> None:
    """One as needed, put down now and then; and side effects once a week."""
    label = Label(name="Hydroxyzine", dose="10 mg", nickname="The small one", colour="moss", form="tablet")
    limits = Limits(most_a_day=3, gap_minutes=360)
    row = add_medicine(user_id=stage.user_id, label=label, rule=None, limits=limits, now=stage.ago(60))
    for days in (3, 4, 11, 19, 27, 40):
        at = stage.ago(days, time(21, 40)).astimezone(UTC)
        record_as_needed(
            user_id=stage.user_id,
            medicine_id=row.pk,
            dose_id=uuid5(NAMESPACE_URL, f"{row.pk}:{days}"),
            state="taken",
            taken_at=at,
            recorded_at=at,
            now=stage.now,
        )
    for weeks, much, note in ((1, "quite_a_bit", "Night sweats, three nights."), (2, "a_little", ""), (3, "none", "")):
        _side_effects(stage, stage.ago(2 + 7 * weeks, time(19)), much, note)


def _side_effects(stage: Stage, at: datetime, much: str, note: str) -> None:
    record_side_effects(
        user_id=stage.user_id, date=at.date(), much=much, note=note, red_flag=False, recorded_at=at, now=at
    )
