"""The guide and Help in a real browser: looks, keyboard, no scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from guide import catalogue
from guide.actions.reading import list_chapters, mark_read, note_place
from tests.browser.conftest import SCREENS, OpenPage, beyond, looks
from tests.guide.test_reading import NOW

PAGES = {
    "landing": "/",
    "index": "/guide/",
    "talk": "/guide/talk/",
    "stopping": "/guide/stopping/",
    "table": "/guide/how-long/",
    "long": "/guide/ending/",
    "help": "/help/now/?country=GB",
}


def focused(page: Page) -> str:
    found: str = page.evaluate(
        "document.activeElement.href || document.activeElement.id || document.activeElement.tagName"
    )
    return found


@looks
@pytest.mark.parametrize("name", PAGES)
def test_the_public_pages_read_well_everywhere(
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    name: str,
    screen: str,
    scheme: str,
) -> None:
    page = open_page(None, screen, scheme)
    page.goto(PAGES[name])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    shot(page, f"guide-{name}-{screen}-{scheme}")
    assert axe(page) == []


@looks
@pytest.mark.parametrize("name", ["index", "stopping", "long"])
def test_the_guide_of_someone_signed_in_reads_well_everywhere(
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    alice: User,
    name: str,
    screen: str,
    scheme: str,
) -> None:
    list_chapters(user_id=alice.pk, slugs=["rapport", "ending", "doctor"], now=NOW)
    mark_read(user_id=alice.pk, slug="approach", read=True, now=NOW)
    note_place(user_id=alice.pk, slug="opening-up", heading="ways-in", now=NOW)
    note_place(user_id=alice.pk, slug="ending", heading="take-something-with-you", now=NOW)
    page = open_page(alice, screen, scheme)
    page.goto(PAGES[name])
    if name == "stopping":
        page.get_by_role("radio", name="I’m thinking of stopping.").check()
    shot(page, f"guide-{name}-signed-in-{screen}-{scheme}")
    page.set_viewport_size({**SCREENS[screen], "height": 4000})  # so that nothing is under the tabs
    assert axe(page) == []


@pytest.mark.timeout(900)
def test_no_page_of_the_guide_has_a_barrier_in_light_or_dark(
    open_page: OpenPage, axe: Callable[[Page], list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Every page that can be walked to from its first one without an account, words and questions among them."""
    page = open_page(None)
    waiting, seen, found = ["/guide/", "/help/now/"], {"/guide/", "/help/now/"}, {}
    while waiting:
        path = waiting.pop(0)
        page.goto(path)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found[path, scheme] = axe(page)
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.pathname)")
        fresh = {link for link in links if re.match(r"/guide/|/help/", link)} - seen
        waiting += sorted(fresh)
        seen |= fresh
    with capsys.disabled():
        print(f"\n{len(seen)} pages of the guide, {len(found)} looks, {sum(map(len, found.values()))} barriers")
    assert {where: barriers for where, barriers in found.items() if barriers} == {}
    assert {f"/guide/{chapter.slug}/" for chapter in catalogue.chapters()} <= seen
    assert {"/guide/words/", "/guide/check/", "/guide/fit/", "/guide/choosing/sheet/", "/help/safety-plan/"} <= seen


@pytest.mark.parametrize("name", PAGES)
def test_nothing_leaves_the_smallest_screen(open_page: OpenPage, name: str) -> None:
    page = open_page(None, viewport={"width": 320, "height": 640})
    page.goto(PAGES[name])
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_skipping_to_the_page_the_next_stop_is_the_emergency_number(open_page: OpenPage) -> None:
    page = open_page(None)
    page.goto(PAGES["help"])
    page.keyboard.press("Tab")
    assert focused(page).endswith("#main")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "tel:999"


@pytest.mark.parametrize("scripts", [True, False])
def test_the_country_is_changed_with_the_keyboard_alone(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(None, scripts=scripts)
    page.goto("/help/now/")
    page.get_by_role("link", name="country").first.press("Enter")
    page.get_by_label("Country", exact=True).select_option("NZ")
    page.get_by_role("button", name="Show these numbers").press("Enter")
    expect(page.get_by_role("link", name="Call 111").first).to_be_visible()
    expect(page.get_by_text("Numbers for New Zealand.")).to_be_visible()


def test_a_country_is_opened_in_the_list_without_leaving_the_page(open_page: OpenPage) -> None:
    page = open_page(None, scripts=False)
    page.goto(PAGES["help"])
    spain = page.get_by_text("Spain", exact=True).last
    expect(page.locator("a[href='tel:717003717']")).not_to_be_visible()
    spain.press("Enter")
    expect(page.locator("a[href='tel:717003717']")).to_be_visible()
    assert page.url.endswith(PAGES["help"])


@pytest.mark.parametrize("scripts", [True, False])
def test_an_answer_opens_its_reply_and_no_other(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(None, scripts=scripts)
    page.goto("/guide/stopping/")
    replies = page.locator(".reply:visible")
    expect(replies).to_have_count(0)
    page.get_by_role("radio", name="I’m thinking of stopping.").press("Space")
    expect(replies).to_have_count(1)
    expect(replies).to_contain_text(
        "Please don’t change anything until you have talked to the person who prescribed it."
    )
    page.keyboard.press("ArrowDown")
    expect(replies).to_have_count(1)
    expect(replies).to_contain_text("Please call your prescriber or pharmacist today")


def test_words_to_say_are_put_on_the_list_with_one_tap(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice)
    page.goto("/guide/talk/")
    page.get_by_role("button", name="Add to my list").last.click()
    expect(page.get_by_text("I feel stuck. I’d like to look at the plan with you.")).to_be_visible()


def test_no_chapter_leaves_the_screen_at_twice_the_text(open_page: OpenPage) -> None:
    page = open_page(None)
    page.goto("/guide/")
    for chapter in catalogue.chapters():
        page.goto(f"/guide/{chapter.slug}/")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        for more in page.locator("details.more").all():
            more.evaluate("one => { one.open = true }")
        assert beyond(page) == [], chapter.slug
