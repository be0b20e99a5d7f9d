"""A chapter's file: what it becomes, and how each mistake is named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guide.logic.chapters import Answer, BadChapterError, Source, parse
from tests.factories.guide import chapter_text


def test_a_whole_file_becomes_a_chapter() -> None:
    chapter = parse(chapter_text(), slug="example", section="actions")
    assert (chapter.slug, chapter.section, chapter.title) == ("example", "actions", "An example")
    assert chapter.reviewed_on == date(2026, 11, 1)
    assert chapter.sources == (Source("A paper", "https://example.org/paper", 2020),)
    assert chapter.lead.strip() == "<p>A first line.</p>"
    assert chapter.rest.startswith('<h2 id="a-heading">')


def test_the_question_to_oneself_keeps_its_answers_in_order_and_its_links() -> None:
    options = [
        {"answer": "Yes", "reply": "See [Help now](/help/now/)."},
        {"answer": "No", "reply": "Fine.", "say": "I am."},
    ]
    chapter = parse(chapter_text(ask={"question": "Is it?", "options": options}), slug="example", section="actions")
    assert chapter.ask is not None
    assert chapter.ask.answers[1] == Answer("No", "Fine.", "I am.")
    assert "/help/now/" in chapter.links


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "another"),
        ("slug", None),
        ("title", None),
        ("title", "x" * 49),
        ("title", 7),
        ("summary", "x" * 121),
        ("order", 0),
        ("order", "first"),
        ("reading_minutes", True),
        ("reviewed_on", "1 November 2026"),
        ("reviewed_by", " "),
        ("reason_ids", ["R9"]),
        ("reason_ids", "R1"),
        ("action_ids", ["A0"]),
        ("phrase", None),
        ("phrase", {"to": "nobody", "text": "Hello."}),
        ("phrase", " "),
        ("ask", {"question": "One?", "options": [{"answer": "a", "reply": "b"}]}),
        ("ask", {"question": "One?", "options": [{"answer": "a"}, {"reply": "b"}]}),
        ("ask", "yes"),
        ("sources", None),
        ("sources", []),
        ("sources", [{"name": "A paper", "url": "http://example.org", "year": 2020}]),
        ("sources", [{"name": "A paper", "url": "https://example.org"}]),
    ],
)
def test_a_wrong_field_is_named(field: str, value: Any) -> None:
    with pytest.raises(BadChapterError) as caught:
        parse(chapter_text(**{field: value}), slug="example", section="actions")
    assert {problem.field.partition(".")[0] for problem in caught.value.problems} == {field}
    assert "actions/example.md" in str(caught.value)


@pytest.mark.parametrize("body", ["", "## It begins with a heading", "A line.\n\n# A second title"])
def test_a_text_that_does_not_fit_the_page_is_named(body: str) -> None:
    with pytest.raises(BadChapterError, match="text"):
        parse(chapter_text(body=body), slug="example", section="actions")


def test_front_matter_that_cannot_be_read_is_named() -> None:
    with pytest.raises(BadChapterError, match="front matter"):
        parse("---\ntitle: [unclosed\n---\nText", slug="example", section="actions")


def test_all_mistakes_are_named_at_once() -> None:
    with pytest.raises(BadChapterError) as caught:
        parse(chapter_text(title=None, summary=None, sources=None), slug="example", section="actions")
    assert [problem.field for problem in caught.value.problems] == ["title", "summary", "sources"]
