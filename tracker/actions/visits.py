"""What became of an appointment, and which stretch of therapy it belongs to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from itertools import groupby
from uuid import UUID

from django.db import transaction

from accounts.models import User
from tracker.actions.errors import NotDue, NotFound
from tracker.actions.people import lock_person
from tracker.actions.safety import raise_for_words
from tracker.actions.sessions import drop_line
from tracker.logic.episodes import Visit, stretches
from tracker.logic.medicine_safety import STANDS_FOR
from tracker.models import AgendaLine, Appointment, Episode

Outcome = Appointment.Outcome


@transaction.atomic
def record_outcome(
    *, user_id: UUID, appointment_id: UUID, outcome: str, recorded_at: dt.datetime, now: dt.datetime
) -> Appointment:
    """What became of it, one of Appointment.Outcome, "" to undo. The later `recorded_at` stands.

    A session that the person went to joins its stretch of therapy, or starts another. Raises NotFound, NotDue
    before it begins, and ValueError for an unknown outcome.
    """
    if outcome and outcome not in Outcome.values:
        raise ValueError("appointment: unknown outcome")
    person, said_at = lock_person(user_id), min(recorded_at, now)
    appointment = _appointment(user_id, appointment_id)
    if appointment.said_at and appointment.said_at > said_at:
        return appointment
    if appointment.starts_at > now:
        raise NotDue("appointment: still to come")
    appointment.outcome, appointment.outcome_at = outcome, said_at if outcome else None
    appointment.said_at = said_at
    appointment.save(update_fields=["outcome", "outcome_at", "said_at"])
    arrange(person, changed_on=appointment.starts_at.astimezone(person.tzinfo).date())
    appointment.refresh_from_db(fields=["episode"])
    return appointment


@transaction.atomic
def put_aside(*, user_id: UUID, appointment_id: UUID, now: dt.datetime) -> None:
    """Not to be asked about any more; it can still be said. Raises NotFound."""
    lock_person(user_id)
    appointment = _appointment(user_id, appointment_id)
    if not appointment.outcome:
        appointment.outcome_at = now
        appointment.save(update_fields=["outcome_at"])


@transaction.atomic
def keep_notes(
    *, user_id: UUID, appointment_id: UUID, notes: str, now: dt.datetime, obstacle: str = "", obstacle_words: str = ""
) -> Appointment:
    """Notes of it, and what got in the way, where something did. Raises NotFound, and ValueError for an unknown one.

    New words about a session of the last two weeks may call for a card of medicine safety.
    """
    if obstacle and obstacle not in Appointment.Obstacle.values:
        raise ValueError("appointment: unknown obstacle")
    lock_person(user_id)
    appointment = _appointment(user_id, appointment_id)
    new = {notes, obstacle_words} - {appointment.notes, appointment.obstacle_words}
    for words in new if now - appointment.starts_at < STANDS_FOR else ():
        raise_for_words(user_id=user_id, text=words, now=now)
    appointment.notes = notes
    appointment.got_in_the_way = f"{obstacle}\n{obstacle_words}" if obstacle or obstacle_words else ""
    appointment.save(update_fields=["notes", "got_in_the_way"])
    return appointment


@transaction.atomic
def take_off_what_was_said(*, user_id: UUID, line_ids: Collection[UUID], now: dt.datetime) -> int:
    """Off the list with the lines that were said; the others stay. How many went. Raises NotFound."""
    lock_person(user_id)
    there = {line.pk for line in AgendaLine.objects.for_user(user_id).open()} & set(line_ids)
    for line_id in there:
        drop_line(user_id=user_id, line_id=line_id, now=now)
    return len(there)


def arrange(person: User, *, changed_on: dt.date | None = None) -> None:
    """Give each session that the person went to its stretch of therapy, in the order of their dates.

    A stretch keeps its row, and starts no later than its first session; one that began with a session that no longer
    counts, on the date *changed_on*, starts with the next. What is left without a session and without a word goes.
    """
    attended = Appointment.objects.for_user(person.pk).filter(outcome=Outcome.ATTENDED).order_by("starts_at")
    sessions = [row for row in attended.select_related("carer") if row.is_therapy]
    left = {episode.pk: episode for episode in Episode.objects.for_user(person.pk)}
    with_sessions = set(Appointment.objects.for_user(person.pk).values_list("episode_id", flat=True))
    visits = [Visit(on=row.starts_at.astimezone(person.tzinfo).date(), therapist=row.carer_id) for row in sessions]
    places = zip(stretches(visits), sessions, visits, strict=True)
    for _number, group in groupby(places, key=lambda place: place[0]):
        rows, seen = zip(*((row, visit) for _number, row, visit in group), strict=True)
        _join(person, rows, seen, left, with_sessions, changed_on)
    others = Appointment.objects.for_user(person.pk).filter(episode__isnull=False)
    others.exclude(pk__in=[row.pk for row in sessions]).update(episode=None)
    for episode in left.values():
        if episode.pk in with_sessions and not (episode.focus or episode.approach):
            episode.delete()


def _join(
    person: User,
    rows: Sequence[Appointment],
    visits: Sequence[Visit],
    left: dict[UUID, Episode],
    with_sessions: Collection[UUID | None],
    changed_on: dt.date | None,
) -> None:
    """One stretch: the row that its sessions had, else one that was written down before any, else a new one."""
    therapist = next((visit.therapist for visit in visits if visit.therapist), None)
    had = next((row.episode_id for row in rows if row.episode_id in left), None)
    waiting = [one for one in left.values() if one.pk not in with_sessions and one.therapist_id in (None, therapist)]
    episode = left.pop(had) if had else (waiting[-1] if waiting else Episode(user_id=person.pk))
    left.pop(episode.pk, None)
    first = visits[0].on
    if episode.started_on is None or episode.started_on > first or episode.started_on == changed_on:
        episode.started_on = first
    episode.therapist_id = therapist or episode.therapist_id
    episode.save()
    Appointment.objects.for_user(person.pk).filter(pk__in=[row.pk for row in rows]).update(episode=episode)


def _appointment(user_id: UUID, appointment_id: UUID) -> Appointment:
    found = Appointment.objects.for_user(user_id).filter(pk=appointment_id).first()
    if found is None:
        raise NotFound("no such appointment")
    return found
