"""Notes, what is not said yet, and bringing a file in, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from playwright.sync_api import FilePayload, Page, expect

from accounts.models import User
from guide.catalogue.crisis_words import crisis_words
from guide.logic.crisis_words import found_in
from tests.browser.conftest import OpenPage
from tests.guide.logic import test_crisis_words as listed
from tests.tracker.logic.imports.files import LOOP, zipped
from tracker.models import Habit, JournalNote

pytestmark = pytest.mark.browser

ODD = [
    "",
    "Straße, STRASSE",
    "ǅ ǆ",
    "ʼn I don ʼt want to live",
    "kill\u0301 myself",
    "١٢٣ kms",
    "𝓀𝒾𝓁𝓁 𝓂𝓎𝓈𝑒𝓁𝒻",
    "kill_myself",
]


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=True):
        yield


def texts() -> list[str]:
    """All that the list of words is tried on elsewhere, and stranger ones."""
    tried = [
        case[0] if isinstance(case, tuple) else case
        for test in (listed.test_a_phrase_calls_for_its_card, listed.test_what_only_sounds_near_stays_quiet)
        for mark in getattr(test, "pytestmark")  # noqa: B009, mypy knows of no marks on a function
        for case in mark.args[1]
    ]
    return [*tried, *(spelling for _tier, spelling in listed.EVERY), *ODD]


def test_the_page_finds_in_every_text_what_the_guide_finds(alice: User, open_page: OpenPage) -> None:
    page = open_page(alice)
    page.goto("/notes/new/")
    tried = texts()
    found = page.evaluate("texts => texts.map(text => self.crisisWords(text))", tried)
    wanted = [sorted(tier.value for tier in found_in(text, crisis_words())) for text in tried]
    assert len(tried) > 300
    assert [sorted(tiers) for tiers in found] == wanted


def test_help_stands_beside_the_words_is_put_away_with_a_tap_and_nothing_is_sent(
    alice: User, open_page: OpenPage, axe: Callable[[Page], list[str]]
) -> None:
    page = open_page(alice)
    page.goto("/notes/new/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    words, card = page.locator("textarea"), page.locator("#crisis .nudge")
    expect(card).to_be_hidden()
    words.press_sequentially("I want to die")
    expect(card.get_by_text("you don’t have to carry them alone")).to_be_visible()
    expect(card.get_by_text("Sounds heavy.")).to_be_hidden()
    assert axe(page) == []
    card.get_by_role("button", name="Put this away").click()
    expect(card).to_be_hidden()
    words.press_sequentially(", he hits me")
    expect(card.get_by_role("link", name="Leave this page")).to_be_visible()
    words.fill("The walk helped")
    expect(card).to_be_hidden()
    assert [url for url in sent if "/static/" not in url] == []
    assert page.evaluate("Object.keys(sessionStorage).length + Object.keys(localStorage).length") == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_a_note_is_written_and_help_is_there_without_script_too(
    alice: User, open_page: OpenPage, scripts: bool
) -> None:
    page = open_page(alice, scripts=scripts)
    page.goto("/notes/")
    page.get_by_role("link", name="Write the first note").click()
    expect(page.locator("main").get_by_role("link", name="help is here")).to_be_visible()
    page.locator("textarea").fill("The herons were back")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("The herons were back")).to_be_visible()
    assert JournalNote.objects.for_user(alice).get().text == "The herons were back"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_is_looked_at_and_brought_in(alice: User, open_page: OpenPage, scripts: bool) -> None:
    page = open_page(alice, scripts=scripts)
    page.goto("/you/import/")
    file: FilePayload = {"name": "loop.zip", "mimeType": "application/zip", "buffer": zipped(LOOP)}
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="See what would come in").click()
    expect(page.get_by_text("Nothing has been added yet.")).to_be_visible()
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("All of it is in your record.")).to_be_visible()
    assert Habit.objects.for_user(alice).count() == 4


def test_everything_is_taken_out_as_a_file(alice: User, open_page: OpenPage) -> None:
    page = open_page(alice)
    page.goto("/you/export/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the tables").click()
    assert download.value.suggested_filename == "turnstone-2026-11-03.zip"
