"""At the start, what is wrong with the words is named: the file and the field."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from guide import catalogue, help_lines
from guide.catalogue import phrases
from guide.catalogue.check import check
from guide.catalogue.files import CONTENT
from guide.catalogue.fit import fit
from guide.checks import (
    chapter_errors,
    crisis_words_are_whole,
    dangling,
    everything_named_is_there,
    help_line_errors,
    phrase_errors,
)
from guide.logic.check import BadCheckError
from guide.logic.crisis_words import Tier, read
from guide.logic.fit import BadFitError
from guide.logic.help_lines import Country
from guide.logic.phrases import BadPhrasesError
from tests.factories.guide import chapter_text, country, line_row


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_what_is_shipped_is_whole() -> None:
    assert list(chapter_errors(CONTENT)) == []
    assert list(phrase_errors()) == []
    assert list(help_line_errors()) == []
    assert everything_named_is_there(None) == []


def test_bad_front_matter_names_the_file_and_the_field(tmp_path: Path) -> None:
    write(tmp_path, "actions/example.md", chapter_text(title=None, reviewed_on="soon"))
    assert [error.msg for error in chapter_errors(tmp_path)] == [
        "actions/example.md: title: is missing",
        "actions/example.md: reviewed_on: must be a date, as 2026-11-24",
    ]


@pytest.mark.parametrize(
    "link", ["/guide/nowhere/", "/no/such/page/", "#source-2", "#source-0", "#elsewhere", "http://example.org"]
)
def test_a_link_that_leads_nowhere_is_named(link: str, tmp_path: Path) -> None:
    write(tmp_path, "actions/example.md", chapter_text(body=f"See [this]({link})."))
    assert [error.msg for error in chapter_errors(tmp_path)] == [f"actions/example.md: text: {link} leads nowhere"]


@pytest.mark.parametrize("link", ["/guide/example/", "/help/now/", "#source-1", "https://example.org"])
def test_a_link_that_leads_somewhere_is_not(link: str, tmp_path: Path) -> None:
    write(tmp_path, "actions/example.md", chapter_text(body=f"See [this]({link})."))
    assert list(chapter_errors(tmp_path)) == []


def test_two_chapters_cannot_share_an_address(tmp_path: Path) -> None:
    write(tmp_path, "actions/example.md", chapter_text())
    write(tmp_path, "medicine/example.md", chapter_text())
    assert [error.id for error in chapter_errors(tmp_path)] == ["guide.E002"]


CHAPTERS, WORDS = catalogue.chapters(), phrases.phrases()


def named(**changes: Any) -> list[str]:
    given: dict[str, Any] = {"check": check(), "fit": fit(), "chapters": CHAPTERS, "words": WORDS, **changes}
    return [error.msg for error in dangling(**given)]


def test_a_chapter_that_is_taken_away_leaves_nothing_dangling_unnamed() -> None:
    found = named(chapters=[chapter for chapter in CHAPTERS if chapter.slug != "talk"])
    assert found[0] == "check.toml: A1: there is no chapter talk"
    assert set(found[1:]) == {
        f"phrases.toml: {phrase.id}: there is no chapter talk" for phrase in WORDS if phrase.chapter == "talk"
    }
    assert named(chapters=[chapter for chapter in CHAPTERS if chapter.slug != "approach"])[0] == (
        "check.toml: R1: there is no chapter approach"
    )


def test_a_chapter_that_does_not_know_its_reason_or_names_one_that_is_none_is_named() -> None:
    by_slug = {chapter.slug: chapter for chapter in CHAPTERS}
    by_slug["story"] = replace(by_slug["story"], reason_ids=("R9",), action_ids=("A7",))
    assert named(chapters=list(by_slug.values())) == [
        "reasons/story.md: does not name R2, whose chapter it is",
        "reasons/story.md: there is no R9 in check.toml",
        "reasons/story.md: there is no A7 in check.toml",
    ]


def test_a_phrase_that_is_taken_away_is_missed_by_whoever_names_it() -> None:
    assert named(words=[phrase for phrase in WORDS if phrase.id != "therapist-goals"]) == [
        "check.toml: R8: there is no phrase therapist-goals",
        "fit.toml: f1: there is no phrase therapist-goals",
    ]


@pytest.mark.parametrize(
    ("loader", "error", "message"),
    [
        ("check_file.check", BadCheckError(["R1: there is no A9"]), ["check.toml: R1: there is no A9"]),
        ("fit_file.fit", BadFitError(["f1: is listed twice"]), ["fit.toml: f1: is listed twice"]),
        ("phrases.phrases", BadPhrasesError(["told elsewhere"]), []),
    ],
)
def test_a_file_that_cannot_be_read_is_named_once(
    loader: str, error: Exception, message: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise error

    monkeypatch.setattr(f"guide.checks.{loader}", broken)
    assert [found.msg for found in everything_named_is_there(None)] == message


def test_crisis_words_that_cannot_be_read_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guide.checks.crisis_words", lambda: read({"version": "1", "source": "a test"}))
    assert [found.msg for found in crisis_words_are_whole(None)] == [
        f"crisis_words.toml: {tier} has no phrases" for tier in Tier
    ]


@pytest.mark.parametrize(
    ("made", "missing"),
    [
        (country(code="XK"), "XK"),
        (country(lines=[line_row(note="latin")]), "latin"),
        (country(emergency=[{"number": "112", "service": "coastguard"}]), "coastguard"),
    ],
)
def test_a_key_without_words_is_named(made: Country, missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(help_lines, "countries", lambda: (made,))
    assert [error.msg for error in help_line_errors()] == [
        f"help_lines.toml: {made.code}: {missing} has no words in help_words.py"
    ]
