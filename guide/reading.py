"""One person's reading, for the list of chapters and for a chapter. A single row is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from guide import catalogue
from guide.logic.chapters import Chapter
from guide.logic.markdown import Heading
from guide.logic.reading import Place, last_place, place_in
from guide.models import Reading

# A place in one of them would tell something to whoever looks over a shoulder.
UNSAID: Final = frozenset({"red-flags", "crisis", "circumstances"})


@dataclass(frozen=True)
class Row:
    """A chapter in the list. `stopped`: the heading where they stopped, None where nothing is known or it was read, and
    in the chapters where it is UNSAID."""

    number: int
    chapter: Chapter
    place: Place
    stopped: Heading | None


@dataclass(frozen=True)
class Part:
    """A section of the list."""

    slug: str
    title: str
    first: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Contents:
    """`go_on`: the chapter that they left last, if it isn't read; `waiting`: what is on their list and not read, in the
    order in which it was put there."""

    parts: tuple[Part, ...]
    go_on: Row | None
    waiting: tuple[Row, ...]


def contents(user_id: UUID | None) -> Contents:
    """The whole list, as it is for one person; None is nobody."""
    places = _places(user_id)
    parts = tuple(
        Part(
            section.slug,
            str(section.title),
            section.first,
            tuple(_row(number, chapter, places) for number, chapter in enumerate(section.chapters, section.first)),
        )
        for section in catalogue.sections()
    )
    rows = [row for part in parts for row in part.rows]
    slug = last_place(places, (row.chapter.slug for row in rows if row.stopped))
    waiting = sorted((row for row in rows if row.place.listed and not row.place.read), key=lambda row: row.place.listed)
    return Contents(parts, next((row for row in rows if row.chapter.slug == slug), None), tuple(waiting))


def place_of(user_id: UUID | None, slug: str) -> Place:
    return place_in(_places(user_id), slug)


def stopped_at(chapter: Chapter, place: Place) -> Heading | None:
    """None where nothing is known, where it was read, and where the heading has gone since."""
    here = (heading for heading in chapter.headings if heading.id == place.heading)
    return None if place.read else next(here, None)


def _row(number: int, chapter: Chapter, places: Mapping[str, Any]) -> Row:
    place = place_in(places, chapter.slug)
    return Row(number, chapter, place, None if chapter.slug in UNSAID else stopped_at(chapter, place))


def _places(user_id: UUID | None) -> dict[str, Any]:
    row = Reading.objects.for_user(user_id).first() if user_id else None
    places: dict[str, Any] = row.places if row else {}
    return places
