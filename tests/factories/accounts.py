"""People."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from typing import Any

from allauth.account.models import EmailAddress

from accounts import vault
from accounts.actions.tokens import issue_token
from accounts.models import ApiToken, User

_numbers = itertools.count(1)


def create_user(
    *,
    email: str = "",
    password: str | None = "correct horse battery",
    zone: str = "Europe/London",
    verified: bool = True,
    **fields: Any,
) -> User:
    user = User.objects.create_user(email or f"person{next(_numbers)}@example.org", password, zone=zone, **fields)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=verified)
    vault.clear_cache()
    return user


def create_token(
    *, user: User, name: str = "A watch", scopes: Collection[str] = (ApiToken.Scope.READ, ApiToken.Scope.WRITE)
) -> str:
    token = issue_token(user_id=user.pk, name=name, scopes=scopes)
    assert token
    return token
