"""Search in the guide: the index beside a plain scan, and today's guide beside one ten times as long.

    python -m benchmarks.search

Prints milliseconds of CPU for what somebody types letter by letter, and the ratio to reach: at most 4 times slower on
ten times the chapters, where scanning every passage with the same fuzzy matcher takes ten times as long.
"""

from __future__ import annotations

import dataclasses
import os
import statistics
import time as clock
from collections.abc import Callable, Iterable

import django
from rapidfuzz import fuzz, process

from guide.logic.search import Index, Text

ROUNDS = 5
TYPED = (
    "medicine",
    "can't afford",
    "sleep",
    "ghosted my therapist",
    "waste of time",
    "hate my terapist",
    "phone in bed",
)


def beginnings() -> list[str]:
    """Each query as it grows under the fingers."""
    return [query[:length] for query in TYPED for length in range(2, len(query) + 1)]


def milliseconds(ask: Callable[[str], object]) -> float:
    """CPU a keystroke, the median of a few rounds."""
    queries = beginnings()

    def one_round() -> float:
        start = clock.process_time()
        for query in queries:
            ask(query)
        return 1000 * (clock.process_time() - start) / len(queries)

    return statistics.median(one_round() for _ in range(ROUNDS))


def longer(texts: Iterable[Text], times: int) -> list[Text]:
    return [dataclasses.replace(text, slug=f"{text.slug}-{copy}") for copy in range(times) for text in texts]


def scan(texts: Iterable[Text]) -> Callable[[str], object]:
    """What search would be without an index: the matcher over every passage."""
    passages = [f"{text.title} {passage.heading} {passage.text}".lower() for text in texts for passage in text.passages]
    return lambda query: process.extract(query, passages, scorer=fuzz.partial_token_set_ratio, limit=8)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    from guide import catalogue
    from guide.catalogue.search_words import search_words
    from guide.search import text

    texts = [text(chapter) for chapter in catalogue.chapters()]
    begun = clock.process_time()
    index = Index(texts, search_words())
    print(f"built once in {1000 * (clock.process_time() - begun):.0f} ms for {len(texts)} chapters")
    mine = milliseconds(lambda query: index.search(query, most=8))
    tenfold = Index(longer(texts, 10), search_words())
    ten = milliseconds(lambda query: tenfold.search(query, most=8))
    theirs, theirs_ten = milliseconds(scan(texts)), milliseconds(scan(longer(texts, 10)))
    print(f"{'ms a keystroke':16} {'today':>8} {'tenfold':>8} {'grows':>6}")
    for name, today, tenth in (("index", mine, ten), ("plain scan", theirs, theirs_ten)):
        print(f"{name:16} {today:8.2f} {tenth:8.2f} {tenth / today:6.1f}{' (at most 4)' if name == 'index' else ''}")


if __name__ == "__main__":
    main()
