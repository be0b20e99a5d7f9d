"""Markdown to HTML that may stand on a page as it is."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    "p",
    "h2",
    "h3",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "a",
    "br",
    "sup",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
ATTRIBUTES = {"a": {"href", "aria-label"}, "h2": {"id"}, "h3": {"id"}}
SCHEMES = {"http", "https", "mailto", "tel", "sms"}

_parser = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Heading:
    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Rendered:
    html: str
    headings: tuple[Heading, ...]
    links: tuple[str, ...]


def render(text: str) -> Rendered:
    """CommonMark and tables, without raw HTML. A quotation becomes words to say (`p.say`), a link to `#source-…`
    a raised number whose title is its label. `links` are the targets as written."""
    tokens = _parser.parse(text)
    headings = tuple(_name_headings(tokens))
    _mark_words_to_say(tokens)
    _style_lists(tokens)
    links = tuple(_raise_sources(tokens))
    return Rendered(_clean(_parser.renderer.render(tokens, _parser.options, {})), headings, links)


def render_line(text: str) -> str:
    """One line, its links and emphasis only: no paragraph around it."""
    return _clean(_parser.renderInline(text))


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes={"p": {"say"}, "ul": {"points"}},
        url_schemes=SCHEMES,
        link_rel="noopener",
    )


def _name_headings(tokens: Sequence[Token]) -> Iterable[Heading]:
    taken: set[str] = set()
    for opening, inline in itertools.pairwise(tokens):
        if opening.type != "heading_open":
            continue
        name = base = re.sub(r"[^a-z0-9]+", "-", inline.content.lower()).strip("-") or "part"
        while name in taken:
            name = f"{base}-{len(taken) + 1}"
        taken.add(name)
        opening.attrSet("id", name)
        yield Heading(int(opening.tag[1]), name, inline.content)


def _mark_words_to_say(tokens: Sequence[Token]) -> None:
    depth = 0
    for token in tokens:
        if token.type in ("blockquote_open", "blockquote_close"):
            depth += token.nesting
            token.hidden = True
        elif depth and token.type == "paragraph_open":
            token.attrSet("class", "say")


def _style_lists(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type == "bullet_list_open":
            token.attrSet("class", "points")


def _raise_sources(tokens: Sequence[Token]) -> Iterable[str]:
    for token in tokens:
        if not token.children:
            continue
        children: list[Token] = []
        raised = False
        for child in token.children:
            if child.type == "link_open":
                href = str(child.attrGet("href") or "")
                yield href
                raised = href.startswith("#source-")
                if raised:
                    child.attrSet("aria-label", str(child.attrs.pop("title", href)))
                    children.append(Token("sup_open", "sup", 1))
            children.append(child)
            if child.type == "link_close" and raised:
                children.append(Token("sup_close", "sup", -1))
                raised = False
        token.children = children
