"""Everything of one person, for themselves: one JSON document, or a zip with a table for each noun."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from guide.own_rows import own_rows
from tracker import models as rows
from tracker.not_said import all_rows as not_said

SCHEMA = 1
MARKS = ("=", "+", "-", "@", "\t", "\r", "\0")
NOUNS: dict[str, Any] = {
    "goals": rows.Goal,
    "milestones": rows.Milestone,
    "goal_ratings": rows.GoalRating,
    "homework": rows.Homework,
    "homework_entries": rows.HomeworkEntry,
    "medicines": rows.Medicine,
    "medicine_changes": rows.MedicineChange,
    "doses": rows.Dose,
    "as_needed_doses": rows.AsNeededDose,
    "stopping_thoughts": rows.StoppingThought,
    "side_effects": rows.SideEffects,
    "safety_cards": rows.SafetyCard,
    "habits": rows.Habit,
    "habit_entries": rows.HabitEntry,
    "habit_pauses": rows.HabitPause,
    "day_plans": rows.DayPlan,
    "bedtimes": rows.Bedtime,
    "wind_downs": rows.WindDown,
    "sleep_nights": rows.SleepNight,
    "schedules": rows.Schedule,
    "moods": rows.Mood,
    "small_days": rows.SmallDay,
    "notes": rows.JournalNote,
    "carers": rows.Carer,
    "episodes": rows.Episode,
    "appointments": rows.Appointment,
    "session_checks": rows.SessionCheck,
    "agenda_lines": rows.AgendaLine,
    "start_answers": rows.StartAnswer,
}
PERSON = ("email", "zone", "language", "country", "day_start", "date_joined")


def as_json(*, person: User, now: dt.datetime) -> bytes:
    """One document: `schema` (a number), `made_at`, `person`, and a list for each noun.

    Dates, times and instants are ISO 8601, instants in UTC. A dose of which nothing was said has no row.
    """
    document: dict[str, Any] = {"schema": SCHEMA, "made_at": _plain(now), "person": _person(person)}
    document |= {noun: list(found) for noun, found in _all(person.pk)}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def as_tables(*, person: User, now: dt.datetime) -> bytes:
    """A zip: a CSV for each noun that has rows, in UTF-8 with its mark and CRLF, and README.txt, which says how."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _readme(now).encode("utf-8-sig"))
        archive.writestr("person.csv", _table([_person(person)]))
        for noun, found in _all(person.pk):
            if table := list(found):
                archive.writestr(f"{noun}.csv", _table(table))
    return out.getvalue()


def _all(user_id: UUID) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    for noun, model in NOUNS.items():
        found = model.objects.for_user(user_id).order_by("created_at", "pk")
        yield noun, _rows(found.standing() if model is rows.JournalNote else found)
    yield "not_said", _rows(not_said(user_id))
    for noun, found in own_rows(user_id).items():
        yield noun, _rows(found.order_by("created_at", "pk"))


def _rows(found: QuerySet[Any]) -> Iterator[dict[str, Any]]:
    names = [field.attname for field in found.model._meta.concrete_fields if field.name != "user"]
    for row in found.iterator(chunk_size=2_000):
        yield {name: _plain(getattr(row, name)) for name in names}


def _person(person: User) -> dict[str, Any]:
    return {name: _plain(getattr(person, name)) for name in PERSON}


def _plain(value: Any) -> Any:
    """As JSON carries it."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return int(value.total_seconds())
    return str(value) if isinstance(value, UUID) else value


def _table(table: Iterable[dict[str, Any]]) -> bytes:
    table = list(table)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table[0])
    writer.writerows([_cell(value) for value in row.values()] for row in table)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(MARKS) else value
    return json.dumps(value, ensure_ascii=False)


def _readme(now: dt.datetime) -> str:
    lines = (
        _("Everything that you recorded with Turnstone, made at %(instant)s.") % {"instant": _plain(now)},
        _("One table for each kind of thing. “id” names a row; a name that ends in “_id” is the row it belongs to."),
        _("Text is UTF-8, fields are parted by commas, lines end in CRLF. Lists and answers are JSON."),
        _("Dates look like 2026-11-24. Instants look like 2026-11-24T18:00:00Z and are UTC."),
        _("A text that begins with = + - @, a tab, a return or a null has an apostrophe put before it."),
        _("So a spreadsheet does not take it for a formula. Remove that apostrophe to have the text as it was."),
        _("A dose, a habit or a mood without a row was not recorded. An empty state was taken back."),
        _("Not in here: how reminders reach you, and links that you shared."),
    )
    return "\r\n".join((*lines, ""))
