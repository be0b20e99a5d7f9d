"""How many taps the flows of every day take, counted in a real browser on a phone; typing is counted apart.

SHOW_TAPS=1 python -m pytest -s tests/browser/test_taps.py        prints the table
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

import pytest
import time_machine
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from tests.browser.conftest import OpenPage
from tests.factories.tracker import create_habit, create_medicine, create_night
from tracker.models import Dose, HabitEntry, Mood, SideEffects, SleepNight, SmallDay

pytestmark = pytest.mark.browser

TODAY = date(2026, 11, 3)


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=True):
        yield


@dataclass
class Finger:
    """Counts what it touches."""

    page: Page
    taps: int = 0

    def __call__(self, target: Locator) -> None:
        target.tap()
        self.taps += 1
        self.page.wait_for_load_state()

    def button(self, name: str) -> None:
        self(self.page.get_by_role("button", name=name, exact=True))

    def link(self, name: str) -> None:
        self(self.page.get_by_role("link", name=name))

    def counted(self, flow: str, most: int) -> None:
        if os.environ.get("SHOW_TAPS"):
            print(f"{flow:44}{self.taps:3} of at most {most}")
        assert self.taps <= most


@pytest.fixture
def on_today(alice: User, open_page: OpenPage) -> Callable[[], Finger]:
    def begin() -> Finger:
        page = open_page(alice, "phone", has_touch=True)
        page.goto("/today/")
        return Finger(page)

    return begin


def test_a_medicine_takes_one_tap_and_one_to_take_it_back(alice: User, on_today: Callable[[], Finger]) -> None:
    create_medicine(user=alice, times=(time(20),))
    finger = on_today()
    stone = finger.page.locator(".staff .stone").first
    finger(stone)
    expect(stone).to_have_attribute("aria-pressed", "true")
    finger.counted("take a medicine, app open", 1)
    finger(stone)
    expect(stone).to_have_attribute("aria-pressed", "false")
    finger.counted("and take it back", 2)
    assert Dose.objects.for_user(alice).get().state == ""


def test_all_evening_medicines_take_one_tap(alice: User, on_today: Callable[[], Finger]) -> None:
    for name in ("Sertraline", "Omeprazole", "Vitamin D"):
        create_medicine(user=alice, name=name, times=(time(20),))
    finger = on_today()
    finger(finger.page.get_by_role("button", name="All 3 taken"))
    expect(finger.page.locator('.staff .stone[aria-pressed="true"]')).to_have_count(3)
    finger.counted("all medicines of one time", 1)


def test_a_dose_left_out_with_a_reason_takes_three_taps(alice: User, on_today: Callable[[], Finger]) -> None:
    create_medicine(user=alice, times=(time(18),))
    finger = on_today()
    finger(finger.page.locator(".staff .go").first)
    finger.button("Skipped on purpose")
    finger(finger.page.get_by_role("button", name="Side effects").or_(finger.page.get_by_label("Side effects")))
    expect(finger.page.locator('[aria-pressed="true"]', has_text="Side effects")).to_be_visible()
    finger.counted("leave out a dose, with a reason", 3)
    dose = Dose.objects.for_user(alice).get()
    assert (dose.state, dose.reason) == ("skipped_on_purpose", "side_effects")


def test_a_habit_takes_one_tap(alice: User, on_today: Callable[[], Finger]) -> None:
    create_habit(user=alice)
    finger = on_today()
    stone = finger.page.locator(".staff .stone").first
    finger(stone)
    expect(stone).to_have_attribute("aria-pressed", "true")
    finger.counted("a habit done", 1)
    assert HabitEntry.objects.for_user(alice).get().state == "done"


def test_how_it_is_takes_one_tap(alice: User, on_today: Callable[[], Finger]) -> None:
    finger = on_today()
    finger(finger.page.locator("#mood-4"))
    expect(finger.page.locator("#mood-4")).to_have_attribute("aria-pressed", "true")
    finger.counted("how it is, alone", 1)
    assert Mood.objects.for_user(alice).get().level == 4


def test_the_whole_check_in_takes_no_more_than_six(alice: User, on_today: Callable[[], Finger]) -> None:
    create_medicine(user=alice)
    for day in range(28, 32):
        create_night(user=alice, on=date(2026, 10, day))
    finger = on_today()
    finger.link("The whole check-in")
    finger(finger.page.locator("[data-level='2']"))
    finger.button("Save the night")
    finger.button("No")
    expect(finger.page.get_by_role("heading", name="That is all. It is kept.")).to_be_visible()
    finger.counted("the whole check-in", 6)
    assert Mood.objects.for_user(alice).get().level == 2
    assert SleepNight.objects.for_user(alice).filter(date=TODAY).get().answers["woke"] == "06:40"
    assert SideEffects.objects.for_user(alice).get().much == "none"


def test_not_a_good_day_takes_one_tap(alice: User, on_today: Callable[[], Finger]) -> None:
    create_habit(user=alice)
    create_habit(user=alice, title="Stretch", times=(time(21),))
    finger = on_today()
    finger(finger.page.get_by_role("switch", name="Make today smaller"))
    expect(finger.page.get_by_role("switch")).to_have_attribute("aria-checked", "true")
    finger.counted("a smaller day", 1)
    assert SmallDay.objects.for_user(alice).standing().exists()


def test_help_is_one_tap_away_and_the_call_one_more(alice: User, on_today: Callable[[], Finger]) -> None:
    alice.country = "GB"
    alice.save(update_fields=["country"])
    finger = on_today()
    finger(finger.page.get_by_role("link", name="Help now").first)
    expect(finger.page.locator("a[href^='tel:']").first).to_be_visible()
    finger.counted("help now, from Today", 1)
