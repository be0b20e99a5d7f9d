"""Tokens by which a program of the person's own reads and writes their record."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Collection
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from accounts.models import ApiToken, User


class TooManyTokens(Exception):
    """The person has as many tokens as they can hold: one is turned off before another is made."""


@transaction.atomic
def issue_token(*, user_id: UUID, name: str, scopes: Collection[str], token_id: UUID | None = None) -> str | None:
    """A new token of 256 random bits, told this once: only its digest is kept.

    None where the person has the row *token_id* already: sent twice, made once. Raises TooManyTokens, and ValueError
    for *scopes* that are none of ApiToken.Scope.
    """
    if not scopes or set(scopes) - set(ApiToken.Scope.values):
        raise ValueError("token: unknown scope")
    User.objects.select_for_update(no_key=True).get(pk=user_id)
    mine = ApiToken.objects.for_user(user_id)
    if token_id and mine.filter(pk=token_id).exists():
        return None
    if mine.count() >= ApiToken.MOST:
        raise TooManyTokens
    taken = token_id is None or ApiToken.objects.filter(pk=token_id).exists()
    token = secrets.token_urlsafe(32)
    ApiToken.objects.create(
        pk=uuid.uuid4() if taken else token_id,
        user_id=user_id,
        digest=_digest(token),
        name=name,
        scopes=sorted(scopes),
    )
    return token


def revoke_token(*, user_id: UUID, token_id: UUID) -> None:
    """End a token at once and for good. Twice, and for one that is not the person's, harmless."""
    ApiToken.objects.for_user(user_id).filter(pk=token_id).delete()


def find_token(token: str) -> ApiToken | None:
    """The row of *token* with its person, unless their account is switched off."""
    return ApiToken.objects.filter(digest=_digest(token), user__is_active=True).select_related("user").first()


def note_use(*, token: ApiToken, on: dt.date) -> None:
    """That *token* was used on the local date *on*: one write a day."""
    if token.last_used_on != on:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=on)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
