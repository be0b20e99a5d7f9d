"""What one person recorded over a stretch of days: the front door for sharing, and the Progress page's numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from accounts.models import User
from tracker.grids import DoseRow, HeatWeek, dose_rows, heat, is_counted, is_kept
from tracker.logic.adherence import adherence, tally
from tracker.logic.day import bounds, monday, page_of
from tracker.models import AgendaLine, Habit, Medicine, StoppingThought
from tracker.record import GoalLine, Said, goal_lines, said
from tracker.versions import present_since

__all__ = [
    "SECTIONS",
    "GoalLine",
    "HabitLine",
    "MedicineLine",
    "Progress",
    "Summary",
    "WeekCount",
    "progress",
    "summary",
]

SECTIONS = ("say", "goals", "medicine", "habits")
DAY = timedelta(days=1)
DAYS = 14
WEEKS_BEFORE = 7
STANDING = Q(as_needed_doses__withdrawn_at__isnull=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineLine:
    """`recorded` of `due` doses, and `taken` of `recorded`.

    `taken` is None when more than 30 % went unanswered, or nothing is known: better no number than a wrong one.
    `recorded` is taken, missed or skipped on purpose. What the prescriber paused is in none of the counts.
    `thinking_of_stopping_on` is the local date on which the person last said so within the period. `as_needed`: how
    often one without times was put down; None where it has times.
    """

    name: str
    dose: str
    taken_since: date | None
    taken: int | None
    recorded: int
    due: int
    thinking_of_stopping_on: date | None
    as_needed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCount:
    """A week from Monday; the first and the last may be cut by the period. `done` of `due`."""

    start: date
    done: int
    due: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitLine:
    title: str
    weeks: tuple[WeekCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Pages `since` to `until`, both inclusive. None: the section was not chosen."""

    since: date
    until: date
    say: tuple[str, ...] | None = None
    goals: tuple[GoalLine, ...] | None = None
    medicines: tuple[MedicineLine, ...] | None = None
    habits: tuple[HabitLine, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineGrid:
    line: MedicineLine
    rows: tuple[DoseRow, ...]

    @property
    def not_sure(self) -> int:
        """Doses the person was not sure of: neither recorded nor unanswered."""
        return sum(row.states.count("not_sure") for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The Progress page: doses over the last `days`, habits from `since`. `recorded`: whether anything was."""

    since: date
    until: date
    recorded: bool
    days: tuple[date, ...]
    medicines: tuple[MedicineGrid, ...]
    weeks: tuple[HeatWeek, ...]
    habits: tuple[HabitLine, ...]
    goals: tuple[GoalLine, ...]


def progress(*, user_id: UUID, now: datetime) -> Progress:
    """What was recorded in the last eight weeks, in nine queries."""
    person = _person(user_id)
    until = page_of(now, zone=person.zone, day_start=person.day_start)
    since = monday(until) - WEEKS_BEFORE * 7 * DAY
    days = tuple(until - DAY * back for back in reversed(range(DAYS)))
    record = _settled(person, since, until, now)
    start, _ = bounds(days[0], zone=person.zone, day_start=person.day_start)
    recent = [row for row in record if row.at >= start]
    return Progress(
        since=since,
        until=until,
        recorded=any(row.state for row in record),
        days=days,
        medicines=_grids(person, recent, days),
        weeks=heat(person, record, since, until),
        habits=_habits(person, record, since, until),
        goals=tuple(goal_lines(user_id).values()),
    )


def _grids(person: User, recent: Sequence[Said], days: Sequence[date]) -> tuple[MedicineGrid, ...]:
    rows = dose_rows(person, recent, days)
    lines = _medicines(person, recent, days[0])
    return tuple(MedicineGrid(line=line, rows=rows.get(medicine_id, ())) for medicine_id, line in lines.items())


def _person(user_id: UUID) -> User:
    return User.objects.only("zone", "day_start").get(pk=user_id)


def summary(*, user_id: UUID, sections: Collection[str], days: int, now: datetime) -> Summary:
    """The chosen *sections* of SECTIONS over the last *days* pages, today's included.

    Private lines are in none of them. Raises ValueError for an unknown section or *days* below 1.
    """
    if unknown := set(sections) - set(SECTIONS):
        raise ValueError(f"no such section: {sorted(unknown)}")
    if days < 1:
        raise ValueError("days below 1")
    person = _person(user_id)
    until = page_of(now, zone=person.zone, day_start=person.day_start)
    since = until - (days - 1) * DAY
    record = _settled(person, since, until, now) if {"medicine", "habits"} & set(sections) else []
    return Summary(
        since=since,
        until=until,
        say=_say(user_id) if "say" in sections else None,
        goals=tuple(goal_lines(user_id).values()) if "goals" in sections else None,
        medicines=tuple(_medicines(person, record, since).values()) if "medicine" in sections else None,
        habits=_habits(person, record, since, until) if "habits" in sections else None,
    )


def _settled(person: User, since: date, until: date, now: datetime) -> list[Said]:
    """What the person said, and what went by unanswered; not what they can still do today."""
    start, _ = bounds(since, zone=person.zone, day_start=person.day_start)
    today, end = bounds(until, zone=person.zone, day_start=person.day_start)
    rows = said(user_id=person.pk, zone=person.zone, start=start, end=end)
    return [row for row in rows if row.state or (row.lapses_at <= now if row.lapses_at else row.at < today)]


def _say(user_id: UUID) -> tuple[str, ...]:
    return tuple(line.text for line in AgendaLine.objects.for_user(user_id).open() if not line.private)


def _medicines(person: User, record: Iterable[Said], since: date) -> dict[UUID, MedicineLine]:
    """Of each, what was due since its present version holds: an earlier dose is another version's."""
    states: dict[UUID | None, list[str]] = defaultdict(list)
    versions = present_since(person.pk)
    for row in record:
        medicine_id = row.schedule.medicine_id
        if medicine_id and row.at >= versions.get(medicine_id, row.at):
            states[medicine_id].append(row.state)
    thoughts = _thoughts(person, since)
    start, _ = bounds(since, zone=person.zone, day_start=person.day_start)
    put_down = Count("as_needed_doses", filter=Q(as_needed_doses__taken_at__gte=start) & STANDING)
    current = Medicine.objects.for_user(person.pk).current().annotate(put_down=put_down).order_by("created_at")
    return {row.pk: _medicine(row, states[row.pk], thoughts.get(row.pk), row.put_down) for row in current}  # type: ignore[attr-defined]


def _medicine(medicine: Medicine, states: list[str], thought: date | None, put_down: int) -> MedicineLine:
    counted = tally(states)
    return MedicineLine(
        name=medicine.name,
        dose=medicine.dose,
        taken_since=medicine.taken_since,
        taken=adherence(states),
        recorded=counted.recorded,
        due=counted.due,
        thinking_of_stopping_on=thought,
        as_needed=put_down if medicine.as_needed else None,
    )


def _thoughts(person: User, since: date) -> dict[UUID, date]:
    start, _ = bounds(since, zone=person.zone, day_start=person.day_start)
    thoughts = StoppingThought.objects.for_user(person.pk).standing().filter(recorded_at__gte=start)
    return {
        row.medicine_id: row.recorded_at.astimezone(person.tzinfo).date() for row in thoughts.order_by("recorded_at")
    }


def _habits(person: User, record: Iterable[Said], since: date, until: date) -> tuple[HabitLine, ...]:
    """Those of which something was due; where nothing was yet, those in the plan."""
    rows: dict[Habit, list[Said]] = defaultdict(list)
    for row in record:
        if (habit := row.schedule.habit) and is_counted(row):
            rows[habit].append(row)
    if not rows:
        rows.update((habit, []) for habit in Habit.objects.for_user(person.pk).current())
    habits = sorted(rows, key=lambda habit: habit.created_at)
    return tuple(HabitLine(title=habit.title, weeks=_weeks(person, rows[habit], since, until)) for habit in habits)


def _weeks(person: User, rows: Iterable[Said], since: date, until: date) -> tuple[WeekCount, ...]:
    done: Counter[date] = Counter()
    due: Counter[date] = Counter()
    for row in rows:
        week = monday(page_of(row.at, zone=person.zone, day_start=person.day_start))
        due[week] += 1
        done[week] += is_kept(row)
    count = (until - monday(since)).days // 7 + 1
    weeks = [monday(since) + 7 * DAY * number for number in range(count)]
    return tuple(WeekCount(start=week, done=done[week], due=due[week]) for week in weeks)
