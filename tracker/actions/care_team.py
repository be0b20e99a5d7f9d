"""The care team, and what a stretch of therapy is about."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from tracker.actions.errors import NotFound, TooManyCarers
from tracker.actions.people import fresh_id, lock_person
from tracker.actions.visits import arrange
from tracker.models import Carer, Episode


@transaction.atomic
def add_carer(*, user_id: UUID, name: str, role: str, phone: str = "", carer_id: UUID | None = None) -> Carer:
    """One of the care team. With a `carer_id` already there, that one as it is: sent twice, made once.

    *role* is one of Carer.Role; raises ValueError for another, and TooManyCarers where Carer.MOST_CURRENT are current.
    """
    lock_person(user_id)
    if carer_id and (existing := Carer.objects.for_user(user_id).filter(pk=carer_id).first()):
        return existing
    _require_room(user_id)
    return Carer.objects.create(
        pk=fresh_id(Carer, carer_id), user_id=user_id, name=name, role=Carer.Role(role).value, phone=phone
    )


@transaction.atomic
def change_carer(*, user_id: UUID, carer_id: UUID, name: str, role: str, phone: str) -> Carer:
    """With these values. Raises NotFound, and ValueError for an unknown role."""
    person = lock_person(user_id)
    carer = _carer(user_id, carer_id)
    before = carer.role
    carer.name, carer.role, carer.phone = name, Carer.Role(role).value, phone
    carer.save(update_fields=["name", "role", "phone"])
    if carer.role != before:
        arrange(person)
    return carer


@transaction.atomic
def end_carer(*, user_id: UUID, carer_id: UUID, now: dt.datetime) -> Carer:
    """No longer of the care team; what was with them stays. Twice changes nothing. Raises NotFound."""
    lock_person(user_id)
    carer = _carer(user_id, carer_id)
    if carer.ended_at is None:
        carer.ended_at = now
        carer.save(update_fields=["ended_at"])
    return carer


@transaction.atomic
def restore_carer(*, user_id: UUID, carer_id: UUID) -> Carer:
    """Of the care team again. Raises NotFound, and TooManyCarers where there is no room."""
    lock_person(user_id)
    carer = _carer(user_id, carer_id)
    if carer.ended_at is not None:
        _require_room(user_id)
        carer.ended_at = None
        carer.save(update_fields=["ended_at"])
    return carer


@transaction.atomic
def keep_episode(
    *,
    user_id: UUID,
    started_on: dt.date,
    focus: str,
    approach: str,
    therapist_id: UUID | None,
    episode_id: UUID | None = None,
) -> Episode:
    """The stretch of therapy with these values; the first, where `episode_id` is None and there is none.

    Others begin by themselves, with a session. Raises NotFound, also for another's therapist.
    """
    lock_person(user_id)
    if therapist_id:
        _carer(user_id, therapist_id)
    mine = Episode.objects.for_user(user_id)
    episode = mine.filter(pk=episode_id).first() if episode_id else mine.first() or Episode(user_id=user_id)
    if episode is None:
        raise NotFound("no such episode")
    episode.started_on, episode.focus, episode.approach = started_on, focus, approach
    episode.therapist_id = therapist_id
    episode.save()
    return episode


def _require_room(user_id: UUID) -> None:
    if Carer.objects.for_user(user_id).current().count() >= Carer.MOST_CURRENT:
        raise TooManyCarers(f"{Carer.MOST_CURRENT} are in the care team")


def _carer(user_id: UUID, carer_id: UUID) -> Carer:
    carer = Carer.objects.for_user(user_id).filter(pk=carer_id).first()
    if carer is None:
        raise NotFound("no such carer")
    return carer
