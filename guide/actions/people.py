"""The person as writes need them."""

from __future__ import annotations

from uuid import UUID

from accounts.models import User


def lock_person(user_id: UUID) -> None:
    """Hold the person's row until the transaction ends: of two requests of theirs one waits for the other.

    Raises User.DoesNotExist.
    """
    User.objects.select_for_update(no_key=True).get(pk=user_id)
