"""People."""

from __future__ import annotations

import itertools
from typing import Any

from accounts.models import User

_numbers = itertools.count(1)


def create_user(
    *, email: str = "", password: str = "correct horse battery", zone: str = "Europe/London", **fields: Any
) -> User:
    return User.objects.create_user(email or f"person{next(_numbers)}@example.org", password, zone=zone, **fields)
