"""Homework: written down, changed, put away; what became of it, and what that gives to say."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import cast
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.actions import restoring, schedules
from tracker.actions.errors import NotFound, TooManyHomework, TooManyLines
from tracker.actions.occurrences import record_occurrence
from tracker.actions.people import fresh_id, lock_person
from tracker.actions.safety import raise_for_words
from tracker.actions.sessions import add_line
from tracker.logic.homework import FILL_IN
from tracker.logic.schedule import Rule
from tracker.models import AgendaLine, Appointment, Homework, HomeworkEntry, Schedule

Barrier = HomeworkEntry.Barrier
WITH_A_BARRIER = (HomeworkEntry.State.PARTLY, HomeworkEntry.State.NOT_DONE)

TO_SAY = {
    Barrier.BUSY: _("“%(title)s” was too big to fit in this week. Could we make it smaller?"),
    Barrier.AVOIDED: _("“%(title)s” felt too hard to start. Could we find a first step that I can manage?"),
    Barrier.BORING: _("I found “%(title)s” boring. Is there another way to practise the same thing?"),
    Barrier.FORGOT: _("I forgot about “%(title)s”. Could we tie it to something I do anyway?"),
    Barrier.UNCLEAR: _("I wasn’t sure when, where or how to do “%(title)s”. Could we plan it together?"),
    Barrier.POINTLESS: _("I don’t see yet what “%(title)s” is for. Could you explain how it helps?"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is written down. `appointment_id`: the session it was set in; `template`: the key of what it began as."""

    title: str
    why: str = ""
    set_by: str = ""
    when_and_where: str = ""
    smallest: str = ""
    template: str = ""
    appointment_id: UUID | None = None


@transaction.atomic
def add_homework(
    *, user_id: UUID, task: Task, rule: Rule, remind: bool, now: dt.datetime, homework_id: UUID | None = None
) -> Homework:
    """Homework and its schedule. With a `homework_id` already there, that one as it is: sent twice, made once.

    Raises TooManyHomework where Homework.MOST_CURRENT are current, and NotFound for another's appointment.
    """
    lock_person(user_id)
    if homework_id and (existing := Homework.objects.for_user(user_id).filter(pk=homework_id).first()):
        return existing
    _require_room(user_id, now)
    _check_appointment(user_id, task.appointment_id)
    homework = Homework.objects.create(pk=fresh_id(Homework, homework_id), user_id=user_id, **asdict(task))
    schedules.open_schedule(user_id=user_id, noun="homework", noun_id=homework.pk, rule=rule, remind=remind, now=now)
    return homework


@transaction.atomic
def change_homework(
    *, user_id: UUID, homework_id: UUID, task: Task, rule: Rule, remind: bool, now: dt.datetime
) -> Homework:
    """With these values. Another rule closes its schedule and opens a new one.

    Raises NotFound, also for another's appointment.
    """
    lock_person(user_id)
    homework = _homework(user_id, homework_id)
    _check_appointment(user_id, task.appointment_id)
    for name, value in asdict(task).items():
        setattr(homework, name, value)
    homework.save()
    schedules.follow_rule(user_id=user_id, noun="homework", noun_id=homework.pk, rule=rule, remind=remind, now=now)
    return homework


@transaction.atomic
def end_homework(*, user_id: UUID, homework_id: UUID, now: dt.datetime) -> Homework:
    """Put away: its schedule closes, what was recorded stays. Twice changes nothing. Raises NotFound."""
    return cast(Homework, restoring.end(user_id=user_id, noun="homework", noun_id=homework_id, now=now))


@transaction.atomic
def restore_homework(*, user_id: UUID, homework_id: UUID, now: dt.datetime) -> Homework:
    """Back in the plan. Raises NotFound, and TooManyHomework where there is no room."""
    lock_person(user_id)
    if _homework(user_id, homework_id).ended_at is not None:
        _require_room(user_id, now)
    return cast(Homework, restoring.restore(user_id=user_id, noun="homework", noun_id=homework_id, now=now))


@transaction.atomic
def record_homework(
    *,
    user_id: UUID,
    schedule_id: UUID,
    date: dt.date,
    slot: int,
    recorded_at: dt.datetime,
    now: dt.datetime,
    state: str | None = None,
    barrier: str | None = None,
    note: str | None = None,
) -> HomeworkEntry:
    """What became of one occurrence; *state* "" undoes, and None leaves what is not said.

    A barrier stands only beside partly and not done, and puts one line on the list to bring, however often. The later
    `recorded_at` stands. Raises NotDue, NotFound, and ValueError for an unknown state or barrier.
    """
    if barrier and barrier not in Barrier.values:
        raise ValueError("homework: unknown barrier")
    lock_person(user_id)
    before = HomeworkEntry.objects.for_user(user_id).filter(schedule=schedule_id, date=date, slot=slot).first()
    old = (before.state, before.barrier, before.note) if before else ("", "", "")
    said = [there if new is None else new for there, new in zip(old, (state, barrier, note), strict=True)]
    if said[0] not in WITH_A_BARRIER:
        said[1] = ""
    said_of = record_occurrence(
        user_id=user_id,
        noun="homework",
        schedule_id=schedule_id,
        date=date,
        slot=slot,
        state=said[0],
        barrier=said[1],
        note=said[2],
        recorded_at=recorded_at,
        now=now,
    )
    entry = cast(HomeworkEntry, said_of)
    _follow_up(entry, barrier=old[1], note=old[2], now=now)
    return entry


def what_to_say(title: str, barrier: str) -> str:
    """The line that a barrier gives."""
    return str(TO_SAY[Barrier(barrier)]) % {"title": title}


def _follow_up(entry: HomeworkEntry, *, barrier: str, note: str, now: dt.datetime) -> None:
    """What another barrier and a new note call for, after those that stood there."""
    if entry.barrier != barrier:
        _change_what_to_say(entry.user_id, entry.schedule_id, barrier, entry.barrier)
    if entry.note != note:
        raise_for_words(user_id=entry.user_id, text=entry.note, now=now)


def _change_what_to_say(user_id: UUID, schedule_id: UUID, old: str, new: str) -> None:
    """A line that was taken off the list stays off."""
    homework = Schedule.objects.for_user(user_id).select_related("homework").get(pk=schedule_id).homework
    if homework is None:
        return
    lines = {line.text: line for line in AgendaLine.objects.for_user(user_id)}
    there = lines.get(what_to_say(homework.title, old)) if old else None
    if there and there.dropped_at is None and not _is_still_said(homework, old):
        there.delete()
    if new and (text := what_to_say(homework.title, new)) not in lines:
        try:
            add_line(user_id=user_id, text=text, origin=AgendaLine.Origin.HOMEWORK)
        except TooManyLines:
            return


def _is_still_said(homework: Homework, barrier: str) -> bool:
    entries = HomeworkEntry.objects.for_user(homework.user_id).filter(schedule__homework=homework).exclude(state="")
    return any(entry.barrier == barrier for entry in entries)


def _require_room(user_id: UUID, now: dt.datetime) -> None:
    """What was due once, and can be filled in no longer, takes no room."""
    over = Q(every=Schedule.Every.ONCE, start__lt=(now - FILL_IN).date())
    schedules = Schedule.objects.for_user(user_id).current().filter(homework__isnull=False).exclude(over)
    if schedules.count() >= Homework.MOST_CURRENT:
        raise TooManyHomework(f"{Homework.MOST_CURRENT} homework are in the plan")


def _check_appointment(user_id: UUID, appointment_id: UUID | None) -> None:
    if appointment_id and not Appointment.objects.for_user(user_id).filter(pk=appointment_id).exists():
        raise NotFound("no such appointment")


def _homework(user_id: UUID, homework_id: UUID) -> Homework:
    homework = Homework.objects.select_for_update().for_user(user_id).filter(pk=homework_id).first()
    if homework is None:
        raise NotFound("no such homework")
    return homework
