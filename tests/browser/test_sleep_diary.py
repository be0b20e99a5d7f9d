"""The diary of a night in a real browser: every page in both themes, by keyboard, without script, without network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.conftest import CONTROLLED, OpenPage, looks
from tests.browser.site import Site
from tests.browser.test_plan import objections
from tests.factories.tracker import create_night
from tracker.logic.day import page_of
from tracker.models import SleepNight

type Axe = Callable[[Page], list[str]]
type Shot = Callable[[Page, str], None]

pytestmark = pytest.mark.django_db(transaction=True)


def before(person: User, nights: int) -> str:
    """The path of yesterday's morning, after some nights before it."""
    today = page_of(timezone.now(), zone=person.zone, day_start=person.day_start)
    for back in range(2, nights + 2):
        create_night(user=person, on=today - timedelta(days=back), into_bed="23:10" if back % 2 else "22:40")
    return f"/sleep/{today - timedelta(days=1)}/"


@looks
def test_the_diary_and_the_nights_are_whole(
    open_page: OpenPage, axe: Axe, shot: Shot, alice: User, screen: str, scheme: str
) -> None:
    path = before(alice, 9)
    page = open_page(alice, screen, scheme)
    page.goto(path)
    shot(page, f"night-usual-{screen}-{scheme}")
    assert objections(page, axe, screen) == []
    page.get_by_label("Tried to sleep").fill("12:00")
    page.get_by_role("button", name="Save the night").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Tried to sleep")).to_have_value("12:00")
    shot(page, f"night-refused-{screen}-{scheme}")
    assert objections(page, axe, screen) == []
    page.get_by_label("Tried to sleep").fill("23:20")
    page.get_by_role("button", name="Save the night").click()
    expect(page.get_by_text("This night is in your diary.")).to_be_visible()
    shot(page, f"night-kept-{screen}-{scheme}")
    assert objections(page, axe, screen) == []
    page.goto("/progress/")
    for name in ("Read it as a table", "The week in numbers"):
        page.get_by_text(name).last.click()
    shot(page, f"nights-{screen}-{scheme}")
    assert objections(page, axe, screen) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_night_as_usual_is_two_keys_and_undo_is_one_tap(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice)
    page.goto(before(alice, 3))
    page.get_by_label("Up", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("This night is in your diary.")).to_be_visible()
    assert SleepNight.objects.latest("date").answers["woke"] == "06:40"
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Save the night")).to_be_visible()
    assert SleepNight.objects.latest("date").answers == {}


def test_without_script_a_night_is_kept(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice, scripts=False)
    page.goto(before(alice, 3))
    page.get_by_text("Good", exact=True).click()
    page.get_by_role("button", name="Save the night").click()
    expect(page.get_by_text("This night is in your diary.")).to_be_visible()
    assert SleepNight.objects.latest("date").answers["quality"] == 4


def test_without_a_network_a_night_waits_on_the_phone(open_app: OpenPage, site: Site, alice: User) -> None:
    page = open_app(alice)
    page.goto("/today/")
    page.wait_for_function(CONTROLLED)
    page.goto(before(alice, 3))
    site.stop()
    page.get_by_role("button", name="Save the night").click()
    expect(page.locator("#waiting")).to_be_visible()
    assert SleepNight.objects.count() == 3
    site.start()
    page.goto("/today/")
    expect(page.locator("#waiting")).to_be_hidden()
    assert SleepNight.objects.latest("date").answers["got_up"] == "07:00"
