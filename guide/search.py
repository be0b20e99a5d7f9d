"""The guide as search sees it: every chapter, heading by heading. Built once in a process's life, from files alone."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import nh3
from django.utils.translation import gettext as _

from guide import catalogue
from guide.catalogue import phrases
from guide.catalogue.search_words import search_words
from guide.logic.chapters import Chapter
from guide.logic.phrases import Phrase
from guide.logic.search import Hit, Index, Passage, Text

MOST_CHAPTERS, MOST_PHRASES = 8, 3
HEADING = re.compile(r'<h[23] id="([^"]+)">(.*?)</h[23]>', re.DOTALL)
THERAPY = re.compile(r"\btherapy\b", re.IGNORECASE)
RAISED = re.compile(r"<sup>.*?</sup>", re.DOTALL)


@dataclass(frozen=True)
class Result:
    """A chapter, and where in it."""

    chapter: Chapter
    hit: Hit


@dataclass(frozen=True)
class Results:
    """Best first."""

    chapters: tuple[Result, ...]
    phrases: tuple[Phrase, ...]


def search(query: str) -> Results:
    """The chapters that fit, each at its best heading, and the phrases."""
    chapters, sayings = _indexes()
    found = ((catalogue.get(hit.slug), hit) for hit in chapters.search(query, most=MOST_CHAPTERS))
    said = (phrases.find(hit.slug) for hit in sayings.search(query, most=MOST_PHRASES))
    return Results(
        tuple(Result(chapter, hit) for chapter, hit in found if chapter), tuple(phrase for phrase in said if phrase)
    )


@lru_cache(maxsize=1)
def _indexes() -> tuple[Index, Index]:
    sayings = (
        Text(one.id, _telling(one.when), "", (Passage("", "", _telling(one.plain)),)) for one in phrases.phrases()
    )
    return Index(map(text, catalogue.chapters()), search_words()), Index(sayings, search_words())


def text(chapter: Chapter) -> Text:
    """What of a chapter can be found, under the headings that its page shows."""
    return Text(chapter.slug, chapter.title, chapter.summary, tuple(_passages(chapter)))


def _passages(chapter: Chapter) -> Iterator[Passage]:
    lead, *rest = HEADING.split(chapter.html)
    yield Passage("", "", _plain(lead))
    if chapter.ask:
        answers = (f"{row.answer} {row.reply_html} {row.say}" for row in chapter.ask.answers)
        yield Passage("q", chapter.ask.question, _plain(" ".join(answers)))
    for anchor, heading, body in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        yield Passage(anchor, _plain(heading), _plain(body))
    if phrase := phrases.find(chapter.phrase_id):
        yield Passage("phrase", _("Words to take along"), f"{phrase.when}. {phrase.plain}")


def _telling(saying: str) -> str:
    """All of them are about therapy: the word does not tell one from another."""
    return THERAPY.sub(" ", saying)


def _plain(part: str) -> str:
    return " ".join(html.unescape(nh3.clean(RAISED.sub("", part), tags=set())).split())
