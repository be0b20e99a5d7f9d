"""The person as writes need them: the lock, their local date, and an id a form brought along."""

from __future__ import annotations

import datetime as dt
import uuid
from uuid import UUID
from zoneinfo import ZoneInfo

from accounts.models import User
from accounts.owned import Owned
from tracker.actions.errors import NotFound
from tracker.logic.day import page_of


def lock_person(user_id: UUID) -> User:
    """The person, their row held until the transaction ends, so that limits and one-of-a-kind rows stay true.

    A schedule opened during a move is thereby timed by the one zone or the other, never by both. Take this lock
    before those of the person's other rows, so that two requests never wait for each other.
    """
    person = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if person is None:
        raise NotFound("no such person")
    return person


def local_date(user_id: UUID, at: dt.datetime) -> dt.date:
    """The calendar date at the person's, at the instant *at*."""
    zone = User.objects.values_list("zone", flat=True).get(pk=user_id)
    return at.astimezone(ZoneInfo(zone)).date()


def page_date(user_id: UUID, at: dt.datetime) -> dt.date:
    """The date of the person's page that the instant *at* stands on: before their day starts, yesterday's."""
    person = User.objects.only("zone", "day_start").get(pk=user_id)
    return page_of(at, zone=person.zone, day_start=person.day_start)


def fresh_id(model: type[Owned], wanted: UUID | None) -> UUID:
    """*wanted*, the id a form was given so that sending it twice makes one row; another if it is someone's."""
    taken = wanted is None or model._default_manager.filter(pk=wanted).exists()
    return uuid.uuid4() if wanted is None or taken else wanted
