"""Writes to where somebody is in the guide. Each holds the person's row, so that two tabs lose nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from guide import catalogue
from guide.actions.people import lock_person
from guide.models import Reading


class UnknownChapterError(LookupError):
    """There is no chapter, or no heading in it, of that name."""


def list_chapters(*, user_id: UUID, slugs: Iterable[str], now: datetime) -> None:
    """Put chapters on the person's list, all or none; those on it stay as they are."""
    _change(user_id, slugs, {"listed": now.isoformat()}, only_new=True)


def unlist(*, user_id: UUID, slug: str) -> None:
    """Take a chapter off the list. Nothing else that is kept of it changes."""
    _change(user_id, [slug], {"listed": None})


def mark_read(*, user_id: UUID, slug: str, read: bool, now: datetime) -> None:
    """Say that a chapter was read, or that it wasn't after all."""
    _change(user_id, [slug], {"read": now.isoformat() if read else None}, only_new=read)


def note_place(*, user_id: UUID, slug: str, heading: str, now: datetime) -> None:
    """They stopped at the heading with the anchor *heading*."""
    chapter = catalogue.get(slug)
    if chapter is None or heading not in {found.id for found in chapter.headings}:
        raise UnknownChapterError(f"{slug}#{heading}")
    _change(user_id, [slug], {"heading": heading, "on": now.isoformat()})


def forget_place(*, user_id: UUID, slug: str) -> None:
    """Nothing is kept of where they stopped. What is on the list or read stays so."""
    _change(user_id, [slug], {"heading": None, "on": None})


@transaction.atomic
def _change(user_id: UUID, slugs: Iterable[str], said: dict[str, Any], *, only_new: bool = False) -> None:
    """*only_new*: what is there already is not said again."""
    lock_person(user_id)
    reading = Reading.objects.for_user(user_id).first() or Reading(user_id=user_id)
    places = dict(reading.places)
    for slug in slugs:
        if catalogue.get(slug) is None:
            raise UnknownChapterError(slug)
        kept = places.get(slug, {})
        if not (only_new and all(kept.get(name) for name in said)):
            places[slug] = {name: value for name, value in {**kept, **said}.items() if value is not None}
    if places != reading.places:
        reading.places = places
        reading.save()
