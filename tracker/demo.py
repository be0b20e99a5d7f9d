"""A made-up person's sixteen weeks, counted back from now, to look round in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from guide.actions import check as why_check
from guide.actions import fit as fit_check
from guide.actions.safety_plan import save_steps
from guide.catalogue.check import check as questions
from guide.catalogue.fit import fit as checklist
from tracker.actions.goals import add_goal, mark_milestone
from tracker.actions.habits import add_habit
from tracker.actions.medication import Label, add_medicine, record_stopping_thought
from tracker.actions.schedules import move
from tracker.actions.sessions import add_line, set_appointment
from tracker.actions.sleep import set_bedtime
from tracker.logic.schedule import Rule
from tracker.models import AgendaLine, Dose, Goal, HabitEntry, Medicine, Schedule, WindDown

DAY, WEEK = timedelta(days=1), timedelta(days=7)
WEEKS = 16
EVERY_DAY: frozenset[int] = frozenset()
THURSDAY, SESSION = 3, time(17, 30)

STATES = {"t": "taken", "m": "missed", "n": "not_sure", "1": "done"}
DOSES = "tttmttt tt.tttn ttttttt tmtt.tt tttttnt ttttt.t tttttmt ttttttt tttttt. tttttnt"
WIND_DOWNS = (
    "0000000 0000010 0100000 0000100 0010001 0100000 1000100 0010010 "
    "0100010 1001000 0101001 1010010 1101010 1011010 1110110 1101111"
)
HABITS = (
    ("Walk, 15 minutes", "Round the block", time(13, 10), EVERY_DAY,
     "0100010 0010001 0100100 1001010 1101001 1011100 1110110 0111101"),
    ("Breakfast before 09:00", "A banana counts", time(8, 40), EVERY_DAY,
     "1000001 0010100 0101010 1100010 0111011 1101101 1111011"),
    ("Five minutes of slow breathing", "Three slow breaths", time(18, 0), frozenset({0, 2, 4}),
     "1010000 1000000 0010000 1000100 0000100"),
)  # fmt: skip
BEDTIMES = ((16, time(1, 0)), (12, time(0, 30)), (8, time(0, 0)), (4, time(23, 30)), (1, time(23, 0)))
GOALS = (
    ("Back at Wednesday choir",
     ("Listen to the recordings at home", "Sit at the back once", "Stay until the break", "Sing to the end"), (60, 18)),
    ("Sleep 23:00 to 07:00",
     ("Phone out of the bedroom", "Five nights in one week", "Two weeks in a row"), (11,)),
)  # fmt: skip
LINES = (
    (AgendaLine.Origin.OWN, False,
     "After sixteen weeks my anxiety is down but my mood has hardly moved. "
     "Can we look at whether this is the right approach?"),
    (AgendaLine.Origin.GUIDE, True, "There’s something I haven’t told you, and I’m not sure how to start."),
    (AgendaLine.Origin.MEDICINE, False,
     "I’ve been thinking of stopping sertraline, partly because of the night sweats."),
    (AgendaLine.Origin.OWN, False, "On Sunday’s thought record I got stuck at “evidence against”."),
)  # fmt: skip

WHY_CHECKS = ((37, "2413133403230131210113"), (2, "3323432403121242210323"))  # days ago, an answer each
FIT_CHECKS = ((36, "no partly no yes no partly yes"), (1, "partly yes no yes partly partly yes"))
HARD_MOMENTS: dict[str, str | list[dict[str, str]]] = {
    "signs": "I stop answering messages\nI lie awake after three\nMy chest feels tight",
    "alone": "Tea, and the window open\nOne song, standing up\nA shower",
    "company": "The reading room at the library\nMy neighbour’s dog",
    "people": [{"name": "Maya", "number": "01632 960774", "ask": "Ring me, or come over", "role": ""}],
    "professionals": [
        {"name": "Hannah Brandt", "number": "01632 960117", "ask": "", "role": "therapist"},
        {"name": "Dr Singh", "number": "01632 960118", "ask": "", "role": "doctor"},
    ],
    "space": "My sister keeps the spare tablets",
    "stay": "Singing in the choir again, and Ida’s first day at school",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Whose weeks they are, and from when they are counted back."""

    user_id: UUID
    zone: ZoneInfo
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def ago(self, days: int, at: time = time(12)) -> datetime:
        """The instant of local time *at*, *days* ago."""
        return datetime.combine(self.today - days * DAY, at, tzinfo=self.zone)


@transaction.atomic
def fill(*, user_id: UUID, now: datetime) -> None:
    """Give the person goals, a medicine, habits, a bedtime, sessions and a list, and sixteen weeks of them; and a plan
    for hard moments.

    The person has nothing yet. Raises User.DoesNotExist.
    """
    person = User.objects.get(pk=user_id)
    stage = Stage(user_id=user_id, zone=person.tzinfo, now=now)
    _goals(stage)
    _medicine(stage)
    _habits(stage)
    _nights(stage)
    _sessions(stage)
    _checks(stage)
    save_steps(
        user_id=user_id, written={step: (content, "") for step, content in HARD_MOMENTS.items()}, now=stage.ago(30)
    )
    move(user_id=user_id, zone=person.zone, now=now)


def _goals(stage: Stage) -> None:
    for title, milestones, reached in GOALS:
        goal = add_goal(user_id=stage.user_id, title=title, milestones=milestones)
        _reach(stage, goal, reached)


def _reach(stage: Stage, goal: Goal, reached: tuple[int, ...]) -> None:
    for milestone, days in zip(goal.milestones.all(), reached, strict=False):
        mark_milestone(
            user_id=stage.user_id,
            milestone_id=milestone.pk,
            reached=True,
            recorded_at=stage.ago(days),
            now=stage.now,
        )


def _medicine(stage: Stage) -> None:
    """Ten weeks of it: mostly taken, and said so."""
    days = days_of(DOSES)
    since = stage.ago(len(days), time(7))
    medicine = add_medicine(
        user_id=stage.user_id,
        label=Label(
            name="Sertraline",
            dose="50 mg",
            prescriber="Dr Singh",
            prescriber_phone="01632 960118",
            taken_since=since.date(),
        ),
        rule=Rule(every="day", times=(time(8),), start=since.date()),
        now=since,
    )
    _doses(stage, medicine, days + "t")
    record_stopping_thought(
        user_id=stage.user_id, medicine_id=medicine.pk, reasons=["side_effects"], now=stage.ago(2, time(21))
    )


def _doses(stage: Stage, medicine: Medicine, days: str) -> None:
    minutes = cycle((10, 5, 25, 15, 40, 8, 12))
    rows = []
    for schedule, day, slot, at, mark in _marked(stage, medicine.schedules.get(), days):
        said_at = at + timedelta(minutes=next(minutes))
        if said_at <= stage.now:
            taken_at = said_at if mark == "t" else None
            entry = Dose(schedule=schedule, date=day, slot=slot, state=STATES[mark], taken_at=taken_at)
            entry.user_id, entry.recorded_at = stage.user_id, said_at
            rows.append(entry)
    Dose.objects.bulk_create(rows)


def _habits(stage: Stage) -> None:
    for title, smallest, at, weekdays, pattern in HABITS:
        days = days_of(pattern)
        since = stage.ago(len(days), time(7))
        every = "week" if weekdays else "day"
        rule = Rule(every=every, times=(at,), weekdays=weekdays, start=since.date())  # type: ignore[arg-type]
        habit = add_habit(user_id=stage.user_id, title=title, smallest=smallest, rule=rule, remind=False, now=since)
        HabitEntry.objects.bulk_create(
            HabitEntry(
                user_id=stage.user_id, schedule=schedule, date=day, slot=slot, state=STATES[mark], recorded_at=at
            )
            for schedule, day, slot, at, mark in _marked(stage, habit.schedules.get(), days + "1")
        )


def _nights(stage: Stage) -> None:
    """The bedtime moves earlier in steps, and the wind-down happens more and more often."""
    plan = "Phone on the hall shelf. Lamp, not ceiling light."
    for weeks, at in BEDTIMES:
        bedtime = set_bedtime(user_id=stage.user_id, at=at, plan=plan, now=stage.ago(7 * weeks, time(12)))
    WindDown.objects.bulk_create(
        WindDown(user_id=stage.user_id, schedule=schedule, date=day, slot=slot, state=STATES[mark], recorded_at=at)
        for schedule in bedtime.schedules.order_by("since")
        for schedule, day, slot, at, mark in _marked(stage, schedule, days_of(WIND_DOWNS))
    )


def _sessions(stage: Stage) -> None:
    """Thursdays at 17:30 for sixteen weeks, and the next one."""
    to_thursday = (THURSDAY - stage.today.weekday()) % 7
    coming = stage.ago(-to_thursday, SESSION)
    if coming <= stage.now:
        coming = stage.ago(-to_thursday - 7, SESSION)
    for weeks in range(WEEKS, -1, -1):
        at = datetime.combine(coming.date() - weeks * WEEK, SESSION, tzinfo=stage.zone)
        set_appointment(user_id=stage.user_id, starts_at=at, with_whom="Hannah Brandt", place="By video")
    for origin, private, text in LINES:
        add_line(user_id=stage.user_id, text=text, origin=origin, private=private)


def _checks(stage: Stage) -> None:
    """The questions of the guide twice, five weeks apart."""
    for days, marks in WHY_CHECKS:
        at, answers = stage.ago(days), {item.id: int(mark) for item, mark in zip(questions().items, marks, strict=True)}
        why_check.keep(user_id=stage.user_id, answers=answers, finished=True, at=at, now=at)
    for days, said in FIT_CHECKS:
        at, replies = (
            stage.ago(days),
            {item.id: word for item, word in zip(checklist().items, said.split(), strict=True)},
        )
        fit_check.keep(user_id=stage.user_id, answers=replies, red_flags=[], about="Hannah Brandt", now=at)


def days_of(pattern: str) -> str:
    """One mark a day, the oldest first."""
    return pattern.replace(" ", "")


def _marked(stage: Stage, schedule: Schedule, days: str) -> Iterator[tuple[Schedule, date, int, datetime, str]]:
    """What fell due before now and has a mark in *days*, the last of which is today's."""
    first = stage.today - (len(days) - 1) * DAY
    zone = str(stage.zone)
    for found in schedule.occurrences(start=schedule.since, end=stage.now, person_zone=zone):
        place = (found.date - first).days
        if 0 <= place < len(days) and days[place] in STATES:
            yield schedule, found.date, found.slot, found.at, days[place]
