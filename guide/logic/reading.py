"""Where somebody is in the guide: what was read, what is on their list, where they stopped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Place:
    """In one chapter. `heading` is the anchor where they stopped, "" for none. The rest are instants as ISO text, ""
    for never: when they stopped, said that it was read, put it on their list."""

    heading: str = ""
    on: str = ""
    read: str = ""
    listed: str = ""


def place_in(places: Mapping[str, Mapping[str, Any]], slug: str) -> Place:
    """What a person's row says of one chapter."""
    kept = places.get(slug, {})
    return Place(**{name: kept.get(name) or "" for name in ("heading", "on", "read", "listed")})


def last_place(places: Mapping[str, Mapping[str, Any]], known: Iterable[str]) -> str | None:
    """The slug of the chapter to go on with: of the *known* ones not read to the end, the one they left last."""
    left = {slug: place_in(places, slug) for slug in known}
    begun = [(place.on, slug) for slug, place in left.items() if place.heading and not place.read]
    return max(begun)[1] if begun else None
