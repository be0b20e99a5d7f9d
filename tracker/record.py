"""What fell due in a stretch of time, and what the person said of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import DateTimeField, F, Model, Q, Value

from tracker.logic.schedule import Kind, occurrences
from tracker.models import ENTRIES, Dose, Goal, HomeworkEntry, Milestone, Schedule

DAY = timedelta(days=1)
MOST_AHEAD = date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One occurrence of one schedule. `state` is "" where nothing stands; instants are aware UTC.

    A wind-down's `at` is its bedtime's less the lead. A dose of which nothing is said at `lapses_at` reads "not
    recorded"; None for all else.
    """

    schedule: Schedule
    kind: Kind
    date: date
    slot: int
    at: datetime
    lapses_at: datetime | None
    state: str = ""
    taken_at: datetime | None = None
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    """`next` is the first milestone not reached, "" when there is none."""

    title: str
    reached: int
    of: int
    next: str


def goal_lines(user_id: UUID) -> dict[UUID, GoalLine]:
    """The active goals by id, the oldest first, in one query: a row for each goal and milestone."""
    goals = Goal.objects.for_user(user_id).active().order_by("created_at", "pk", "milestones__position")
    rows = goals.annotate(step=F("milestones__pk"), words=F("milestones__title"), on=F("milestones__reached_on"))
    by_goal = groupby(rows, key=lambda row: row.pk)
    return {pk: _goal_line(list(found)) for pk, found in by_goal}


def _goal_line(rows: Sequence[Any]) -> GoalLine:
    steps = [row for row in rows if row.step is not None]
    ahead = [row for row in steps if row.on is None]
    return GoalLine(
        title=rows[0].title,
        reached=len(steps) - len(ahead),
        of=len(steps),
        next=Milestone(pk=ahead[0].step, user_id=ahead[0].user_id, title=ahead[0].words).title if ahead else "",
    )


def in_force(*, user_id: UUID, start: datetime, end: datetime) -> list[Schedule]:
    """The schedules in force at some time of [start, end), with what they are of, in one query.

    What was due once, and before, is in force no longer.
    """
    found = Schedule.objects.for_user(user_id).filter(Q(until__isnull=True) | Q(until__gt=start), since__lt=end)
    found = found.exclude(every=Schedule.Every.ONCE, start__lt=start.date() - DAY)
    return list(found.select_related(*Schedule.NOUNS))


def said(*, user_id: UUID, zone: str, start: datetime, end: datetime) -> list[Said]:
    """All that stands in [start, end), by instant, in two queries; of a wind-down, its bedtime may stand there alone.

    An occurrence belongs to the schedule that was open at its instant. One that was recorded before its
    schedule closed stays, so that nobody is asked twice.
    """
    schedules = in_force(user_id=user_id, start=start, end=end)
    entries = entries_of(user_id=user_id, start=start, end=end)
    return said_of(schedules, entries, zone=zone, start=start, end=end)


def said_of(
    schedules: Iterable[Schedule], entries: Mapping[Key, Entry], *, zone: str, start: datetime, end: datetime
) -> list[Said]:
    """As `said`, from what was read before: the *schedules* in force and the *entries* of the time."""
    found = [row for schedule in schedules for row in _of(schedule, entries, zone, start, end)]
    return sorted(found, key=lambda row: (row.at, row.schedule.created_at, row.slot))


Key = tuple[UUID, date, int]


class Entry(NamedTuple):
    """What stands of one occurrence."""

    schedule_id: UUID
    date: date
    slot: int
    state: str
    recorded_at: datetime
    taken_at: datetime | None


def entries_of(
    *, user_id: UUID, start: datetime, end: datetime, told_since: datetime | None = None
) -> dict[Key, Entry]:
    """By (schedule, date, slot), in one query; a day more on both sides, since a schedule's date is that of its own
    zone. Homework may be done long before its day. With *told_since*, doses told to pause from then on are among them.
    """
    first, last = start.date() - DAY, end.date() + 2 * DAY
    told = Q(state=Dose.State.TOLD_TO_PAUSE, date__range=((told_since or start).date(), last))
    found = [
        model.objects.for_user(user_id)
        .filter(Q(date__range=(first, MOST_AHEAD if model is HomeworkEntry else last)) | told)
        .exclude(state="")
        .values_list("schedule_id", "date", "slot", "state", "recorded_at", _taken_at(model))
        for model in ENTRIES.values()
    ]
    entries = [Entry(*row) for row in found[0].union(*found[1:], all=True)]
    return {(entry.schedule_id, entry.date, entry.slot): entry for entry in entries}


def _taken_at(model: type[Model]) -> F | Value:
    return F("taken_at") if model is Dose else Value(None, output_field=DateTimeField())


def _of(schedule: Schedule, entries: Mapping[Key, Entry], zone: str, start: datetime, end: datetime) -> Iterator[Said]:
    kind, since, until = schedule.kind, schedule.since, schedule.until
    lead = schedule.lead if kind == "wind_down" else timedelta()
    for found in occurrences(schedule.rule, start=start, end=end + lead, zone=schedule.zone_for(zone)):
        entry = entries.get((schedule.pk, found.date, found.slot))
        if entry is None and not (since <= found.at and (until is None or found.at < until)):
            continue
        yield Said(
            schedule=schedule,
            kind=kind,
            date=found.date,
            slot=found.slot,
            at=found.at - lead,
            lapses_at=schedule.expires_at(found, person_zone=zone) if kind == "dose" and entry is None else None,
            state=entry.state if entry else "",
            taken_at=entry.taken_at if entry else None,
            said_at=entry.recorded_at if entry else None,
        )
