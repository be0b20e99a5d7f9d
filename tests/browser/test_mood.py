"""How a day was, in a real browser: by touch, by keyboard, without script, and without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time

import pytest
import time_machine
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from tests.browser.conftest import OpenPage, looks
from tests.browser.site import Site
from tests.browser.test_today import whole
from tests.factories.tracker import create_habit, create_medicine

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=True):
        yield


def level(page: Page, name: str) -> Locator:
    return page.locator("#mood").get_by_role("button", name=name, exact=True)


def help_words(page: Page) -> Locator:
    return page.locator("#mood").get_by_text("Thank you for putting that down.")


@looks
def test_the_five_levels_look_as_drawn_and_very_low_has_help_beside_it(
    alice: User,
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    screen: str,
    scheme: str,
) -> None:
    create_medicine(user=alice)
    create_habit(user=alice, title="Walk, 15 minutes", times=(time(20),))
    page = open_page(alice, screen, scheme)
    page.goto("/today/")
    shot(page, f"mood-{screen}-{scheme}")
    whole(page)
    assert axe(page) == []
    level(page, "Very low").click()
    expect(help_words(page)).to_be_visible()
    expect(page.locator("#mood").get_by_role("link", name="Help now")).to_be_visible()
    shot(page, f"mood-very-low-{screen}-{scheme}")
    whole(page)
    assert axe(page) == []
    page.goto("/day/2026-11-02/")
    shot(page, f"mood-day-{screen}-{scheme}")
    whole(page)
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scripts", [True, False])
def test_one_tap_records_it_and_the_same_card_takes_it_back(alice: User, open_page: OpenPage, scripts: bool) -> None:
    page = open_page(alice, scripts=scripts)
    page.goto("/today/")
    expect(page.get_by_label("A line about it")).to_be_hidden()
    level(page, "Low").click()
    expect(level(page, "Low")).to_have_attribute("aria-pressed", "true")
    page.get_by_label("A line about it").fill("Rain all day")
    with page.expect_response(lambda response: "/log/mood/" in response.url):
        page.get_by_label("A line about it").press("Enter")
    expect(level(page, "Low")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.get_by_label("A line about it")).to_have_value("Rain all day")
    page.get_by_label("A line about it").fill("")
    level(page, "Undo").click()
    expect(level(page, "Low")).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_label("A line about it")).to_be_hidden()


def test_by_keyboard_the_focus_stays_and_what_was_recorded_is_read_out(alice: User, open_page: OpenPage) -> None:
    page = open_page(alice)
    page.goto("/today/")
    level(page, "Very low").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(level(page, "Middling")).to_have_attribute("aria-pressed", "true")
    expect(level(page, "Middling")).to_be_focused()
    expect(page.locator("#say")).to_have_text("Middling: recorded. Press again to undo.")
    page.keyboard.press("Enter")
    expect(level(page, "Middling")).to_have_attribute("aria-pressed", "false")
    expect(level(page, "Middling")).to_be_focused()


def test_without_a_network_very_low_is_kept_on_the_phone_with_help_beside_it(
    alice: User, open_app: OpenPage, site: Site
) -> None:
    page = open_app(alice)
    page.goto("/today/")
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    site.stop()
    level(page, "Very low").click()
    expect(level(page, "Very low")).to_have_attribute("aria-pressed", "true")
    expect(help_words(page)).to_be_visible()
    page.get_by_label("A line about it").fill("Rain")
    page.get_by_role("button", name="Keep this line").click()
    expect(page.locator("#mood").get_by_text("Waiting to be sent")).to_be_visible()
    page.reload()
    expect(level(page, "Very low")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("A line about it")).to_have_value("Rain")
    site.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#mood").get_by_text("Waiting to be sent")).to_be_hidden()
    page.reload()
    expect(level(page, "Very low")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("A line about it")).to_have_value("Rain")
