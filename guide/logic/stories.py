"""What keeps a reader's story with its writer for now: ways to reach somebody, its length, a name that tells too much,
and words after which help comes first."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from guide.logic.crisis_words import CrisisWords, Tier, found_in

MOST_CHARACTERS = 2_000
MOST_PSEUDONYM = 40
DIGITS_OF_A_NUMBER = 7


class Kind(StrEnum):
    LONG = "long"
    LINK = "link"
    ADDRESS = "address"
    HANDLE = "handle"
    NUMBER = "number"
    NO_NAME = "no_name"
    OWN_NAME = "own_name"


@dataclass(frozen=True)
class Reason:
    """`found`: the place in the writer's own words, or the count of characters."""

    kind: Kind
    found: str = ""


@dataclass(frozen=True)
class Judgement:
    """`tiers`: the cards that its words call for."""

    reasons: tuple[Reason, ...]
    tiers: frozenset[Tier]

    @property
    def calls_for_help(self) -> bool:
        """Words after which help comes first, and nothing is sent, whatever was meant."""
        return bool(self.tiers - {Tier.SMALL})

    def lets_through(self, *, heard: bool) -> bool:
        """`heard`: the writer has seen the small card, and sends it as it is."""
        return not self.reasons and not self.calls_for_help and (heard or not self.tiers)


def judge(text: str, *, pseudonym: str, email: str, words: CrisisWords) -> Judgement:
    """*email* is the writer's own: a pseudonym that is its beginning would give them away."""
    reasons = [*_reasons_of_the_text(text), *_reasons_of_the_name(pseudonym, email)]
    return Judgement(tuple(dict.fromkeys(reasons)), found_in(f"{pseudonym}\n{text}", words))


def _reasons_of_the_text(text: str) -> Iterator[Reason]:
    if len(text) > MOST_CHARACTERS:
        yield Reason(Kind.LONG, f"{len(text):,}")
    yield from _ways_to_reach(text[:MOST_CHARACTERS])  # the rest cannot be sent, and would take long


def _reasons_of_the_name(pseudonym: str, email: str) -> Iterator[Reason]:
    if not _letters(pseudonym):
        yield Reason(Kind.NO_NAME)
        return
    local = email.partition("@")[0]
    if _letters(pseudonym) in {_letters(email), _letters(local), _letters(local.partition("+")[0])}:
        yield Reason(Kind.OWN_NAME, pseudonym)
    else:
        yield from _ways_to_reach(pseudonym)


def _ways_to_reach(text: str) -> Iterator[Reason]:
    """Links, addresses, handles and numbers. What was found as one is not looked at as another."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKC", text) if unicodedata.category(mark) != "Cf")
    for kind, pattern, holds in _WAYS:
        found = [match for match in pattern.finditer(plain) if holds(match)]
        yield from (Reason(kind, match[0].strip()) for match in found)
        for match in reversed(found):
            plain = f"{plain[: match.start()]} {plain[match.end() :]}"


def _always(match: re.Match[str]) -> bool:
    return True


def _may_end_a_domain(match: re.Match[str]) -> bool:
    """A sentence that begins right after a full stop has a capital: "better.Then"."""
    return match["ending"].islower() or match["ending"].isupper()


def _may_be_dialled(match: re.Match[str]) -> bool:
    figures = match[0]
    return sum(mark.isdecimal() for mark in figures) >= DIGITS_OF_A_NUMBER and not _ONLY_DATES.fullmatch(figures)


_LABEL = r"(?<![\w-])\w[\w-]{0,62}"
_KNOWN = "com|net|org|info|biz|io|app|dev|online|site|blog|link|shop|xyz|co|uk|eu|de|fr|nl|ru|tv|gg|ly"
_SPELT_OUT = r"(?: +\. *| *[\[({] *(?:\.|dot) *[\])}] *| +dot +)"
_YEAR, _TO = r"(?:19|20)\d\d", r"[ \-‐-―/]{1,3}"
_DATE = rf"(?:{_YEAR}-\d\d-\d\d|\d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)?\d\d|{_YEAR}|(?:[01]?\d|2[0-4])\.[0-5]\d|\d\d?)"
_ONLY_DATES = re.compile(rf"{_DATE}(?:{_TO}{_DATE})?(?:{_TO}{_YEAR})*")

_WAYS: tuple[tuple[Kind, re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
    (Kind.ADDRESS, re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{0,250}\w"), _always),
    (
        Kind.LINK,
        re.compile(r"\b[a-z][a-z+.-]{0,20}://\S*|\b(?:h(?:tt|xx)ps?|www)\b[^\s\w]*\S*", re.IGNORECASE),
        _always,
    ),
    (
        Kind.LINK,
        re.compile(r"(?<![\w.-])(?:\w[\w-]{0,62}[.。]){1,10}(?P<ending>[^\W\d_]{2,24})(?!\w)(?:/\S*)?"),
        _may_end_a_domain,
    ),
    (
        Kind.LINK,
        re.compile(rf"{_LABEL}(?:{_SPELT_OUT}(?:{_KNOWN})|\.(?:com|net|org|info|biz))\b(?:/\S*)?", re.IGNORECASE),
        _always,
    ),
    (Kind.HANDLE, re.compile(r"(?<![\w@])@\w[\w.]+"), _always),
    (Kind.NUMBER, re.compile(r"\+?\(?\d(?:[ \t().\-‐-―/]{0,3}\d)+"), _may_be_dialled),
)


def _letters(text: str) -> str:
    """Small letters and digits alone: "Alice S." and "alice-s" are the same name."""
    return "".join(mark for mark in unicodedata.normalize("NFKC", text).casefold() if mark.isalnum())
