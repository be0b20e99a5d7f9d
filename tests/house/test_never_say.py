"""The app never says take, skip, double, raise, lower, split, stop or restart, wherever somebody could read it."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.guide.test_house_words import READERS_WORDS, code_texts, toml_texts
from tests.house.never_say import APPROVED, orders_in, spoken

ROOT: Path = settings.BASE_DIR
APPS = ("accounts", "guide", "pwa", "tracker", "reminders", "sharing")


def templates(folder: Path) -> Iterator[Path]:
    for ending in ("html", "txt", "xml", "js"):
        yield from folder.rglob(f"*.{ending}")


def said_in(folder: Path) -> dict[str, list[str]]:
    """The advice that the templates in *folder* give, by their names."""
    found = {path.name: orders_in(spoken(path.read_text(encoding="utf-8"))) for path in templates(folder)}
    return {name: orders for name, orders in found.items() if orders}


def test_no_template_says_it() -> None:
    assert sum(1 for _ in templates(ROOT / "templates")) > 100
    assert said_in(ROOT / "templates") == {}


def test_no_script_says_it() -> None:
    scripts = [path for app in APPS for path in (ROOT / app / "static").rglob("*.js") if "htmx" not in path.name]
    assert scripts
    assert {path.name: orders for path in scripts if (orders := orders_in(path.read_text(encoding="utf-8")))} == {}


def test_no_chapter_says_it() -> None:
    chapters = list((ROOT / "guide" / "content").rglob("*.md"))
    assert len(chapters) > 15
    assert {path.name: orders for path in chapters if (orders := orders_in(path.read_text(encoding="utf-8")))} == {}


def test_no_catalogue_says_it() -> None:
    """Nobody is shown the words that people type."""
    found = [path for app in APPS for path in (ROOT / app).rglob("*.toml") if path.name not in READERS_WORDS]
    assert ROOT / "reminders" / "catalogue.toml" in found
    texts = [(path, text) for path in found for text in toml_texts(tomllib.loads(path.read_text(encoding="utf-8")))]
    assert [(path.name, orders) for path, text in texts if (orders := orders_in(text))] == []


@pytest.mark.parametrize("app", APPS)
def test_no_string_of_the_code_says_it(app: str) -> None:
    trees = ((path, ast.parse(path.read_text(encoding="utf-8"))) for path in (ROOT / app).rglob("*.py"))
    texts = [(path.name, text) for path, tree in trees for text in code_texts(tree)]
    assert [(name, orders) for name, text in texts if (orders := orders_in(text))] == []


@pytest.mark.parametrize("source", ["today", "medicine_check_in", "_safety_card"])
def test_advice_that_slips_into_a_template_is_caught(source: str, tmp_path: Path) -> None:
    page = (ROOT / "templates" / "tracker" / f"{source}.html").read_text(encoding="utf-8")
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert said_in(tmp_path) == {}
    for slip in ("<p>Take it now.</p>", '<p>{% translate "Take it now." %}</p>', "Take <b>{{ name }}</b> now."):
        (tmp_path / "page.html").write_text(page.replace("</div>", f"</div>{slip}", 1), encoding="utf-8")
        assert "take it now" in str(said_in(tmp_path)["page.html"])


@pytest.mark.parametrize(
    "text",
    [
        "Take it now.", "Please take your morning dose now.", "Take your evening tablet.", "Take the next dose.",
        "Take it as soon as you remember.", "Take two tablets.", "Take an extra one.", "You can take another.",
        "Take it with food.", "Keep taking it as prescribed.", "Carry on with your medicine.",
        "Skip it.", "Skip the dose.", "Skip the missed dose and go on.", "Leave that dose out.",
        "Double up.", "Double it next time.", "You may double your dose.", "Take twice the dose.",
        "Raise your dose.", "You could increase the dose.", "Lower the dose.", "Reduce your medicine slowly.",
        "Halve your tablets.", "Cut down on your pills.", "Split the tablet.", "Then split it.", "Change your dose.",
        "Stop taking it.", "Stop your medicine.", "It is fine to stop taking these.", "Restart it.",
        "Start taking it again.", "Restart your tablets.", "Quit your antidepressant.", "Please stop it.",
        "A smaller dose is enough.", "TAKE IT NOW", "take\n it   now",
    ],
)  # fmt: skip
def test_advice_about_a_dose_is_found(text: str) -> None:
    assert orders_in(text)


@pytest.mark.parametrize(
    "text",
    [
        *APPROVED,
        "Did you take it?", "Taken", "Skipped on purpose", "Don’t take a double dose to catch up.",
        "Don’t stop or change the dose yourself.", "I’m thinking of stopping", "Take your list to the pharmacist.",
        "I’d like to come off it at some point. What would a safe plan look like?", "Take it off your list.",
        "Please don’t change anything until you have talked to the person who prescribed it.",
        "Ordering now avoids a gap.", "Before any change to your medicine, talk to your doctor.", "Skip to the page",
        "When the time comes, how would coming off it go, and what might I feel?", "Take your time.",
    ],
)  # fmt: skip
def test_what_the_clinical_rules_say_is_not(text: str) -> None:
    assert orders_in(text) == []
