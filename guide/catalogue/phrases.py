"""Words to take along, loaded once in a process's life."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guide.catalogue.files import CONTENT
from guide.logic.phrases import Phrase, read


@dataclass(frozen=True)
class Listener:
    """Whom a talk sheet is for."""

    slug: str
    title: Promise
    summary: Promise
    lede: Promise


SHEETS: dict[str, Listener] = {
    sheet.slug: sheet
    for sheet in (
        Listener(
            "therapist",
            _("Words for your therapist"),
            _("Short sentences for the moment when something isn’t working, ready to say, copy or print."),
            _("Choose one. One is enough for one session, and the first ten minutes are the best place for it."),
        ),
        Listener(
            "doctor",
            _("Words for your doctor"),
            _("Short sentences about medicine, side effects and how you are, ready to say, copy or print."),
            _("A visit is short. Say the one that matters most first, or hand over the sheet."),
        ),
        Listener(
            "close",
            _("Words for someone close"),
            _("A short sentence that asks for company, ready to say, send or print."),
            _("People who care often don’t know what would help. You can tell them in one sentence."),
        ),
    )
}


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
