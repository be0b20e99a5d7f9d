"""People."""

from __future__ import annotations

import itertools
from typing import Any

from allauth.account.models import EmailAddress

from accounts import vault
from accounts.models import User

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
