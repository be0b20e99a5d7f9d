"""What a person keeps in their plan: goals, medicines, habits and a bedtime, and what was put away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import ngettext

from tracker.models import Bedtime, Goal, Habit, Medicine, Milestone, Schedule
from tracker.versions import standing_in_words
from tracker.words import clock, rule_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    id: UUID
    title: str
    reached_on: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalCard:
    id: UUID
    title: str
    archived: bool
    steps: tuple[Step, ...]

    @property
    def reached(self) -> int:
        return sum(step.reached_on is not None for step in self.steps)

    @property
    def following(self) -> str:
        """The first milestone not reached, "" when there is none."""
        return next((step.title for step in self.steps if step.reached_on is None), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One medicine or habit: what it is called, and when, in words."""

    id: UUID
    title: str
    when: str
    remind: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineRow:
    """`when`: its times, or that it is paused. `colour` is "" where none is chosen, `colour_name` the word for it."""

    id: UUID
    title: str
    when: str
    remind: bool
    as_needed: bool
    colour: str
    colour_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitCard:
    id: UUID
    title: str
    smallest: str
    when: str
    remind: bool
    ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BedtimeCard:
    at: dt.time
    wind_down_at: dt.time
    minutes: int
    plan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAway:
    """`noun` is "goal", "medicine" or "habit"."""

    noun: str
    id: UUID
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    goals: tuple[GoalCard, ...]
    room_for_goals: bool
    medicines: tuple[MedicineRow, ...]
    habits: tuple[Row, ...]
    bedtime: BedtimeCard | None
    put_away: tuple[PutAway, ...]


def plan(*, user_id: UUID) -> Plan:
    """The whole plan page, in six queries."""
    goals = list(Goal.objects.for_user(user_id).prefetch_related("milestones"))
    medicines = list(Medicine.objects.for_user(user_id).order_by("created_at"))
    habits = list(Habit.objects.for_user(user_id))
    schedules = {
        schedule.medicine_id or schedule.habit_id or schedule.bedtime_id: schedule
        for schedule in Schedule.objects.for_user(user_id).current()
    }
    active = tuple(goal_card(goal) for goal in goals if goal.archived_at is None)
    return Plan(
        goals=active,
        room_for_goals=len(active) < Goal.MOST_ACTIVE,
        medicines=_medicine_rows(medicines, schedules),
        habits=_habit_rows(habits, schedules),
        bedtime=bedtime_card(user_id=user_id),
        put_away=_put_away(goals, medicines, habits),
    )


def goal_card(goal: Goal) -> GoalCard:
    return GoalCard(
        id=goal.pk,
        title=goal.title,
        archived=goal.archived_at is not None,
        steps=tuple(_step(milestone) for milestone in goal.milestones.all()),
    )


def habit_card(habit: Habit) -> HabitCard:
    schedule = habit.schedules.order_by("-since").first()
    return HabitCard(
        id=habit.pk,
        title=habit.title,
        smallest=habit.smallest,
        when=_habit_when(habit, schedule),
        remind=schedule.remind if schedule else False,
        ended=habit.ended_at is not None,
    )


def bedtime_card(*, user_id: UUID) -> BedtimeCard | None:
    """The current bedtime and the local time its wind-down comes; None when there is none."""
    bedtime = Bedtime.objects.for_user(user_id).current().first()
    schedule = bedtime.schedules.current().first() if bedtime else None
    if bedtime is None or schedule is None:
        return None
    at = schedule.rule.times[0]
    return BedtimeCard(
        at=at,
        wind_down_at=(dt.datetime.combine(dt.date.min + dt.timedelta(days=1), at) - schedule.lead).time(),
        minutes=int(schedule.lead.total_seconds() // 60),
        plan=bedtime.plan,
    )


def medicine_title(medicine: Medicine) -> str:
    """ "Sertraline, 50 mg", or with the nickname in place of the name."""
    name = medicine.nickname or medicine.name
    return f"{name}, {medicine.dose}" if medicine.dose else name


def _step(milestone: Milestone) -> Step:
    return Step(id=milestone.pk, title=milestone.title, reached_on=milestone.reached_on)


def _medicine_rows(medicines: list[Medicine], schedules: Mapping[UUID | None, Schedule]) -> tuple[MedicineRow, ...]:
    current = [medicine for medicine in medicines if medicine.ended_at is None]
    return tuple(_medicine_row(medicine, schedules.get(medicine.pk)) for medicine in current)


def _medicine_row(medicine: Medicine, schedule: Schedule | None) -> MedicineRow:
    return MedicineRow(
        id=medicine.pk,
        title=medicine_title(medicine),
        when=standing_in_words(medicine, schedule.rule if schedule else None),
        remind=schedule.remind if schedule else False,
        as_needed=medicine.as_needed is not None,
        colour=medicine.colour,
        colour_name=str(Medicine.Colour(medicine.colour).label) if medicine.colour else "",
    )


def _habit_rows(habits: list[Habit], schedules: Mapping[UUID | None, Schedule]) -> tuple[Row, ...]:
    current = [habit for habit in habits if habit.ended_at is None]
    rows = (_row(habit.pk, habit.title, schedules.get(habit.pk)) for habit in current)
    return tuple(
        replace(row, when=_habit_when(one, schedules.get(one.pk))) for one, row in zip(current, rows, strict=True)
    )


def _habit_when(habit: Habit, schedule: Schedule | None) -> str:
    """ "3 days a week, at 18:00" where it is so many days, whichever they are."""
    if schedule is None or not habit.times_a_week:
        return rule_in_words(schedule.rule) if schedule else ""
    words = ngettext("%(n)d day a week, at %(time)s", "%(n)d days a week, at %(time)s", habit.times_a_week)
    return words % {"n": habit.times_a_week, "time": clock(schedule.rule.times[0])}


def _row(row_id: UUID, title: str, schedule: Schedule | None) -> Row:
    return Row(
        id=row_id,
        title=title,
        when=rule_in_words(schedule.rule) if schedule else "",
        remind=schedule.remind if schedule else False,
    )


def _put_away(goals: list[Goal], medicines: list[Medicine], habits: list[Habit]) -> tuple[PutAway, ...]:
    return (
        *(PutAway(noun="goal", id=goal.pk, title=goal.title) for goal in goals if goal.archived_at),
        *(PutAway(noun="medicine", id=row.pk, title=medicine_title(row)) for row in medicines if row.ended_at),
        *(PutAway(noun="habit", id=habit.pk, title=habit.title) for habit in habits if habit.ended_at),
    )
