"""Search while somebody types, and the reading place, in a real browser: keyboard, live region, no scripts."""

from __future__ import annotations

from collections.abc import Callable
from time import sleep

import pytest
from playwright.sync_api import Page, Request, Route, expect

from accounts.models import User
from guide.actions.reading import list_chapters, note_place
from tests.browser.conftest import CONTROLLED, OpenPage, looks, until
from tests.browser.site import Site
from tests.guide.test_reading import NOW

SEARCHES = {
    "empty": "/guide/search/",
    "results": "/guide/search/?q=can’t afford",
    "none": "/guide/search/?q=xyzzyqqq",
    "help": "/guide/search/?q=I want to die",
    "missing": "/guide/no-such-chapter/",
}


def heard(page: Page, what: str) -> list[Request]:
    """The requests for *what* from now on."""
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request) if what in request.url else None)
    return requests


@looks
@pytest.mark.parametrize("name", SEARCHES)
def test_search_reads_well_everywhere(
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    name: str,
    screen: str,
    scheme: str,
) -> None:
    page = open_page(None, screen, scheme)
    page.goto(SEARCHES[name])
    expect(page.get_by_role("searchbox", name="Search the guide")).to_be_visible()
    shot(page, f"guide-search-{name}-{screen}-{scheme}")
    assert axe(page) == []


@pytest.mark.parametrize("name", SEARCHES)
def test_nothing_leaves_the_smallest_screen(open_page: OpenPage, name: str) -> None:
    page = open_page(None, viewport={"width": 320, "height": 640})
    page.goto(SEARCHES[name])
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("start", ["/guide/", "/guide/talk/", "/guide/search/"])
def test_results_appear_while_somebody_types_and_are_reached_with_the_keyboard(
    open_page: OpenPage, axe: Callable[[Page], list[str]], start: str
) -> None:
    page = open_page(None)
    page.goto(start)
    requests = heard(page, "/guide/search/?q=")
    field = page.get_by_role("searchbox", name="Search the guide")
    field.press_sequentially("cant aff", delay=20)
    first = page.locator("#found a.row").first
    expect(first).to_contain_text("If it is the money")
    expect(page.locator("#say")).to_contain_text("chapters found")
    assert len(requests) <= 3
    assert page.url.endswith(start)
    assert axe(page) == []
    field.press("Tab")
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/guide/staying/#if-it-is-the-money")
    expect(page.locator("#if-it-is-the-money")).to_be_in_viewport()


def test_an_emptied_field_shows_nothing_and_says_nothing(open_page: OpenPage) -> None:
    page = open_page(None)
    page.goto("/guide/")
    field = page.get_by_role("searchbox", name="Search the guide")
    field.fill("sleep")
    expect(page.locator("#found a.row").first).to_be_visible()
    field.fill("")
    expect(page.locator("#found a.row")).to_have_count(0)
    expect(page.locator("#say")).to_be_empty()


def test_words_of_danger_bring_help_first_while_they_are_typed(open_page: OpenPage) -> None:
    page = open_page(None)
    page.goto("/guide/")
    page.get_by_role("searchbox", name="Search the guide").fill("I want to die")
    call = page.locator("#found").get_by_role("link", name="Call 999")
    expect(call).to_be_visible()
    expect(page.locator("#say")).to_contain_text("Help now comes first.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(call).to_be_focused()


def test_without_script_the_form_opens_a_page_of_its_own(open_page: OpenPage) -> None:
    page = open_page(None, scripts=False)
    page.goto("/guide/talk/")
    page.get_by_role("searchbox", name="Search the guide").fill("hate my terapist")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Search the guide")
    expect(page.get_by_role("searchbox", name="Search the guide")).to_have_value("hate my terapist")
    page.locator("#found a.row").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You and your therapist may not fit")


def test_back_from_a_chapter_is_the_whole_page_of_results(open_page: OpenPage) -> None:
    page = open_page(None)
    page.goto("/guide/search/")
    page.get_by_role("searchbox", name="Search the guide").fill("sleep")
    page.keyboard.press("Enter")
    page.wait_for_url("**/guide/search/?q=sleep")
    page.locator("#found a.row").first.click()
    page.wait_for_url("**/guide/lifestyle/**")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Search the guide")
    expect(page.locator("#found a.row").first).to_be_visible()


def test_typing_without_a_network_leaves_the_page_as_it_was(open_page: OpenPage, site: Site) -> None:
    page = open_page(None)
    page.goto("/guide/")
    page.wait_for_function(CONTROLLED)
    site.stop()
    page.get_by_role("searchbox", name="Search the guide").press_sequentially("sleep")
    expect(page.get_by_text("You’re offline, so this can’t be shown now.")).to_be_visible()
    expect(page.get_by_role("link", name="Tell your therapist").first).to_be_visible()


def read_to(page: Page, anchor: str) -> None:
    page.locator(f"#{anchor}").evaluate("heading => scrollTo(0, heading.offsetTop - 100)")
    page.wait_for_timeout(200)


def test_the_place_is_noted_at_a_pause_and_only_when_it_changed(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice)
    page.goto("/guide/staying/")
    notes = heard(page, "/place/")
    page.goto("/guide/")
    assert not notes  # nothing was read yet
    page.goto("/guide/staying/")
    with page.expect_response("**/guide/staying/place/"):
        read_to(page, "pausing-beats-vanishing")
    page.goto("/guide/")
    expect(page.get_by_role("heading", name="Go on reading")).to_be_visible()
    expect(page.get_by_text("You stopped at “Pausing beats vanishing”").first).to_be_visible()
    page.get_by_role("link", name="Go on", exact=True).click()
    page.wait_for_url("**/guide/staying/#pausing-beats-vanishing")
    expect(page.locator("#pausing-beats-vanishing")).to_be_in_viewport()
    read_to(page, "pausing-beats-vanishing")
    page.wait_for_timeout(2000)
    page.goto("/guide/")
    assert len(notes) == 1


def test_the_place_is_noted_also_by_whoever_leaves_at_once(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice)
    page.goto("/guide/staying/")
    read_to(page, "if-you-take-medicine")
    page.goto("/offline/")
    until(page, "async () => (await (await fetch('/guide/')).text()).includes('stopped at “If you take medicine”')")


def late(route: Route) -> None:
    sleep(0.3)
    route.continue_()


def test_whoever_taps_to_the_guide_at_once_finds_the_place_there(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice)
    page.goto("/guide/staying/")
    page.wait_for_function(CONTROLLED)
    page.route("**/place/", late)
    read_to(page, "if-you-take-medicine")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Guide").click()
    page.wait_for_url("**/guide/")
    expect(page.get_by_role("heading", name="Go on reading")).to_be_visible(timeout=1000)


def test_a_place_that_was_forgotten_is_not_noted_again_on_the_way_out(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice)
    note_place(user_id=alice.pk, slug="staying", heading="if-it-is-the-money", now=NOW)
    page.goto("/guide/staying/")
    page.get_by_role("button", name="Forget where I was").click()
    expect(page.locator("#say")).to_have_text("Where you were is forgotten.")
    expect(page.get_by_role("button", name="Forget where I was")).to_have_count(0)
    page.evaluate("scrollTo(0, 0)")
    read_to(page, "pausing-beats-vanishing")
    page.wait_for_timeout(1700)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Guide").click()
    page.wait_for_url("**/guide/")
    expect(page.get_by_role("heading", name="Go on reading")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", name="Go on reading")).to_have_count(0)


def test_nobody_signed_in_nothing_is_noted(open_page: OpenPage) -> None:
    page = open_page(None)
    page.goto("/guide/staying/")
    notes = heard(page, "/place/")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(200)
    page.goto("/guide/")
    assert not notes


@pytest.mark.parametrize("scripts", [True, False])
def test_a_chapter_is_read_and_listed_with_a_tap_and_back_with_another(
    open_page: OpenPage, alice: User, scripts: bool
) -> None:
    page = open_page(alice, scripts=scripts)
    page.goto("/guide/staying/")
    page.get_by_role("button", name="I’ve read this").press("Enter")
    place = page.locator("#place")
    expect(place.get_by_text("Read", exact=True)).to_be_visible()
    if scripts:
        expect(page.locator("#say")).to_have_text("Marked as read.")
        expect(place.get_by_role("button", name="Undo")).to_be_focused()
    place.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="I’ve read this")).to_be_visible()
    page.get_by_role("button", name="Put on my reading list").click()
    expect(place.get_by_text("On your reading list")).to_be_visible()
    page.goto("/guide/")
    expect(page.get_by_role("heading", name="Your reading list")).to_be_visible()


def test_a_guide_page_of_someones_own_is_never_an_old_one_while_there_is_a_network(
    open_page: OpenPage, site: Site, alice: User
) -> None:
    page = open_page(alice)
    page.goto("/guide/")
    page.wait_for_function(CONTROLLED)
    page.reload()
    until(page, "async () => (await (await caches.open('private-1')).match('/guide/')) !== undefined")
    list_chapters(user_id=alice.pk, slugs=["staying"], now=NOW)
    page.goto("/guide/")
    expect(page.get_by_role("heading", name="Your reading list")).to_be_visible()
    site.stop()
    page.goto("/guide/")
    expect(page.get_by_role("heading", name="Your reading list")).to_be_visible()
    assert page.locator("form.find > div").first.evaluate("field => getComputedStyle(field).display") == "grid"
