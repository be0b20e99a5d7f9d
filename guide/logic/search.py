"""Finding a place in the guide by the words people use. Built once, then asked; nothing is kept of what is asked."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from guide.logic.vocabulary import DENIALS, SMALL, WORD, Vocabulary, plain, telling, words

MOST_WORDS = 12
AROUND, BEFORE = 150, 50  # characters of the words around, and of what stands before the first that was looked for
TITLE, HEADING, SUMMARY, TEXT = 6.0, 4.0, 3.0, 1.0
LED, MEANT, BEGUN = 1000.0, 0.8, 0.6
NAMED = 5  # letters of a title that say which one
WORTH = 0.4  # of the best score that the words themselves reach; below it a place is not worth a look
WHOLE = -1  # the place of a chapter's title and summary

type Place = tuple[int, int]  # the chapter's and the passage's number
type Term = dict[str, float]  # words of the guide, each with how well it fits one word that was typed
type Found = tuple[float, int]  # a chapter's score and its best passage


@dataclass(frozen=True)
class Passage:
    """What stands under one heading. `anchor` is "" for what stands before the first."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True)
class Text:
    """A chapter as search sees it: at least one passage, the one before the first heading."""

    slug: str
    title: str
    summary: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Said:
    """Readers' words for one thing. `means`: the guide's words for it; `leads`: slug or slug#anchor, best first."""

    said: tuple[str, ...]
    means: tuple[str, ...]
    leads: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """One chapter, at its best place. `around`: the words there in pieces, each with whether it was looked for."""

    slug: str
    anchor: str
    heading: str
    around: tuple[tuple[str, bool], ...]


class BadSearchWordsError(ValueError):
    """`problems`: one sentence an entry."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


def read(data: Mapping[str, Any]) -> tuple[Said, ...]:
    """The table of readers' words. Raises BadSearchWordsError with every problem."""
    rows = data.get("words", [])
    problems = [
        f"{row.get('said')}: needs `said` and `leads`" for row in rows if not (row.get("said") and row.get("leads"))
    ]
    everything = [" ".join(words(said)) for row in rows for said in row.get("said", [])]
    problems += [
        f"{twice} is there twice" for twice in sorted({one for one in everything if everything.count(one) > 1})
    ]
    if problems:
        raise BadSearchWordsError(problems)
    return tuple(Said(tuple(row["said"]), tuple(words(row.get("means", ""))), tuple(row["leads"])) for row in rows)


class Index:
    """*texts* in reading order, which settles ties."""

    def __init__(self, texts: Iterable[Text], said: Iterable[Said]) -> None:
        self.texts = tuple(texts)
        self.names = [
            [" ".join(words(name)) for name in (text.title, *(passage.heading for passage in text.passages))]
            for text in self.texts
        ]
        self.expressions = tuple((telling(one), entry) for entry in said for one in entry.said)
        self.weights: dict[str, dict[Place, float]] = {}
        places = 0
        for place, text, weight in self._weighed():
            places += 1
            for word in set(words(text)) - SMALL - DENIALS:
                at = self.weights.setdefault(word, {})
                at[place] = max(at.get(place, 0.0), weight)
        self.rare = {word: math.log(1 + places / len(at)) for word, at in self.weights.items()}
        self.guides_words = Vocabulary(self.weights)
        self.readers_words = Vocabulary(word for expression, _ in self.expressions for word in expression)

    def _weighed(self) -> Iterator[tuple[Place, str, float]]:
        for number, text in enumerate(self.texts):
            yield (number, WHOLE), text.title, TITLE
            yield (number, WHOLE), text.summary, SUMMARY
            for nth, passage in enumerate(text.passages):
                yield (number, nth), passage.heading, HEADING
                yield (number, nth), passage.text, TEXT

    def search(self, query: str, *, most: int) -> tuple[Hit, ...]:
        """At most *most* chapters, best first. A word may be misspelt, or still be on its way."""
        typed = _typed(query)
        meant = self._meant(typed)
        own = list(filter(None, (self._own(word) for word in typed if word not in DENIALS)))
        more = [{word: fit * MEANT for word in entry.means if word in self.weights} for entry, fit in meant.items()]
        at = self._found(own)
        found = self._found([*own, *filter(None, more)])
        worth = WORTH * max((score for score, _ in found.values()), default=0.0)
        found = {number: best for number, best in found.items() if best[0] >= worth}
        for entry, fit in meant.items():
            self._lead(found, entry, fit, at)
        self._named(found, " ".join(words(query)))
        ranked = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
        looked_for = {word for term in [*own, *more] for word in term}
        return tuple(self._hit(number, nth, looked_for) for number, (_, nth) in ranked[:most])

    def _own(self, word: str) -> Term:
        """A word of the readers' table is taken as it is, not for a misspelt one of the guide's."""
        return self.guides_words.near(word, misspelt=word not in self.readers_words.known)

    def _meant(self, typed: list[str]) -> dict[Said, float]:
        """The entries of which an expression was typed, or begun, each with how well it fits. A word that the guide
        itself uses is taken as it is, not for a misspelt other one."""
        near = [self.readers_words.near(word, misspelt=word not in self.weights) for word in typed]
        meant: dict[Said, float] = {}
        for expression, entry in self.expressions:
            if fit := _fit(expression, near):
                meant[entry] = max(fit, meant.get(entry, 0.0))
        return meant

    def _found(self, terms: list[Term]) -> dict[int, Found]:
        """By a chapter's number its score and its best passage."""
        scores = [self._scores(term) for term in terms]
        places: dict[int, set[int]] = {}
        for score in scores:
            for number, nth in score:
                places.setdefault(number, {0}).add(max(nth, 0))
        return {number: _best(number, sorted(held), scores) for number, held in places.items()}

    def _scores(self, term: Term) -> dict[Place, float]:
        scores: dict[Place, float] = {}
        for word, fit in term.items():
            for place, weight in self.weights[word].items():
                scores[place] = max(scores.get(place, 0.0), fit * weight * self.rare[word])
        return scores

    def _lead(self, found: dict[int, Found], entry: Said, fit: float, at: dict[int, Found]) -> None:
        """Where the table leads comes first, whatever else holds the words. Without a heading it is the place *at*
        which the words themselves stand."""
        for rank, lead in enumerate(entry.leads, 1):
            slug, _, anchor = lead.partition("#")
            for number, text in enumerate(self.texts):
                if text.slug == slug:
                    anchors = [passage.anchor for passage in text.passages]
                    nth = anchors.index(anchor) if anchor in anchors and anchor else at.get(number, (0.0, 0))[1]
                    found[number] = max(found.get(number, (0.0, 0)), (fit * LED / rank, nth))

    def _named(self, found: dict[int, Found], query: str) -> None:
        """A title, or else a heading, that was typed from its beginning comes before all else."""
        if len(query) < NAMED:
            return
        for number, names in enumerate(self.names):
            begun = [nth for nth, name in enumerate(names, WHOLE) if name.startswith(query)]
            if begun:
                score = (3 if begun[0] == WHOLE else 2) * LED
                found[number] = max(found.get(number, (0.0, 0)), (score, max(0, begun[0])))

    def _hit(self, number: int, nth: int, looked_for: set[str]) -> Hit:
        text = self.texts[number]
        passage = text.passages[nth]
        here = around(passage.text, looked_for)
        if not passage.anchor and not any(was for _, was in here):
            here = around(text.summary, looked_for)
        return Hit(text.slug, passage.anchor, passage.heading, here)


def _best(number: int, places: list[int], scores: list[dict[Place, float]]) -> Found:
    """Of a chapter's *places* the one that holds more of the terms wins; the title counts for each."""
    best = (0.0, 0)
    for nth in places:
        held = [score.get((number, WHOLE), 0.0) + score.get((number, nth), 0.0) for score in scores]
        total = sum(held) * sum(map(bool, held)) / len(held)
        if total > best[0]:
            best = (total, nth)
    return best


def _typed(query: str) -> list[str]:
    """The telling words. One letter at the end is a word on its way, too short to say which."""
    typed = telling(query)[:MOST_WORDS]
    return typed[:-1] if len(typed) > 1 and len(typed[-1]) == 1 else typed


def _fit(expression: list[str], near: list[Term]) -> float:
    """How well what was typed fits an expression: all its words, or its first ones while the rest is on its way."""
    fits = [max((term.get(word, 0.0) for term in near), default=0.0) for word in expression]
    if all(fits):
        return sum(fits) / len(fits) + 0.01 * len(expression)
    begun = [term.get(word, 0.0) for term, word in zip(near, expression, strict=False)]
    return BEGUN * sum(begun) / len(begun) if len(near) < len(expression) and begun and all(begun) else 0.0


def around(text: str, looked_for: set[str]) -> tuple[tuple[str, bool], ...]:
    """A line of *text* about the first word looked for, in pieces, each with whether it is one."""
    found = list(WORD.finditer(text))
    first = next((word.start() for word in found if plain(word[0]) in looked_for), 0)
    start = next((word.start() for word in found if word.start() >= first - BEFORE), 0) if first > BEFORE else 0
    end = max((word.end() for word in found if word.end() <= start + AROUND), default=len(text))
    if len(text) - end < 20:
        end = len(text)
    pieces: list[tuple[str, bool]] = [("… ", False)] if start else []
    for word in found:
        if start <= word.start() and word.end() <= end and plain(word[0]) in looked_for:
            pieces += [(text[start : word.start()], False), (word[0], True)]
            start = word.end()
    pieces += [(text[start:end], False), ("" if end == len(text) else " …", False)]
    return tuple(piece for piece in pieces if piece[0])
