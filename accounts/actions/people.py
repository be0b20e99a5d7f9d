"""Writes to a person: what they set of themselves, and leaving."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts import vault
from accounts.models import Erasure, PersonKey, User


def change_settings(*, user_id: UUID, country: str, day_start: time) -> None:
    """*country* is an upper-case ISO 3166 code, or "" for none; *day_start* local wall time."""
    User.objects.filter(pk=user_id).update(country=country, day_start=day_start)


def erase(*, user_id: UUID, now: datetime) -> None:
    """The person's key, then everything of theirs, and every session of theirs. An unknown id changes nothing."""
    if _remove(user_id, now):
        _end_sessions(user_id, now)


def forget_expired_sessions(*, now: datetime) -> None:
    """Delete every session that ended before *now*: nobody can use it, and it may hold an address."""
    Session.objects.filter(expire_date__lt=now).delete()


def discard_unproven(*, email: str, now: datetime) -> bool:
    """Erase an account made with *email* whose owner never confirmed it. True if there was one.

    Whoever signs up with the address next gets a fresh account: a password that a stranger chose for it is gone.
    """
    user = User.objects.filter(email=email.lower(), last_login=None, is_staff=False).first()
    if user is None or EmailAddress.objects.filter(user=user, verified=True).exists():
        return False
    return _remove(user.pk, now)


@transaction.atomic
def _remove(user_id: UUID, now: datetime) -> bool:
    # Counted without saying whose: a backup of the keys compares how many are gone with how many left.
    keys, _ = PersonKey.objects.filter(user_id=user_id).delete()
    if keys:
        vault.clear_cache()
        Erasure.objects.create(at=now)
    people, _ = User.objects.filter(pk=user_id).delete()
    return bool(people)


def _end_sessions(user_id: UUID, now: datetime) -> None:
    # Sessions hold the address too, and cannot be found by person: this rare act reads them all, after the
    # person is gone, so that no row of anybody's is locked meanwhile and no new session of theirs can begin.
    forget_expired_sessions(now=now)
    for session in Session.objects.filter(expire_date__gte=now).iterator():
        if str(user_id) in str(session.get_decoded()):
            session.delete()
