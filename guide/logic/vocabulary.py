"""A text as search sees it: words without case, accents and apostrophes, and how near two of them are."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SHORTEST, LONG, LONGEST = 3, 8, 40  # letters: may have one wrong, may have two wrong, are looked at
SMALL_WORDS = """
a about am an and any are as at be been but by can could do does for from had has have he how i if im in is it its ive
me my myself of on or our please she so some that the their them there they this to too want was we were what when
where which who why will with would you your
"""
SMALL = frozenset(SMALL_WORDS.split())
DENIALS = frozenset({"no", "not", "never", "cant", "cannot", "dont", "doesnt", "didnt", "isnt", "wont"})
ENDINGS = ("ingly", "ings", "ing", "edly", "ies", "ied", "ers", "er", "ed", "es", "ly", "s")
EXACT, FORM, BEGUN, MISSPELT, BEGUN_MISSPELT = 1.0, 0.95, 0.6, 0.75, 0.5


def words(text: str) -> list[str]:
    """Every word in its plain form, in order."""
    return [plain(found) for found in WORD.findall(text)]


def telling(text: str) -> list[str]:
    """The words that say what is looked for; all of them where every one is small."""
    found = [word[:LONGEST] for word in words(text)]
    return [word for word in found if word not in SMALL] or found


@lru_cache(maxsize=8192)
def plain(word: str) -> str:
    """“Can’t” is cant, “Café” is cafe."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Mn" and letter not in "'’")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """What the forms of a word have in common, near enough to tell them from others: stop, stops, stopped, stopping."""
    for ending in ENDINGS if not word.endswith("ss") else ():
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending) + ("y" if ending in ("ies", "ied") else "")
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word.removesuffix("e")


class Vocabulary:
    """The words that can be found. Built once; asked with whatever somebody typed."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = sorted(set(known))
        self.forms: dict[str, list[str]] = {}
        for word in self.known:
            self.forms.setdefault(stem(word), []).append(word)

    def near(self, typed: str, *, misspelt: bool = True) -> dict[str, float]:
        """The known words that *typed* may mean, each with how well it fits, from above 0 to 1."""
        found = {word: EXACT if word == typed else FORM for word in self.forms.get(stem(typed), ())}
        for word in () if typed in found else self._begun(typed):
            found.setdefault(word, BEGUN + (1 - BEGUN) * len(typed) / len(word) * 0.9)
        return found or (self._misspelt(typed) if misspelt else {})

    def _begun(self, typed: str) -> Iterator[str]:
        first = bisect_left(self.known, typed) if len(typed) > 1 else len(self.known)
        rest = (self.known[place] for place in range(first, len(self.known)))
        return takewhile(lambda word: word.startswith(typed), rest)

    def _misspelt(self, typed: str) -> dict[str, float]:
        """Whole words with a letter or two wrong, in a short one not the first; where there are none, words that begin
        so."""
        if len(typed) < SHORTEST:
            return {}
        most = 2 if len(typed) >= LONG else 1
        whole = process.extract_iter(typed, self.known, scorer=OSA.distance, score_cutoff=most)
        near = {word: MISSPELT - 0.1 * (wrong - 1) for word, wrong, _ in whole}
        if found := {word: fit for word, fit in near.items() if len(typed) > SHORTEST or word[0] == typed[0]}:
            return found
        beginnings = [word[: len(typed)] for word in self.known]
        begun = process.extract_iter(typed, beginnings, scorer=OSA.distance, score_cutoff=1)
        return {self.known[place]: BEGUN_MISSPELT for _, _, place in begun}
