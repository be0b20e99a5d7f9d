"""Words to take along, loaded once in a process's life."""

import tomllib
from functools import lru_cache

from guide.catalogue.files import CONTENT
from guide.logic.phrases import Phrase, read


def phrases() -> tuple[Phrase, ...]:
    """Every phrase, in the order in which they stand on the sheets."""
    return tuple(_load().values())


def find(phrase_id: str) -> Phrase | None:
    return _load().get(phrase_id)


def said_to(listener: str) -> tuple[Phrase, ...]:
    """One talk sheet: the phrases for one of `guide.logic.phrases.LISTENERS`."""
    return tuple(phrase for phrase in phrases() if phrase.to == listener)


@lru_cache(maxsize=1)
def _load() -> dict[str, Phrase]:
    rows = read(tomllib.loads((CONTENT / "phrases.toml").read_text(encoding="utf-8")))
    return {phrase.id: phrase for phrase in rows}
