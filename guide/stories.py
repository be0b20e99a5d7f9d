"""The page of readers' stories, ready to be written: nothing on it says whose a story is."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator

from accounts.vault import SealError, open_keys
from guide.models import Story, StoryMark

ON_A_PAGE = 20


@dataclass(frozen=True)
class ShownStory:
    """`helped`: how many readers said so. The rest is of whoever reads: whether it is theirs, and what they said."""

    id: UUID
    pseudonym: str
    text: str
    helped: int
    own: bool
    said_it_helped: bool
    reported: bool


@dataclass(frozen=True)
class StoriesPage:
    stories: tuple[ShownStory, ...]
    page: Page[Any]


def stories_page(*, number: str, reader_id: UUID | None) -> StoriesPage:
    """The page of that number, the nearest one where there is none. As many queries for one story as for twenty."""
    page = Paginator(Story.objects.shown(), ON_A_PAGE).get_page(number)
    rows: list[Story] = list(page)
    open_keys(row.user_id for row in rows)
    helped = StoryMark.objects.helped([row.pk for row in rows])
    own = _marks_of(reader_id, rows)
    return StoriesPage(tuple(_shown(rows, helped, own, reader_id)), page)


def _shown(
    rows: Sequence[Story], helped: dict[UUID, int], own: set[tuple[UUID, str]], reader_id: UUID | None
) -> list[ShownStory]:
    found = []
    for row in rows:
        with suppress(SealError):  # its writer has left meanwhile, and their key with them
            found.append(
                ShownStory(
                    id=row.pk,
                    pseudonym=row.pseudonym,
                    text=row.text,
                    helped=helped.get(row.pk, 0),
                    own=row.user_id == reader_id,
                    said_it_helped=(row.pk, StoryMark.Kind.HELPED) in own,
                    reported=(row.pk, StoryMark.Kind.REPORT) in own,
                )
            )
    return found


def _marks_of(reader_id: UUID | None, rows: Sequence[Story]) -> set[tuple[UUID, str]]:
    """What the reader said of these stories. A report that a moderator has answered can be made again."""
    if reader_id is None:
        return set()
    mine = StoryMark.objects.for_user(reader_id).standing().filter(story__in=[row.pk for row in rows])
    return set(mine.values_list("story_id", "kind"))
