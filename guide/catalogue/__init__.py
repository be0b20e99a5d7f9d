"""What can be read. The files are loaded once in a process's life."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guide.catalogue.files import CONTENT
from guide.logic.chapters import Chapter, parse

SECTIONS: dict[str, Promise] = {
    "reasons": _("Why it may not be working"),
    "actions": _("What you can do"),
    "therapy": _("Therapy, from first to last"),
    "medicine": _("Medicine"),
    "support": _("When it gets hard"),
    "about": _("About this guide"),
}


@dataclass(frozen=True)
class Section:
    """`first`: the number of its first chapter, counted through the whole guide."""

    slug: str
    title: Promise
    first: int
    chapters: tuple[Chapter, ...]


def sections() -> tuple[Section, ...]:
    """In reading order; only those that hold a chapter."""
    return _load()


def chapters() -> tuple[Chapter, ...]:
    """Every chapter in reading order."""
    return tuple(chapter for section in _load() for chapter in section.chapters)


def get(slug: str) -> Chapter | None:
    return next((chapter for chapter in chapters() if chapter.slug == slug), None)


def number(slug: str) -> int:
    """Its place in the whole guide, from 1. Raises ValueError for no chapter's slug."""
    return 1 + [chapter.slug for chapter in chapters()].index(slug)


def after(slug: str) -> Chapter | None:
    """The chapter that follows, None after the last."""
    return next(iter(chapters()[number(slug) :]), None)


def before(slug: str) -> Chapter | None:
    """The chapter that comes first, None before the first."""
    place = number(slug) - 1
    return chapters()[place - 1] if place else None


def files(folder: Path = CONTENT) -> Iterator[tuple[str, Path]]:
    """(section, file) of all that is written."""
    for section in SECTIONS:
        for path in sorted((folder / section).glob("*.md")):
            yield section, path


@lru_cache(maxsize=1)
def _load() -> tuple[Section, ...]:
    found = [parse(path.read_text(encoding="utf-8"), slug=path.stem, section=section) for section, path in files()]
    found.sort(key=lambda chapter: chapter.order)
    shown: list[Section] = []
    for slug, title in SECTIONS.items():
        if held := tuple(chapter for chapter in found if chapter.section == slug):
            shown.append(Section(slug, title, 1 + sum(len(section.chapters) for section in shown), held))
    return tuple(shown)
