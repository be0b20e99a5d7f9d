"""Tokens by which a program of the person's own reads and writes their record."""

from __future__ import annotations

import secrets
from hashlib import sha256
from uuid import UUID

from accounts.models import ApiToken, User


def issue_token(*, user_id: UUID) -> str:
    """A new token of 256 random bits, told this once: only its digest is kept."""
    token = secrets.token_urlsafe(32)
    ApiToken.objects.create(user_id=user_id, digest=_digest(token))
    return token


def holder(token: str) -> User | None:
    """Whose *token* it is, unless their account is switched off."""
    found = ApiToken.objects.filter(digest=_digest(token), user__is_active=True).select_related("user").first()
    return found.user if found else None


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
