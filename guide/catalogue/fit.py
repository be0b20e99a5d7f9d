"""The fit checklist's items and stop signs, loaded once in a process's life, and what is told of the answers."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guide.catalogue import phrases
from guide.catalogue.files import CONTENT
from guide.logic.fit import Answers, Fit, Item, Moved, Outcome, RedFlag, Said, moved, read, result
from guide.logic.phrases import Phrase

WORDS: Final[dict[str, Promise]] = {
    Said.YES: _("Yes"),
    Said.PARTLY: _("Partly"),
    Said.NO: _("No"),
    Said.NOT_SURE: _("Not sure"),
}
OUTCOMES: Final[dict[str, Promise]] = {
    Outcome.RED_FLAG: _("Not about fit"),
    Outcome.RAISE: _("Raise it first"),
    Outcome.ASK: _("A lot to ask about"),
    Outcome.BASE: _("A good base"),
}


MEDICINE: Final = "g6"  # the stop sign after which the prescriber is named


@dataclass(frozen=True)
class Words:
    """An item with the words to raise it: a phrase, or those of the item."""

    item: Item
    phrase: Phrase | None


@dataclass(frozen=True)
class Telling:
    """All that a result says, in words. `said`: each item with its answer's words, "" where it was left out.
    `medicine`: they were told to stop one without the prescriber."""

    outcome: Outcome
    title: Promise
    to_raise: tuple[Words, ...]
    to_ask: tuple[Words, ...]
    red_flags: tuple[RedFlag, ...]
    medicine: bool
    said: tuple[tuple[Item, Promise | str], ...]


@dataclass(frozen=True)
class Change:
    item: Item
    before: Promise
    after: Promise


@lru_cache(maxsize=1)
def fit() -> Fit:
    return read(tomllib.loads((CONTENT / "fit.toml").read_text(encoding="utf-8")))


def tell(answers: Answers, red_flags: Collection[str]) -> Telling:
    found = result(fit(), answers, red_flags)
    return Telling(
        outcome=found.outcome,
        title=OUTCOMES[found.outcome],
        to_raise=tuple(_words(item) for item in found.to_raise),
        to_ask=tuple(_words(item) for item in found.to_ask),
        red_flags=fit().ticked(red_flags),
        medicine=MEDICINE in red_flags,
        said=tuple((item, WORDS.get(answers.get(item.id, ""), "")) for item in fit().items),
    )


def changes(before: Answers, after: Answers) -> tuple[Change, ...]:
    """The items answered differently than before, with the words of both answers."""
    return tuple(_change(one) for one in moved(fit(), before, after))


def _words(item: Item) -> Words:
    return Words(item, phrases.find(item.phrase))


def _change(one: Moved) -> Change:
    return Change(one.item, WORDS[one.before], WORDS[one.after])
