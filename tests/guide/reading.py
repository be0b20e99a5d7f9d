"""Reading measures: sentences, syllables and the Flesch-Kincaid grade, near enough for a limit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

BLOCKS = {"p", "li", "h1", "h2", "h3", "legend", "label", "td", "th", "summary", "button", "option", "title", "div"}

APART = re.compile(r"(?<![tsc])i[ao]|[aeiou]ing$|[iu]et")
SILENT = re.compile(r"[^aeioul]e$|[aeiou]le$|[^aeioutdl]ed$|[aeiou]led$|[^aeiousxzcghl]es$|[aeiou]les$")


class Blocks(HTMLParser):
    """The text of each block, in order; `headings=False` leaves out h1 to h3."""

    def __init__(self, *, headings: bool = True) -> None:
        super().__init__()
        self.headings = headings
        self.found: list[str] = [""]
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style", "sup") or (not self.headings and tag in ("h1", "h2", "h3"))
        if tag in BLOCKS:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style", "sup") or (not self.headings and tag in ("h1", "h2", "h3"))
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


def syllables(word: str) -> int:
    """Groups of vowels, with pairs that are heard apart, less a silent ending; a digit counts as one."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if not letters:
        return max(1, sum(character.isdigit() for character in word))
    count = len(re.findall(r"[aeiouy]+", letters)) + len(APART.findall(letters))
    return max(1, count - bool(SILENT.search(letters)))


def grade(texts: Iterable[str]) -> float:
    """Flesch-Kincaid grade level of running text."""
    found = sentences(texts)
    spoken = [word for sentence in found for word in words(sentence)]
    return 0.39 * len(spoken) / len(found) + 11.8 * sum(map(syllables, spoken)) / len(spoken) - 15.59
