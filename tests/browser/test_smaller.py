"""Doses of one time, and a smaller day, in a real browser: by touch, by keyboard, without script, without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

import pytest
import time_machine
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from tests.browser.conftest import OpenPage, looks
from tests.browser.site import Site
from tests.browser.test_today import stone, whole
from tests.factories.tracker import create_bedtime, create_goal, create_habit, create_medicine
from tracker.actions.moods import record_mood

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=True):
        yield


@pytest.fixture
def full(alice: User, now: datetime) -> None:
    """It is 19:40, and nine days ago was the last word."""
    for name in ("Sertraline", "Omeprazole", "Vitamin D"):
        create_medicine(user=alice, name=name, dose="", times=(time(20),))
    create_habit(user=alice, title="Walk, 15 minutes", times=(time(18),))
    create_habit(user=alice, title="Stretch", times=(time(20, 30),))
    create_bedtime(user=alice)
    create_goal(user=alice, title="Back at choir")
    before = now - timedelta(days=9)
    record_mood(user_id=alice.pk, date=before.date(), level=3, recorded_at=before, now=before)


def switch(page: Page) -> Locator:
    return page.get_by_role("switch", name="Make today smaller")


def pressed(page: Page) -> int:
    return page.locator('.staff .stone[aria-pressed="true"]').count()


@looks
@pytest.mark.usefixtures("full")
def test_the_group_and_the_smaller_day_look_as_drawn(
    alice: User,
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    screen: str,
    scheme: str,
) -> None:
    page = open_page(alice, screen, scheme)
    page.goto("/today/")
    expect(page.get_by_text("Good to see you.")).to_be_visible()
    shot(page, f"full-{screen}-{scheme}")
    page.get_by_role("button", name="All 3 taken").click()
    expect(page.get_by_role("button", name="Undo these 3")).to_be_visible()
    whole(page)
    assert axe(page) == []
    switch(page).click()
    expect(switch(page)).to_be_checked()
    shot(page, f"smaller-{screen}-{scheme}")
    whole(page)
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.usefixtures("full")
def test_three_doses_are_one_tap_and_one_undo(alice: User, open_page: OpenPage, scripts: bool) -> None:
    page = open_page(alice, scripts=scripts)
    page.goto("/today/")
    page.get_by_role("button", name="All 3 taken").click()
    expect(page.get_by_role("button", name="Undo these 3")).to_be_visible()
    assert pressed(page) == 3
    expect(page.locator("#left")).to_have_text("Three things left.")
    shown = page.locator("ol.staff").inner_text()
    page.reload()
    assert page.locator("ol.staff").inner_text() == shown
    page.get_by_role("button", name="Undo these 3").click()
    expect(page.get_by_role("button", name="All 3 taken")).to_be_visible()
    assert pressed(page) == 0


@pytest.mark.usefixtures("full")
def test_by_keyboard_the_focus_stays_on_the_button_of_the_three(alice: User, open_page: OpenPage) -> None:
    page = open_page(alice)
    page.goto("/today/")
    page.get_by_role("button", name="All 3 taken").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Undo these 3")).to_be_focused()
    stone(page, "Omeprazole").click()
    expect(page.get_by_role("button", name="Undo these 2")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.usefixtures("full")
def test_today_is_made_smaller_with_one_press_and_whole_with_another(
    alice: User, open_page: OpenPage, scripts: bool
) -> None:
    page = open_page(alice, scripts=scripts)
    page.goto("/today/")
    switch(page).focus()
    page.keyboard.press("Space")
    expect(switch(page)).to_be_checked()
    expect(page.get_by_text("Stretch")).to_be_visible()
    for rests in ("Walk, 15 minutes", "Wind-down", "Lights out", "Back at choir"):
        expect(page.get_by_text(rests)).to_be_hidden()
    switch(page).click()
    expect(switch(page)).not_to_be_checked()
    expect(page.get_by_text("Walk, 15 minutes")).to_be_visible()


@pytest.mark.usefixtures("full")
def test_without_a_network_both_are_kept_on_the_phone(alice: User, open_app: OpenPage, site: Site) -> None:
    page = open_app(alice)
    page.goto("/today/")
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    site.stop()
    page.get_by_role("button", name="All 3 taken").click()
    expect(page.locator(".staff .group").get_by_text("Waiting to be sent")).to_be_visible()
    assert pressed(page) == 3
    switch(page).click()
    expect(switch(page)).to_be_checked()
    expect(page.get_by_text("Wind-down")).to_be_hidden()
    assert pressed(page) == 3
    site.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#smaller").get_by_text("Waiting to be sent")).to_be_hidden()
    page.reload()
    expect(page.get_by_role("button", name="Undo these 3")).to_be_visible()
    expect(switch(page)).to_be_checked()
