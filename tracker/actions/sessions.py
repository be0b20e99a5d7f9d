"""The next appointment, and the lines to bring to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tracker.actions.errors import NotFound, TooManyLines
from tracker.actions.people import lock_person
from tracker.models import AgendaLine, Appointment


@transaction.atomic
def set_appointment(*, user_id: UUID, starts_at: datetime, with_whom: str, place: str, now: datetime) -> Appointment:
    """The next appointment, changed to these values; a new one when none lies ahead of *now*."""
    lock_person(user_id)
    appointment = Appointment.objects.for_user(user_id).upcoming(now).first() or Appointment(user_id=user_id)
    appointment.starts_at, appointment.with_whom, appointment.place = starts_at, with_whom, place
    appointment.save()
    return appointment


def cancel_appointment(*, user_id: UUID, appointment_id: UUID, now: datetime) -> None:
    """Twice changes nothing. Raises NotFound."""
    appointment = _appointment(user_id, appointment_id)
    if not appointment.outcome:
        appointment.outcome, appointment.outcome_at = Appointment.Outcome.CANCELLED, now
        appointment.save(update_fields=["outcome", "outcome_at"])


def restore_appointment(*, user_id: UUID, appointment_id: UUID) -> None:
    """Undo of cancelling. Raises NotFound."""
    appointment = _appointment(user_id, appointment_id)
    appointment.outcome, appointment.outcome_at = "", None
    appointment.save(update_fields=["outcome", "outcome_at"])


@transaction.atomic
def add_line(*, user_id: UUID, text: str, origin: str, private: bool = False, for_doctor: bool = False) -> AgendaLine:
    """A line at the end of the list. The same words already on it: that line, as it is.

    *origin* is one of AgendaLine.Origin; with *for_doctor* it stands on the doctor's sheet. Raises ValueError for another, and TooManyLines where
    AgendaLine.MOST_OPEN are on the list.
    """
    lock_person(user_id)
    lines = list(AgendaLine.objects.for_user(user_id).open())
    if existing := next((line for line in lines if line.text == text), None):
        return existing
    if len(lines) >= AgendaLine.MOST_OPEN:
        raise TooManyLines(f"{AgendaLine.MOST_OPEN} lines are on the list")
    line = AgendaLine.objects.create(
        user_id=user_id,
        text=text,
        origin=AgendaLine.Origin(origin),
        private=private,
        for_doctor=for_doctor,
        position=len(lines),
    )
    _number([*lines, line])
    return line


@transaction.atomic
def add_lines(*, user_id: UUID, texts: Sequence[str], origin: str) -> None:
    """All of *texts*, or none. Raises as add_line does."""
    for text in texts:
        add_line(user_id=user_id, text=text, origin=origin)


@transaction.atomic
def change_line(*, user_id: UUID, line_id: UUID, text: str, private: bool) -> AgendaLine:
    """The line with these words; a private one is never shared. Raises NotFound."""
    lock_person(user_id)
    line = _line(user_id, line_id)
    line.text, line.private = text, private
    line.save(update_fields=["text", "private"])
    return line


@transaction.atomic
def move_line(*, user_id: UUID, line_id: UUID, up: bool) -> int:
    """Change places with the neighbour; at the end of the list nothing changes. The new place, 0 for the first.

    Raises NotFound, also for a line that was taken off.
    """
    lock_person(user_id)
    lines = list(AgendaLine.objects.for_user(user_id).open())
    place = next((place for place, line in enumerate(lines) if line.pk == line_id), None)
    if place is None:
        raise NotFound("no such line on the list")
    target = min(max(place + (-1 if up else 1), 0), len(lines) - 1)
    lines[place], lines[target] = lines[target], lines[place]
    _number(lines)
    return target


@transaction.atomic
def drop_line(*, user_id: UUID, line_id: UUID, now: datetime) -> None:
    """Take the line off the list; the others keep their order. Twice changes nothing. Raises NotFound."""
    lock_person(user_id)
    line = _line(user_id, line_id)
    if line.dropped_at is None:
        line.dropped_at = now
        line.save(update_fields=["dropped_at"])
        _number(AgendaLine.objects.for_user(user_id).open())


@transaction.atomic
def restore_line(*, user_id: UUID, line_id: UUID) -> None:
    """Undo of taking off: back at its place. Raises NotFound, and TooManyLines where there is no room."""
    lock_person(user_id)
    line = _line(user_id, line_id)
    if line.dropped_at is None:
        return
    lines = list(AgendaLine.objects.for_user(user_id).open())
    if len(lines) >= AgendaLine.MOST_OPEN:
        raise TooManyLines(f"{AgendaLine.MOST_OPEN} lines are on the list")
    line.dropped_at = None
    line.save(update_fields=["dropped_at"])
    _number([*lines[: line.position], line, *lines[line.position :]])


def _number(lines: Iterable[AgendaLine]) -> None:
    """Write the places of *lines*, in this order, where they changed."""
    moved = [(place, line) for place, line in enumerate(lines) if line.position != place]
    for place, line in moved:
        line.position = place
    AgendaLine.objects.bulk_update([line for _place, line in moved], ["position"])


def _line(user_id: UUID, line_id: UUID) -> AgendaLine:
    line = AgendaLine.objects.for_user(user_id).filter(pk=line_id).first()
    if line is None:
        raise NotFound("no such line")
    return line


def _appointment(user_id: UUID, appointment_id: UUID) -> Appointment:
    appointment = Appointment.objects.for_user(user_id).filter(pk=appointment_id).first()
    if appointment is None:
        raise NotFound("no such appointment")
    return appointment
