"""A file of another program: looked at, kept for an hour, brought in as a whole or not at all."""

from __future__ import annotations

import dataclasses
import datetime as dt
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction

from tracker.actions.errors import NotFound
from tracker.actions.import_rows import Rows, Tally, rows_of
from tracker.actions.people import lock_person
from tracker.logic.imports.found import Found, kept, read_back
from tracker.models import AsNeededDose, Habit, HabitEntry, ImportDraft, JournalNote, Medicine, Mood, Schedule

BATCH = 1_000


@transaction.atomic
def keep_draft(*, user_id: UUID, found: Found, now: dt.datetime) -> ImportDraft:
    """What was found in the file, for an hour, in place of what was kept before."""
    lock_person(user_id)
    ImportDraft.objects.for_user(user_id).delete()
    return ImportDraft.objects.create(user_id=user_id, found=kept(found), expires_at=now + ImportDraft.KEPT)


@transaction.atomic
def bring_in(*, user_id: UUID, now: dt.datetime) -> dict[str, Tally]:
    """Everything of the draft that is not there yet, in one transaction; how much, by noun. Twice brings it in once.

    The record stays as it is where it says something already. Raises NotFound where no draft stands.
    """
    person = lock_person(user_id)
    draft = ImportDraft.objects.for_user(user_id).standing(now).first()
    if draft is None:
        raise NotFound("no draft of an import")
    if draft.found is None:
        return tallies_of(draft.done)
    rows = rows_of(read_back(draft.found), person=person, now=now)
    _save(rows, user_id, now)
    draft.done = {noun: dataclasses.asdict(tally) for noun, tally in rows.tallies.items()}
    for stored in draft.done.values():
        stored |= {name: stored[name] and stored[name].isoformat() for name in ("first", "last")}
    draft.found = None
    draft.save(update_fields=["found", "done"])
    return rows.tallies


@transaction.atomic
def throw_away(*, user_id: UUID) -> None:
    """What was found in a file and not brought in. Twice changes nothing."""
    lock_person(user_id)
    ImportDraft.objects.for_user(user_id).delete()


def forget_drafts(*, now: dt.datetime) -> None:
    """Delete everybody's drafts whose hour is over at *now*."""
    ImportDraft.objects.filter(expires_at__lte=now).delete()


def tallies_of(done: dict[str, dict[str, Any]]) -> dict[str, Tally]:
    """How much was brought in, by noun, as a draft keeps it."""
    read = {noun: dict(stored) for noun, stored in done.items()}
    for stored in read.values():
        stored |= {name: stored[name] and dt.date.fromisoformat(stored[name]) for name in ("first", "last")}
    return {noun: Tally(**stored) for noun, stored in read.items()}


def _save(rows: Rows, user_id: UUID, now: dt.datetime) -> None:
    Habit.objects.bulk_create(rows.habits)
    Schedule.objects.bulk_create(rows.schedules)
    Medicine.objects.bulk_create(rows.medicines)
    own = {"user_id": user_id, "recorded_at": now}
    for ticks in batched(rows.ticks, BATCH):
        HabitEntry.objects.bulk_create(
            HabitEntry(schedule_id=schedule, date=date, slot=slot, state=state, **own)
            for schedule, date, slot, state in ticks
        )
    for moods in batched(rows.moods, BATCH):
        Mood.objects.bulk_create(Mood(date=date, level=level, **own) for date, level in moods)
    for notes in batched(rows.notes, BATCH):
        JournalNote.objects.bulk_create(JournalNote(date=date, text=text, **own) for date, text in notes)
    for doses in batched(rows.doses, BATCH):
        AsNeededDose.objects.bulk_create(AsNeededDose(medicine_id=pk, taken_at=at, **own) for pk, at in doses)
