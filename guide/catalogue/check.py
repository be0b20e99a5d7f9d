"""The why-check's questions, loaded once in a process's life, and what is told of the answers."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from guide import catalogue
from guide.catalogue import phrases
from guide.catalogue.files import CONTENT
from guide.logic.chapters import Chapter
from guide.logic.check import Answers, Check, Item, Reason, Result, read, result, steps
from guide.logic.phrases import Phrase


@dataclass(frozen=True)
class Said:
    """An item with the words of its answer, "" where it was left out."""

    item: Item
    words: str


@dataclass(frozen=True)
class ToDo:
    chapter: Chapter
    how: str


@dataclass(frozen=True)
class Part:
    """A reason that might be part of it. `said`: the items that weigh, the heaviest first. `phrases`: more words."""

    reason: Reason
    chapter: Chapter
    said: tuple[Said, ...]
    to_do: tuple[ToDo, ...]
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True)
class Alone:
    """An answer that stands out by itself, with the chapter of its reason."""

    said: Said
    chapter: Chapter


@dataclass(frozen=True)
class Telling:
    """All that a result says, in words. `otherwise`: chapters for somebody with whom no reason weighs."""

    result: Result
    parts: tuple[Part, ...]
    alone: tuple[Alone, ...]
    otherwise: tuple[Chapter, ...]


@lru_cache(maxsize=1)
def check() -> Check:
    return read(tomllib.loads((CONTENT / "check.toml").read_text(encoding="utf-8")))


def tell(answers: Answers) -> Telling:
    """The result of *answers*, with the chapters and phrases it names."""
    asked, found = check(), result(check(), answers)
    of = {item.id: reason for reason in asked.reasons for item in reason.items}
    return Telling(
        result=found,
        parts=tuple(_part(one.reason, one.items, answers) for one in found.reasons),
        alone=tuple(Alone(_said(item, answers), _chapter(of[item.id].chapter)) for item in found.alone),
        otherwise=tuple(_chapter(asked.actions[action]) for action in asked.otherwise),
    )


def said(answers: Answers) -> tuple[Said, ...]:
    """Every question that was asked, in order, with the words of its answer."""
    return tuple(_said(item, answers) for item in check().items)


def _part(reason: Reason, items: tuple[Item, ...], answers: Answers) -> Part:
    fitting = steps(reason, answers)
    named = [phrases.find(name) for step in fitting for name in step.phrases]
    return Part(
        reason=reason,
        chapter=_chapter(reason.chapter),
        said=tuple(_said(item, answers) for item in items),
        to_do=tuple(ToDo(_chapter(check().actions[step.action]), step.how) for step in fitting),
        phrases=tuple(phrase for phrase in named if phrase),
    )


def _said(item: Item, answers: Answers) -> Said:
    return Said(item, check().said(item, answers.get(item.id)))


def _chapter(slug: str) -> Chapter:
    """That the chapter is there, the system check has made sure."""
    found = catalogue.get(slug)
    if found is None:
        raise LookupError(slug)
    return found
