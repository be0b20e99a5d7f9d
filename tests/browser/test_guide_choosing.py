"""The sheet for choosing in a real browser: looks, keyboard, with and without script, two tabs, the door, paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from accounts.models import User
from guide.models import ChoosingSheet
from tests.browser.conftest import OpenPage, beyond, looks
from tests.browser.test_accounts import type_code

SHEET = "/guide/choosing/sheet/"


@pytest.fixture(autouse=True)
def fresh_limits(transactional_db: None) -> None:
    cache.clear()


def fill(page: Page) -> None:
    page.get_by_label("Name: Person A").fill("Anna Møller")
    page.get_by_label("Name: Person B").fill("Ben")
    first = page.get_by_role("group", name="What is your training?")
    first.get_by_label("In a few words").nth(0).fill("On the register, 12 years, and trained in CBT as well")
    first.get_by_label("In a few words").nth(1).fill("In training")
    row = page.get_by_role("group", name="We have realistic goals")
    row.get_by_label("Your answer").nth(0).select_option("Yes")
    row.get_by_label("Your answer").nth(1).select_option("Not sure")


def tall(page: Page) -> None:
    """As in one tall window, so that nothing is half under the tab bar."""
    width: int = page.evaluate("innerWidth")
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})


@looks
def test_the_sheet_reads_well_everywhere_empty_filled_and_changed_in_two_tabs(
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    alice: User,
    screen: str,
    scheme: str,
) -> None:
    page = open_page(None, screen, scheme)
    page.goto(SHEET)
    shot(page, f"choosing-empty-{screen}-{scheme}")
    tall(page)
    assert axe(page) == []
    fill(page)
    page.get_by_role("button", name="Show where they differ").click()
    expect(page.get_by_role("heading", name="Where they differ")).to_be_visible()
    assert axe(page) == []

    page = open_page(alice, screen, scheme)
    page.goto(SHEET)
    other = page.context.new_page()
    other.goto(SHEET)
    fill(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".toast", has_text="Saved.")).to_be_visible()
    shot(page, f"choosing-saved-{screen}-{scheme}")
    tall(page)
    assert axe(page) == []
    other.get_by_label("Name: Person A").fill("Anna M.")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_text("Saved elsewhere")).to_be_visible()
    shot(other, f"choosing-two-tabs-{screen}-{scheme}")
    tall(other)
    assert axe(other) == []


@pytest.mark.parametrize("signed_in", [True, False])
def test_nothing_leaves_the_smallest_screen(open_page: OpenPage, alice: User, signed_in: bool) -> None:
    page = open_page(alice if signed_in else None, viewport={"width": 320, "height": 640})
    page.goto(SHEET)
    fill(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("button", name="Save" if signed_in else "Show where they differ", exact=True).click()
    expect(page.get_by_role("heading", name="Where they differ")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("name", ["Ms Very Long Name With Many Words", "Wolfeschlegelsteinhausenbergerdorff"])
def test_a_long_name_is_read_to_its_end_and_nothing_leaves_the_screen_also_at_twice_the_text(
    open_page: OpenPage, alice: User, name: str
) -> None:
    page = open_page(alice)
    page.goto(SHEET)
    fill(page)
    page.get_by_label("Name: Person B").fill(name)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".toast", has_text="Saved.")).to_be_visible()
    for size in ("100%", "200%"):
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        assert beyond(page) == [], size
        column = page.get_by_role("group", name="What is your training?").locator("input[type=checkbox], textarea")
        widths = [one.evaluate("el => el.getBoundingClientRect().width") for one in column.all()]
        assert widths[1] == pytest.approx(widths[3], abs=1), size


def test_nothing_of_an_empty_sheet_leaves_the_screen_at_twice_the_text(open_page: OpenPage) -> None:
    page = open_page(None)
    page.goto(SHEET)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert beyond(page) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_it_is_saved_with_the_keyboard_alone_and_found_again(open_page: OpenPage, alice: User, scripts: bool) -> None:
    page = open_page(alice, scripts=scripts)
    page.goto(SHEET)
    page.get_by_label("Name: Person A").focus()
    page.keyboard.type("Anna")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("On the register")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("Ben")
    page.keyboard.press("Enter")
    expect(page.locator(".toast", has_text="Saved.")).to_be_visible()
    row = page.get_by_role("group", name="What is your training?")
    expect(row.get_by_role("checkbox").nth(0)).to_be_checked()
    expect(row.get_by_role("checkbox").nth(1)).not_to_be_checked()
    expect(row.get_by_label("In a few words").nth(0)).to_have_value("On the register")
    expect(page.get_by_label("Name: Person B")).to_have_value("Ben")


def test_with_script_a_name_is_seen_at_each_question_and_an_answer_ticks_it(open_page: OpenPage) -> None:
    page = open_page(None)
    page.goto(SHEET)
    page.get_by_label("Name: Person B").fill("Ben")
    row = page.get_by_role("group", name="How do you work with my doctor?")
    expect(row.locator("[data-who=b]")).to_have_text("Ben")
    expect(row.locator("[data-who=a]")).to_have_text("Person A")
    row.get_by_label("In a few words").nth(1).fill("By letter")
    expect(row.get_by_role("checkbox").nth(1)).to_be_checked()
    expect(row.get_by_role("checkbox").nth(0)).not_to_be_checked()


def test_pressing_save_twice_in_a_hurry_saves_one_sheet(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice)
    page.goto(SHEET)
    fill(page)
    page.get_by_role("button", name="Save", exact=True).dblclick()
    expect(page.locator(".toast", has_text="Saved.")).to_be_visible()
    assert ChoosingSheet.objects.for_user(alice).get().both["b"].name == "Ben"


def test_the_older_tab_offers_both_and_either_can_be_taken(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice)
    tabs = [page, page.context.new_page(), page.context.new_page()]
    for tab in tabs:
        tab.goto(SHEET)
    for tab, name in zip(tabs, ("Anna", "Anna M.", "Anna N."), strict=True):
        tab.get_by_label("Name: Person A").fill(name)
        tab.get_by_role("button", name="Save", exact=True).click()
        tab.wait_for_load_state()
    expect(tabs[1].locator(".summary-err")).to_be_focused()
    tabs[1].get_by_role("link", name="Go back to what was saved").click()
    expect(tabs[1].get_by_label("Name: Person A")).to_have_value("Anna")
    tabs[2].get_by_role("button", name="Keep what is on this page").click()
    expect(tabs[2].locator(".toast", has_text="Saved.")).to_be_visible()
    assert ChoosingSheet.objects.for_user(alice).get().both["a"].name == "Anna N."


def test_a_sheet_is_deleted_and_brought_back_with_undo(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice)
    page.goto(SHEET)
    fill(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Delete this sheet").click()
    expect(page.get_by_label("Name: Person A")).to_have_value("")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Name: Person A")).to_have_value("Anna Møller")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_sheet_filled_in_by_nobody_goes_through_the_door_and_is_kept(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(None, scripts=scripts)
    page.goto(SHEET)
    fill(page)
    page.get_by_role("button", name="Start a private page and keep it").click()
    page.get_by_label("E-mail address").fill("dora@example.org")
    page.get_by_role("button", name="Continue").click()
    type_code(page)
    page.wait_for_url(f"**{SHEET}")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".toast", has_text="Kept, for you alone.")).to_be_visible()
    expect(page.get_by_label("Name: Person A")).to_have_value("Anna Møller")
    page.reload()
    expect(page.get_by_role("button", name="Keep it")).to_have_count(0)


def test_enter_without_an_account_stays_on_the_sheet(open_page: OpenPage) -> None:
    page = open_page(None)
    page.goto(SHEET)
    page.get_by_label("Name: Person A").fill("Anna")
    page.get_by_label("Name: Person A").press("Enter")
    expect(page.get_by_text("12 questions still to ask: Anna")).to_be_visible()
    assert page.url.endswith(SHEET)


@pytest.mark.parametrize("filled", [True, False])
def test_it_is_one_page_of_paper_with_boxes_and_lines_and_no_buttons(
    open_page: OpenPage, tmp_path: Path, filled: bool
) -> None:
    page = open_page(None, scheme="dark")
    page.goto(SHEET)
    if filled:
        fill(page)
    paper = page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    page.emulate_media(media="print")
    for gone in ("button", ".top", ".acts", ".err"):
        assert page.locator(f"{gone}:visible").count() == 0, gone
    assert page.locator(".tick input:visible").count() == 24
    lines = page.locator(":is(textarea, select, input[type=text]):visible")
    assert lines.count() == 2 * (1 + 12 + 7 + 1)
    assert lines.first.evaluate("el => getComputedStyle(el).borderBottomStyle") == "solid"
    nothing = page.get_by_label("Your answer").nth(1 if not filled else 2)
    assert nothing.evaluate("el => getComputedStyle(el).color") == "rgba(0, 0, 0, 0)"
