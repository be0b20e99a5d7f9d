"""Reading measures: the text of each block, its sentences and words, and the Flesch-Kincaid grade by textstat."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from textstat import textstat

BLOCKS = {"p", "li", "h1", "h2", "h3", "legend", "label", "td", "th", "summary", "button", "option", "title", "div"}
UNREAD = {"script", "style", "sup"}
HEADINGS = {"h1", "h2", "h3"}
STRAIGHT = {ord("’"): "'", ord("-"): " ", ord("–"): " "}


class Blocks(HTMLParser):
    """The text of each block, in order; `headings=False` leaves out h1 to h3."""

    def __init__(self, *, headings: bool = True) -> None:
        super().__init__()
        self.unread = UNREAD if headings else UNREAD | HEADINGS
        self.found: list[str] = [""]
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in self.unread
        if tag in BLOCKS:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in self.unread
        if tag in BLOCKS:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found[-1] += data


def blocks(html: str, *, headings: bool = True) -> list[str]:
    parser = Blocks(headings=headings)
    parser.feed(html)
    return [" ".join(block.split()) for block in parser.found if block.strip()]


def sentences(texts: Iterable[str]) -> list[str]:
    return [part for text in texts for part in re.split(r"(?<=[.?!:])[”’\"]?\s+", text) if words(part)]


def words(text: str) -> list[str]:
    return re.findall(r"[\w’'-]*\w", text)


def grade(texts: Iterable[str]) -> float:
    """Flesch-Kincaid grade level of running text, a block at least a sentence. The library knows contractions by the
    straight apostrophe alone, and takes a hyphenated pair for one word that stands in no dictionary."""
    ended = (text if text[-1] in ".?!”" else f"{text.rstrip(':')}." for text in texts)
    return float(textstat.flesch_kincaid_grade(" ".join(ended).translate(STRAIGHT)))
