"""Talk sheets in a real browser: looks, copying, filling in with and without script, printing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.conftest import OpenPage, looks

PAGES = {
    "index": "/guide/words/",
    "therapist": "/guide/words/therapist/",
    "close": "/guide/words/close/",
    "doses": "/guide/words/doctor/doctor-doses/",
    "thoughts": "/guide/words/doctor/doctor-thoughts/",
}
SCORES = "/guide/words/therapist/therapist-scores/"
FILLED = "My scores haven’t moved in 12 weeks. I’d like to look at the plan with you."


def tall(page: Page) -> None:
    """As in one tall window, so that nothing is half under the tab bar."""
    width: int = page.evaluate("innerWidth")
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})


def copied(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


@looks
@pytest.mark.parametrize("name", PAGES)
def test_the_sheets_read_well_everywhere(
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    alice: User,
    name: str,
    screen: str,
    scheme: str,
) -> None:
    for person, who in ((None, ""), (alice, "-signed-in")):
        page = open_page(person, screen, scheme)
        page.goto(PAGES[name])
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        shot(page, f"words-{name}{who}-{screen}-{scheme}")
        tall(page)
        assert axe(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_leaves_the_smallest_screen(open_page: OpenPage, alice: User, name: str) -> None:
    page = open_page(alice, viewport={"width": 320, "height": 640})
    page.goto(PAGES[name])
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_sentence_on_a_sheet_is_really_copied(open_page: OpenPage) -> None:
    page = open_page(None, permissions=["clipboard-read", "clipboard-write"])
    page.goto(PAGES["therapist"])
    row = page.get_by_role("listitem").filter(has_text="There are no goals yet")
    row.get_by_role("button", name="Copy").press("Enter")
    expect(row.get_by_role("button", name="Copied")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    assert copied(page) == "Can we write down two or three goals and how we’ll notice them?"


def test_a_chapter_s_phrase_is_really_copied(open_page: OpenPage) -> None:
    page = open_page(None, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/guide/talk/")
    page.get_by_role("button", name="Copy").click()
    assert copied(page) == "I feel stuck. I’d like to look at the plan with you."


def test_words_that_may_not_be_copied_are_selected_instead(open_page: OpenPage) -> None:
    page = open_page(None)
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    page.goto("/guide/talk/")
    page.get_by_role("button", name="Copy").click()
    assert page.evaluate("String(getSelection())") == "I feel stuck. I’d like to look at the plan with you."


def test_the_words_fill_as_they_are_typed_and_are_copied_and_added_so(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice, permissions=["clipboard-read", "clipboard-write"])
    page.goto(SCORES)
    words, add = page.locator("#words"), page.get_by_role("button", name="Add to my list")
    expect(add).not_to_be_visible()
    page.get_by_label("How many weeks").press_sequentially(" 12. ")
    expect(words).to_have_text("My scores haven’t moved in 12. weeks. I’d like to look at the plan with you.")
    page.get_by_label("How many weeks").fill("12")
    expect(words).to_have_text(FILLED)
    page.get_by_role("button", name="Copy", exact=True).click()
    assert copied(page) == FILLED
    add.press("Enter")
    expect(page.get_by_text(FILLED)).to_be_visible()
    assert page.url.endswith("/session/")


def test_enter_in_a_blank_stays_on_the_page_and_reads_the_words_out(open_page: OpenPage) -> None:
    page = open_page(None)
    page.goto("/guide/words/doctor/doctor-side-effects/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    page.get_by_label("What gets in the way").fill("being tired all day")
    page.get_by_label("What gets in the way").press("Enter")
    said = "Being tired all day is getting in my way. What can be done?"
    expect(page.locator("#say")).to_have_text(said)
    expect(page.locator("#note")).to_contain_text(said)
    assert "POST" not in asked


@pytest.mark.parametrize("signed_in", [True, False])
def test_without_script_the_form_fills_the_words(open_page: OpenPage, alice: User, signed_in: bool) -> None:
    page = open_page(alice if signed_in else None, scripts=False)
    page.goto(PAGES["therapist"])
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    page.get_by_role("listitem").filter(has_text="Your scores stay").get_by_role("link", name="Fill in").click()
    page.get_by_label("How many weeks").fill("12")
    page.get_by_label("How many weeks").press("Enter")
    expect(page.locator("#words")).to_have_text(FILLED)
    assert page.url.endswith(SCORES)
    add = page.get_by_role("button", name="Add to my list")
    if signed_in:
        add.click()
        expect(page.get_by_text(FILLED)).to_be_visible()
    else:
        expect(add).to_have_count(0)


def test_the_server_and_the_script_fill_the_words_alike(open_page: OpenPage) -> None:
    typed = {"When, or what was said": "  you looked at\tthe clock.. "}
    found = []
    for scripts in (True, False):
        page = open_page(None, scripts=scripts)
        page.goto("/guide/words/therapist/therapist-fit/")
        for label, text in typed.items():
            page.get_by_label(label).fill(text)
        page.get_by_role("button", name="Put it into the words").click()
        expect(page.locator("#words")).to_contain_text("clock")
        found.append(page.locator("#words").text_content())
    assert found[0] == found[1] == "Something felt off last session when you looked at the clock. Can we talk about it?"


@pytest.mark.parametrize("name", ["therapist", "doses"])
def test_on_paper_there_are_words_and_lines_and_no_buttons(open_page: OpenPage, name: str) -> None:
    page = open_page(None, scheme="dark")
    page.goto(PAGES[name])
    page.emulate_media(media="print")
    for gone in ("button", ".acts a", "form", ".top", "nav", ".nudge"):
        assert page.locator(gone).filter(visible=True).count() == 0, gone
    empty = page.locator(".blank:not(.full)").filter(visible=True).first
    assert empty.evaluate("el => getComputedStyle(el).borderBottomStyle") == "solid"
    assert empty.bounding_box()["width"] > 100  # type: ignore[index]
    expect(page.get_by_text("In my own words" if name == "therapist" else "Name", exact=True)).to_be_visible()
