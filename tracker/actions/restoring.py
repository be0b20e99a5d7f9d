"""Ending a medicine, a habit, homework or a bedtime, and taking it up again: what was recorded stays."""

from __future__ import annotations

import datetime as dt
from typing import Literal
from uuid import UUID

from tracker.actions import schedules
from tracker.actions.errors import NotFound
from tracker.actions.people import lock_person
from tracker.models import Bedtime, Habit, Homework, Medicine, Schedule

Noun = Literal["medicine", "habit", "homework", "bedtime"]
Row = Medicine | Habit | Homework | Bedtime


def end(*, user_id: UUID, noun: Noun, noun_id: UUID, now: dt.datetime) -> Row:
    """The row, ended, its schedule closed. Twice changes nothing. Raises NotFound. In a transaction."""
    row = _locked(user_id, noun, noun_id)
    if row.ended_at is None:
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        for schedule in row.schedules.current():
            schedules.close_schedule(user_id=user_id, schedule_id=schedule.pk, now=now)
    return row


def restore(*, user_id: UUID, noun: Noun, noun_id: UUID, now: dt.datetime) -> Row:
    """The row, no longer ended, with a schedule from *now* like its last. Twice changes nothing. Raises NotFound.

    In a transaction.
    """
    row = _locked(user_id, noun, noun_id)
    if row.ended_at is not None:
        row.ended_at = None
        row.save(update_fields=["ended_at"])
        if not (isinstance(row, Medicine) and (row.paused_at or row.as_needed)):
            reopen(user_id=user_id, noun=noun, noun_id=noun_id, now=now)
    return row


def reopen(*, user_id: UUID, noun: Noun, noun_id: UUID, now: dt.datetime) -> None:
    """A schedule from *now* like the last one, which stays closed, so that its slots keep their numbers.

    Nothing where there never was one. In a transaction.
    """
    last = Schedule.objects.for_user(user_id).filter(**{f"{noun}_id": noun_id}).order_by("-since").first()
    if last is None:
        return
    schedules.open_schedule(
        user_id=user_id,
        noun=noun,
        noun_id=noun_id,
        rule=last.rule,
        lead=last.lead,
        zone=last.zone,
        remind=last.remind,
        now=now,
    )


def _locked(user_id: UUID, noun: Noun, noun_id: UUID) -> Row:
    lock_person(user_id)
    row: Row | None = schedules.NOUNS[noun](user_id).select_for_update().filter(pk=noun_id).first()
    if row is None:
        raise NotFound(f"no such {noun}")
    return row
