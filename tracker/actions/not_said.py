"""What was not said yet: kept for the person alone, until it takes one of its ways out."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from tracker.actions import safety, sessions
from tracker.actions.errors import NotFound, TooManyNotSaid
from tracker.actions.people import fresh_id, lock_person
from tracker.models import AgendaLine
from tracker.models.not_said import NotSaid


@transaction.atomic
def add_not_said(*, user_id: UUID, text: str, now: dt.datetime, not_said_id: UUID | None = None) -> UUID:
    """The id of the thing. With a `not_said_id` already there, that one as it is: sent twice, made once.

    Raises TooManyNotSaid where NotSaid.MOST_STANDING stand.
    """
    lock_person(user_id)
    if not_said_id and NotSaid.objects.for_user(user_id).filter(pk=not_said_id).exists():
        return not_said_id
    _require_room(user_id)
    made = NotSaid.objects.create(pk=fresh_id(NotSaid, not_said_id), user_id=user_id, text=text)
    safety.raise_for_words(user_id=user_id, text=text, now=now)
    return made.pk


@transaction.atomic
def change_not_said(*, user_id: UUID, not_said_id: UUID, text: str, now: dt.datetime) -> None:
    """The thing in these words. Raises NotFound."""
    thing = _locked(user_id, not_said_id)
    if thing.text != text:
        safety.raise_for_words(user_id=user_id, text=text, now=now)
    thing.text = text
    thing.save(update_fields=["text"])


@transaction.atomic
def put_on_list(*, user_id: UUID, not_said_id: UUID) -> UUID:
    """The id of a private line of these words on the list to bring; the thing itself stays as it is.

    Raises NotFound, and TooManyLines where the list is full.
    """
    thing = _locked(user_id, not_said_id)
    line = sessions.add_line(user_id=user_id, text=thing.text, origin=AgendaLine.Origin.OWN.value, private=True)
    return line.pk


@transaction.atomic
def settle(*, user_id: UUID, not_said_id: UUID, way_out: str, now: dt.datetime) -> None:
    """It took this way out. Settled before, it keeps its day. Raises NotFound, and ValueError for an unknown way."""
    way = NotSaid.WayOut(way_out)
    thing = _locked(user_id, not_said_id)
    thing.way_out, thing.settled_at = way.value, thing.settled_at or now
    thing.save(update_fields=["way_out", "settled_at"])


@transaction.atomic
def unsettle(*, user_id: UUID, not_said_id: UUID) -> None:
    """It is not said yet, after all. Raises NotFound, and TooManyNotSaid where there is no room."""
    thing = _locked(user_id, not_said_id)
    if thing.settled_at is None:
        return
    _require_room(user_id)
    thing.way_out, thing.settled_at = "", None
    thing.save(update_fields=["way_out", "settled_at"])


@transaction.atomic
def delete_not_said(*, user_id: UUID, not_said_id: UUID) -> None:
    """Gone for good, with its words. Raises NotFound."""
    _locked(user_id, not_said_id).delete()


def _require_room(user_id: UUID) -> None:
    if NotSaid.objects.for_user(user_id).standing().count() >= NotSaid.MOST_STANDING:
        raise TooManyNotSaid(f"{NotSaid.MOST_STANDING} things are on the list")


def _locked(user_id: UUID, not_said_id: UUID) -> NotSaid:
    lock_person(user_id)
    found = NotSaid.objects.for_user(user_id).filter(pk=not_said_id).first()
    if found is None:
        raise NotFound("no such thing")
    return found
