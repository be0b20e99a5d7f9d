"""Today, the session and progress in a real browser: by touch, by keyboard, and with scripts off."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, time

import pytest
import time_machine
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from tests.browser.conftest import OpenPage, looks
from tests.browser.site import Site
from tests.factories.accounts import create_user
from tests.factories.tracker import create_bedtime, create_habit, create_medicine
from tracker.actions.sessions import add_line
from tracker.demo import fill

pytestmark = pytest.mark.browser

Axe = Callable[[Page], list[str]]
Shot = Callable[[Page, str], None]
PAGES = {
    "today": "/today/",
    "day": "/day/2026-11-02/",
    "session": "/session/",
    "session-large": "/session/large/",
    "appointment": "/session/appointment/",
    "progress": "/progress/",
}


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    """Tuesday 3 November, 19:40, for the server too: it runs in this process."""
    with time_machine.travel(now, tick=True):
        yield


@pytest.fixture
def rosa(transactional_db: None, now: datetime) -> User:
    """Sixteen weeks of record."""
    person = create_user(email="rosa@example.org")
    fill(user_id=person.pk, now=now)
    return person


def whole(page: Page) -> None:
    """The window as tall as the page: what sticks covers nothing, and axe sees all of it."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"] if page.viewport_size else 390, "height": height})


def stone(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


@looks
def test_every_page_looks_as_drawn(
    rosa: User, open_page: OpenPage, axe: Axe, shot: Shot, screen: str, scheme: str
) -> None:
    page = open_page(rosa, screen, scheme)
    for name, path in PAGES.items():
        page.goto(path)
        whole(page)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        shot(page, f"{name}-{screen}-{scheme}")


@looks
def test_with_nothing_kept_yet_every_page_says_what_will_be_there(
    alice: User, open_page: OpenPage, axe: Axe, shot: Shot, screen: str, scheme: str
) -> None:
    page = open_page(alice, screen, scheme)
    for name in ("today", "session", "progress"):
        page.goto(PAGES[name])
        whole(page)
        assert axe(page) == []
        shot(page, f"{name}-empty-{screen}-{scheme}")


@pytest.mark.parametrize("text", ["100%", "200%"])
def test_nothing_is_cut_off_on_the_narrowest_phone_or_with_text_twice_as_large(
    rosa: User, open_page: OpenPage, shot: Shot, text: str
) -> None:
    page = open_page(rosa, viewport={"width": 320, "height": 700})
    for name, path in {**PAGES, "old-day": "/day/2026-10-20/"}.items():
        page.goto(path)
        page.evaluate("text => { document.documentElement.style.fontSize = text }", text)
        assert page.evaluate("document.getElementById('main').scrollWidth <= innerWidth"), name
        if text == "100%":
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        whole(page)
        shot(page, f"{name}-320-{text.strip('%')}")


def test_a_tick_is_one_tap_and_the_same_stone_takes_it_back(alice: User, open_page: OpenPage) -> None:
    create_medicine(user=alice, times=(time(20),))
    page = open_page(alice)
    page.goto("/today/")
    expect(page.locator("#left")).to_have_text("One thing left.")
    stone(page, "Sertraline, 50 mg").click()
    expect(stone(page, "Sertraline, 50 mg")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".staff").get_by_text("Taken 19:4")).to_be_visible()
    expect(page.locator("#left")).to_have_text("Nothing left. The rest of the day is yours.")
    expect(page.locator("#say")).to_contain_text("Press again to undo.")
    assert page.url.endswith("/today/")
    swapped = page.locator("ol.staff").inner_text()
    page.reload()
    assert page.locator("ol.staff").inner_text() == swapped
    stone(page, "Sertraline, 50 mg").click()
    expect(stone(page, "Sertraline, 50 mg")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#left")).to_have_text("One thing left.")


def test_the_words_beside_a_stone_tick_it_too(alice: User, open_page: OpenPage) -> None:
    create_habit(user=alice, title="Walk, 15 minutes", times=(time(18),))
    page = open_page(alice)
    page.goto("/today/")
    page.get_by_text("Walk, 15 minutes").click()
    expect(stone(page, "Walk, 15 minutes")).to_have_attribute("aria-pressed", "true")


def test_by_keyboard_the_focus_stays_on_the_stone(alice: User, open_page: OpenPage) -> None:
    create_bedtime(user=alice)
    page = open_page(alice)
    page.goto("/today/")
    stone(page, "Wind-down").focus()
    for pressed in ("true", "false"):
        page.keyboard.press("Enter")
        expect(stone(page, "Wind-down")).to_have_attribute("aria-pressed", pressed)
        expect(stone(page, "Wind-down")).to_be_focused()


def test_an_unanswered_dose_is_answered_in_its_row_and_that_is_undone_there(alice: User, open_page: OpenPage) -> None:
    create_medicine(user=alice)
    page = open_page(alice)
    page.goto("/today/")
    page.get_by_role("button", name="Missed it").click()
    expect(page.get_by_text("check the leaflet or ask a pharmacist")).to_be_visible()
    expect(page.get_by_text("Did you take it?")).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Did you take it?")).to_be_visible()
    page.get_by_role("button", name="Taken", exact=True).click()
    expect(stone(page, "Sertraline, 50 mg")).to_have_attribute("aria-pressed", "true")


def test_with_scripts_off_everything_is_a_form(alice: User, open_page: OpenPage) -> None:
    create_medicine(user=alice, times=(time(8), time(20)))
    page = open_page(alice, scripts=False)
    page.goto("/today/")
    page.get_by_role("button", name="Not sure").click()
    expect(page.get_by_text("Not sure")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Did you take it?")).to_be_visible()
    stone(page, "Sertraline, 50 mg").last.click()
    expect(page.locator(".staff").get_by_text("Taken 19:4")).to_be_visible()
    assert re.search(r"/today/#dose-", page.url)


def test_yesterday_is_filled_in_from_today(alice: User, open_page: OpenPage) -> None:
    create_habit(user=alice, title="Walk, 15 minutes", times=(time(18),))
    page = open_page(alice)
    page.goto("/today/")
    page.get_by_role("link", name="Monday 2 November").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Monday 2 November")
    stone(page, "Walk, 15 minutes").click()
    expect(stone(page, "Walk, 15 minutes")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Today").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tuesday evening")
    expect(stone(page, "Walk, 15 minutes")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_list_is_written_ordered_and_thinned_out(
    alice: User, open_page: OpenPage, now: datetime, scripts: bool
) -> None:
    for text in ("Review the plan", "Night sweats"):
        add_line(user_id=alice.pk, text=text, origin="own")
    page = open_page(alice, scripts=scripts)
    page.goto("/session/")
    page.get_by_label("Add something").fill("Stuck on Sunday")
    page.get_by_role("button", name="Add to the list").click()
    expect(page.locator(".point")).to_have_count(2)
    page.get_by_role("button", name="Move point 3 up").click()
    expect(page.locator(".point").first).to_contain_text("Stuck on Sunday")
    page.get_by_role("button", name="Move point 2 up").click()
    expect(page.locator(".first-say")).to_contain_text("Stuck on Sunday")
    page.get_by_role("link", name="More for point 2").click()
    page.get_by_role("button", name="Take it off the list").click()
    expect(page.locator(".point")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".point")).to_have_count(2)
    expect(page.locator(".point").first).to_contain_text("Review the plan")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_appointment_is_put_in_and_stands_on_today(
    alice: User, open_page: OpenPage, now: datetime, scripts: bool
) -> None:
    page = open_page(alice, scripts=scripts)
    page.goto("/session/")
    page.get_by_role("link", name="Put in the next session").click()
    page.get_by_label("Day").fill("2026-11-05")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a time")
    page.get_by_label("Time").fill("17:30")
    page.get_by_label("With whom").fill("Hannah Brandt")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What to say to Hannah Brandt")
    page.goto("/today/")
    expect(page.get_by_text("Thursday 17:30, Hannah Brandt")).to_be_visible()


def test_a_tick_without_a_network_waits_on_the_phone_and_is_sent_when_it_is_back(
    alice: User, open_app: OpenPage, site: Site
) -> None:
    create_habit(user=alice, title="Walk, 15 minutes", times=(time(18),))
    page = open_app(alice)
    page.goto("/today/")
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    site.stop()
    stone(page, "Walk, 15 minutes").click()
    expect(page.get_by_text("Kept on this phone, not sent yet")).to_be_visible()
    site.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Kept on this phone, not sent yet")).to_be_hidden()
    page.reload()
    expect(stone(page, "Walk, 15 minutes")).to_have_attribute("aria-pressed", "true")
