"""Homework: the list of it, and the page of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.models import Homework, HomeworkEntry, Schedule
from tracker.words import clock, rule_in_words
from tracker.work import NO_TIME, Clock, Work, entries_of, recordable

MOST_TOLD = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was said of one occurrence, in words."""

    date: dt.date
    state: str
    barrier: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeworkRow:
    """`over`: it was due once, on a day that has gone by."""

    id: UUID
    title: str
    when: str
    ended: bool
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeworkPage:
    """`work` is what can be recorded now, `told` what was said last; both the newest first."""

    id: UUID
    title: str
    why: str
    set_by: str
    when_and_where: str
    smallest: str
    when: str
    remind: bool
    ended: bool
    appointment_id: UUID | None
    appointment_on: dt.date | None
    work: tuple[Work, ...]
    told: tuple[Told, ...]

    def work_of(self, day: dt.date | None, *, today: dt.date) -> Work | None:
        """That of *day*; else the latest that has come, else the next."""
        wanted = next((work for work in self.work if work.date == day), None)
        come = (work for work in self.work if work.date <= today)
        return wanted or next(come, None) or (self.work[-1] if self.work else None)


def homework_rows(user_id: UUID, *, today: dt.date) -> tuple[HomeworkRow, ...]:
    """All there is, the oldest first, in two queries."""
    schedules = Schedule.objects.for_user(user_id).filter(homework__isnull=False).order_by("since")
    latest = {schedule.homework_id: schedule for schedule in schedules}
    return tuple(_row(homework, latest.get(homework.pk), today) for homework in Homework.objects.for_user(user_id))


def homework_page(homework: Homework, *, at: Clock) -> HomeworkPage:
    """Three queries, and one for the session it was set in."""
    schedules = list(homework.schedules.select_related("homework").order_by("since"))
    entries = entries_of(homework.user_id, schedules)
    row = _row(homework, schedules[-1] if schedules else None, at.today)
    session = homework.appointment
    return HomeworkPage(
        id=homework.pk,
        title=homework.title,
        why=homework.why,
        set_by=homework.set_by,
        when_and_where=homework.when_and_where,
        smallest=homework.smallest,
        when=row.when,
        remind=bool(schedules) and schedules[-1].remind,
        ended=row.ended,
        appointment_id=homework.appointment_id,
        appointment_on=session.starts_at.astimezone(at.tz).date() if session else None,
        work=tuple(recordable(schedules, entries, at)),
        told=_told(entries.values()),
    )


def schedule_in_words(schedule: Schedule) -> str:
    """ "Due on Thursday 5 November", "Mondays at 17:00": the time only where one was chosen."""
    rule = schedule.rule
    if rule.every != "once":
        return rule_in_words(rule)
    day = _("Due on %(day)s") % {"day": date_format(rule.start, "l j F")}
    time = rule.times[0]
    return day if time in NO_TIME else _("%(day)s at %(time)s") % {"day": day, "time": clock(time)}


def _row(homework: Homework, schedule: Schedule | None, today: dt.date) -> HomeworkRow:
    return HomeworkRow(
        id=homework.pk,
        title=homework.title,
        when=schedule_in_words(schedule) if schedule else "",
        ended=homework.ended_at is not None,
        over=schedule is not None and schedule.every == Schedule.Every.ONCE and schedule.start < today,
    )


def _told(entries: Iterable[HomeworkEntry]) -> tuple[Told, ...]:
    said = sorted((entry for entry in entries if entry.state), key=lambda entry: (entry.date, entry.slot), reverse=True)
    return tuple(
        Told(
            date=entry.date,
            state=str(HomeworkEntry.State(entry.state).label),
            barrier=str(HomeworkEntry.Barrier(entry.barrier).label) if entry.barrier else "",
            note=entry.note,
        )
        for entry in said[:MOST_TOLD]
    )
