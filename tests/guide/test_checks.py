"""At the start, what is wrong with the words is named: the file and the field."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide import help_lines
from guide.catalogue.files import CONTENT
from guide.checks import chapter_errors, help_line_errors, phrase_errors
from guide.logic.help_lines import Country
from tests.factories.guide import chapter_text, country, line_row


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_what_is_shipped_is_whole() -> None:
    assert list(chapter_errors(CONTENT)) == []
    assert list(phrase_errors()) == []
    assert list(help_line_errors()) == []


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
