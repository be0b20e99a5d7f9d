"""A chapter's file, front matter and Markdown, as a frozen Chapter; what is wrong with it, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import frontmatter

from guide.logic.markdown import Heading, Rendered, render, render_line

TITLE_MOST = 48
SUMMARY_MOST = 120
ANSWERS_MOST = 4
REASONS = frozenset(f"R{n}" for n in range(1, 9))
ACTIONS = frozenset(f"A{n}" for n in range(1, 7))
CARRIES_A_PHRASE = ("reasons", "actions")


@dataclass(frozen=True)
class Problem:
    field: str
    reason: str


class BadChapterError(ValueError):
    """The file cannot be a chapter. `problems` names each field."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(f"{file}: " + "; ".join(f"{problem.field} {problem.reason}" for problem in problems))


@dataclass(frozen=True)
class Source:
    name: str
    url: str
    year: int


@dataclass(frozen=True)
class Answer:
    answer: str
    reply_html: str
    say: str


@dataclass(frozen=True)
class Ask:
    """A question to oneself; nothing of it is stored."""

    question: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Chapter:
    """`phrase_id` is "" where a chapter has no words to take along."""

    slug: str
    section: str
    order: int
    title: str
    summary: str
    html: str
    headings: tuple[Heading, ...]
    links: tuple[str, ...]
    phrase_id: str
    ask: Ask | None
    reason_ids: tuple[str, ...]
    action_ids: tuple[str, ...]
    reading_minutes: int
    reviewed_on: date
    reviewed_by: str
    sources: tuple[Source, ...]

    @property
    def lead(self) -> str:
        """What stands before the first heading."""
        return self.html.partition("<h2")[0]

    @property
    def rest(self) -> str:
        _, mark, rest = self.html.partition("<h2")
        return mark + rest


def parse(text: str, *, slug: str, section: str) -> Chapter:
    """The chapter of the file named `slug` in the folder `section`. Raises BadChapterError with every problem."""
    file = f"{section}/{slug}.md"
    try:
        meta, body = frontmatter.parse(text)
    except Exception as error:
        raise BadChapterError(file, [Problem("front matter", f"cannot be read ({type(error).__name__})")]) from error
    rendered = render(body)
    problems = [*_problems(meta, slug, section), *_body_problems(body, rendered)]
    if problems:
        raise BadChapterError(file, problems)
    return _build(meta, rendered, section)


def _build(meta: Mapping[str, Any], rendered: Rendered, section: str) -> Chapter:
    return Chapter(
        slug=meta["slug"],
        section=section,
        order=meta["order"],
        title=meta["title"],
        summary=meta["summary"],
        html=rendered.html,
        headings=rendered.headings,
        links=(*rendered.links, *_reply_links(meta)),
        phrase_id=meta.get("phrase", ""),
        ask=_build_ask(meta["ask"]) if "ask" in meta else None,
        reason_ids=tuple(meta["reason_ids"]),
        action_ids=tuple(meta["action_ids"]),
        reading_minutes=meta["reading_minutes"],
        reviewed_on=meta["reviewed_on"],
        reviewed_by=meta["reviewed_by"],
        sources=tuple(Source(row["name"], row["url"], row["year"]) for row in meta["sources"]),
    )


def _build_ask(ask: Mapping[str, Any]) -> Ask:
    answers = (Answer(row["answer"], render_line(row["reply"]), row.get("say", "")) for row in ask["options"])
    return Ask(ask["question"], tuple(answers))


def _reply_links(meta: Mapping[str, Any]) -> Iterator[str]:
    for row in meta.get("ask", {}).get("options", []):
        yield from render(row["reply"]).links


def _problems(meta: Mapping[str, Any], slug: str, section: str) -> Iterator[Problem]:
    if meta.get("slug") != slug:
        yield Problem("slug", "must be the name of the file")
    yield from _text(meta, "title", TITLE_MOST)
    yield from _text(meta, "summary", SUMMARY_MOST)
    yield from _text(meta, "reviewed_by", None)
    for field in ("order", "reading_minutes"):
        if type(meta.get(field)) is not int or meta[field] < 1:
            yield Problem(field, "must be a whole number above 0")
    if type(meta.get("reviewed_on")) is not date:
        yield Problem("reviewed_on", "must be a date, as 2026-11-24")
    for field, known in (("reason_ids", REASONS), ("action_ids", ACTIONS)):
        ids = meta.get(field)
        if not isinstance(ids, list) or not set(ids) <= known:
            yield Problem(field, f"must be a list of {min(known)} to {max(known)}")
    if "phrase" in meta or section in CARRIES_A_PHRASE:
        yield from _text(meta, "phrase", None)
    if "ask" in meta:
        yield from _ask_problems(meta["ask"])
    yield from _source_problems(meta.get("sources"))


def _body_problems(body: str, rendered: Rendered) -> Iterator[Problem]:
    if not body.strip() or body.lstrip().startswith("#"):
        yield Problem("text", "must begin with a paragraph")
    if any(heading.level not in (2, 3) for heading in rendered.headings):
        yield Problem("text", "headings are ## or ###; the title is the only #")


def _text(meta: Mapping[str, Any], field: str, most: int | None) -> Iterator[Problem]:
    value = meta.get(field)
    if not isinstance(value, str) or not value.strip():
        yield Problem(field, "is missing")
    elif most is not None and len(value) > most:
        yield Problem(field, f"has {len(value)} characters, at most {most}")


def _ask_problems(ask: object) -> Iterator[Problem]:
    options = ask.get("options") if isinstance(ask, Mapping) else None
    if not isinstance(ask, Mapping) or not isinstance(options, list) or not 2 <= len(options) <= ANSWERS_MOST:
        yield Problem("ask", f"needs `question` and 2 to {ANSWERS_MOST} `options`")
        return
    yield from (Problem(f"ask.{problem.field}", problem.reason) for problem in _text(ask, "question", None))
    for option in options:
        if not isinstance(option, Mapping) or not option.get("answer") or not option.get("reply"):
            yield Problem("ask.options", "each needs `answer` and `reply`")


def _source_problems(sources: object) -> Iterator[Problem]:
    if not isinstance(sources, list) or not sources:
        yield Problem("sources", "at least one is needed")
        return
    for row in sources:
        if not isinstance(row, Mapping) or not row.get("name") or type(row.get("year")) is not int:
            yield Problem("sources", "each needs `name`, `url` and `year`")
        elif not str(row.get("url", "")).startswith("https://"):
            yield Problem("sources", f"the url of “{row['name']}” must begin with https://")
