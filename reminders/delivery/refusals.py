"""A push service that refuses us is left alone for an hour: for the person at once, for all after three people.

Anyone can register an address that a service refuses; one person alone must not silence it for the others.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import structlog
from django.core.cache import cache

PAUSE = timedelta(hours=1)
MOST_PEOPLE = 3

log = structlog.get_logger(__name__)


def is_stopped(host: str, user_id: UUID) -> bool:
    """Did *host* refuse this person, or three people with none accepted in between, within the hour?"""
    refused = _refused(host)
    return user_id.hex in refused or len(refused) >= MOST_PEOPLE


def note_refused(host: str, user_id: UUID, *, status: int) -> None:
    """Remember the refusal and tell the operator, by host and status alone."""
    refused = _refused(host) | {user_id.hex}
    cache.set(_key(host), sorted(refused), PAUSE.total_seconds())
    log.warning("push_service_refused", host=host, status=status, stopped=len(refused) >= MOST_PEOPLE)


def note_accepted(host: str) -> None:
    if _refused(host):
        cache.delete(_key(host))


def _refused(host: str) -> set[str]:
    return set(cache.get(_key(host), ()))


def _key(host: str) -> str:
    return f"push-refused:{host}"
