"""Words after which help is shown. The phrases are in guide/content/en/crisis_words.toml, which carries its version;
they are the editors' own list.

It misses things: other words, other spellings, what lies between the lines. Nothing found says nothing about a person,
and something found says nothing either, for no negation is looked at. It is there so that help is close, it watches
over nobody, and what it finds is never kept.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Tier(StrEnum):
    """Which card the words call for."""

    FULL = "full"
    SMALL = "small"
    URGENT = "urgent"
    HARM_BY_OTHERS = "harm_by_others"
    HARM_TO_OTHERS = "harm_to_others"


@dataclass(frozen=True)
class Phrase:
    """`parts`: each of them must be somewhere in the text."""

    tier: Tier
    written: str
    parts: tuple[re.Pattern[str], ...]

    def stands_in(self, plain: str) -> bool:
        return all(part.search(plain) for part in self.parts)


@dataclass(frozen=True)
class CrisisWords:
    version: str
    source: str
    phrases: tuple[Phrase, ...]


class BadCrisisWordsError(ValueError):
    """`problems`: one sentence a phrase."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


def found_in(text: str, words: CrisisWords) -> frozenset[Tier]:
    """The tiers of which a phrase stands in the text, however it is cased, spaced, accented or drawn out."""
    plain = _plain(text)
    return frozenset(phrase.tier for phrase in words.phrases if phrase.stands_in(plain))


def read(data: Mapping[str, Any]) -> CrisisWords:
    """The words of the file. Raises BadCrisisWordsError with every problem."""
    rows = [(tier, written) for tier in Tier for written in data.get(tier, {}).get("phrases", [])]
    problems = [f"{tier} has no phrases" for tier in Tier if not data.get(tier, {}).get("phrases")]
    problems += [f"{field} is missing" for field in ("version", "source") if not data.get(field)]
    problems += [f"{written!r} cannot be read" for _, written in rows if not _FORM.fullmatch(written)]
    if problems:
        raise BadCrisisWordsError(problems)
    phrases = (Phrase(tier, written, tuple(map(_pattern, written.split(" + ")))) for tier, written in rows)
    return CrisisWords(data["version"], data["source"], tuple(phrases))


def spellings(written: str) -> Iterator[str]:
    """Every way to say a phrase of the file: each choice of words, with and without what may be missing."""
    choices = []
    for word in written.split():
        alternatives = word.strip("()").split("|")
        choices.append([*alternatives, ""] if word.startswith("(") else alternatives)
    for chosen in itertools.product(*choices):
        yield " ".join(word for word in chosen if word)


_WORD = r"[a-z']+(?:\|[a-z']+)*"
_FORM = re.compile(rf"{_WORD}(?: (?:{_WORD}|\({_WORD}\)|\+(?= {_WORD})))*")


def _plain(text: str) -> str:
    """Letters and digits in small case with one space between words; no letter more than twice in a row."""
    letters = "".join(map(_letter, unicodedata.normalize("NFKD", text.casefold())))
    return re.sub(r"([^\W\d_])\1{2,}", r"\1\1", re.sub(r"[\W_]+", " ", letters))


def _letter(character: str) -> str:
    """Nothing for an accent or what cannot be seen, a space for an apostrophe that counts as a letter."""
    return {"Mn": "", "Cf": "", "Lm": " "}.get(unicodedata.category(character), character)


def _pattern(part: str) -> re.Pattern[str]:
    body = " ?".join(
        f"(?:(?:{_either(word.strip('()'))}) ?)?" if word.startswith("(") else f"(?:{_either(word)})"
        for word in part.split()
    )
    return re.compile(rf"(?<![^ ]){body}(?![^ ])")


def _either(alternatives: str) -> str:
    return "|".join(_drawn_out(word) for word in alternatives.split("|"))


def _drawn_out(word: str) -> str:
    """Each letter once or twice, as `_plain` leaves them; an apostrophe is a space or nothing there."""
    once = (letter for letter, _ in itertools.groupby(word))
    return "".join(" ?" if letter == "'" else f"{letter}{{1,2}}" for letter in once)
