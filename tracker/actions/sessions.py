"""The next appointment, and the lines to bring to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tracker.actions.errors import NotFound, TooManyLines
from tracker.actions.people import fresh_id, lock_person
from tracker.actions.safety import raise_for_words
from tracker.models import AgendaLine, Appointment, Carer


@transaction.atomic
def set_appointment(
    *,
    user_id: UUID,
    starts_at: datetime,
    with_whom: str,
    place: str,
    carer_id: UUID | None = None,
    appointment_id: UUID | None = None,
) -> Appointment:
    """The appointment *appointment_id* with these values; a new one where there is none of that id.

    With one of the care team, or *with_whom*; `starts_at` is aware, ahead or gone by. One of which it was said what
    became of it stays as it is. Raises NotFound for another's carer.
    """
    lock_person(user_id)
    if carer_id and not Carer.objects.for_user(user_id).filter(pk=carer_id).exists():
        raise NotFound("no such carer")
    mine = Appointment.objects.for_user(user_id)
    appointment = mine.filter(pk=appointment_id).first() if appointment_id else None
    if appointment is None:
        appointment = Appointment(pk=fresh_id(Appointment, appointment_id), user_id=user_id)
    if appointment.outcome:
        return appointment
    appointment.starts_at, appointment.with_whom, appointment.place = starts_at, with_whom, place
    appointment.carer_id = carer_id
    appointment.save()
    return appointment


def cancel_appointment(*, user_id: UUID, appointment_id: UUID, now: datetime) -> None:
    """Twice changes nothing. Raises NotFound."""
    appointment = _appointment(user_id, appointment_id)
    if not appointment.outcome:
        appointment.outcome, appointment.outcome_at = Appointment.Outcome.CANCELLED, now
        appointment.said_at = now
        appointment.save(update_fields=["outcome", "outcome_at", "said_at"])


def restore_appointment(*, user_id: UUID, appointment_id: UUID) -> None:
    """Undo of cancelling; what became of another stays. Raises NotFound."""
    appointment = _appointment(user_id, appointment_id)
    if appointment.outcome == Appointment.Outcome.CANCELLED:
        appointment.outcome, appointment.outcome_at = "", None
        appointment.save(update_fields=["outcome", "outcome_at"])


@transaction.atomic
def add_line(
    *,
    user_id: UUID,
    text: str,
    origin: str,
    private: bool = False,
    for_doctor: bool = False,
    now: datetime | None = None,
) -> AgendaLine:
    """A line at the end of the list. The same words already on it: that line, as it is.

    *origin* is one of AgendaLine.Origin; with *for_doctor* it stands on the doctor's sheet. Own words said *now* may
    call for a card of medicine safety; None: they stood elsewhere before. Raises ValueError for another origin, and
    TooManyLines where AgendaLine.MOST_OPEN are on the list.
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
    if now and line.origin == AgendaLine.Origin.OWN:
        raise_for_words(user_id=user_id, text=text, now=now)
    return line


@transaction.atomic
def add_lines(*, user_id: UUID, texts: Sequence[str], origin: str) -> None:
    """All of *texts*, or none. Raises as add_line does."""
    for text in texts:
        add_line(user_id=user_id, text=text, origin=origin)


@transaction.atomic
def change_line(
    *, user_id: UUID, line_id: UUID, text: str, private: bool, now: datetime, for_doctor: bool = False
) -> AgendaLine:
    """The line with these words; a private one is never shared. Other words may call for a card. Raises NotFound."""
    lock_person(user_id)
    line = _line(user_id, line_id)
    if line.text != text:
        raise_for_words(user_id=user_id, text=text, now=now)
    line.text, line.private, line.for_doctor = text, private, for_doctor
    line.save(update_fields=["text", "private", "for_doctor"])
    return line


@transaction.atomic
def move_line(*, user_id: UUID, line_id: UUID, up: bool) -> int:
    """Change places with the neighbour; at the end of the list nothing changes. The new place, 0 for the first.

    Lines for the therapist and lines for the doctor are two lists. Raises NotFound, also for a line that was taken off.
    """
    lock_person(user_id)
    every = list(AgendaLine.objects.for_user(user_id).open())
    line = next((line for line in every if line.pk == line_id), None)
    if line is None:
        raise NotFound("no such line on the list")
    lines = [one for one in every if bool(one.for_doctor) == bool(line.for_doctor)]
    place = lines.index(line)
    target = min(max(place + (-1 if up else 1), 0), len(lines) - 1)
    here, there = every.index(line), every.index(lines[target])
    every[here], every[there] = every[there], every[here]
    _number(every)
    return target


@transaction.atomic
def answer_homework_offer(*, user_id: UUID, appointment_id: UUID, text: str, now: datetime) -> None:
    """Asked about homework for this session: *text* goes on the list, nothing where it is "". Not offered again for it.

    Raises NotFound, and TooManyLines as add_line does, with nothing kept.
    """
    lock_person(user_id)
    appointment = _appointment(user_id, appointment_id)
    if text:
        add_line(user_id=user_id, text=text, origin=AgendaLine.Origin.HOMEWORK)
    appointment.homework_asked_at = now
    appointment.save(update_fields=["homework_asked_at"])


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
