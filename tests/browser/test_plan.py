"""The plan in a real browser: every page in both themes, by keyboard, with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.conftest import SCREENS, OpenPage, looks
from tests.factories.tracker import create_as_needed, create_bedtime, create_goal, create_habit, create_medicine
from tracker.models import AgendaLine, Medicine, StoppingThought

OUTSIDE = """() => {
  const found = [], walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    if (range.getBoundingClientRect().right > innerWidth) found.push(walk.currentNode.textContent.trim());
  }
  return found;
}"""
type Axe = Callable[[Page], list[str]]
type Shot = Callable[[Page, str], None]

pytestmark = pytest.mark.django_db(transaction=True)


def objections(page: Page, axe: Axe, screen: str) -> list[str]:
    """On a window as high as the page, so that nothing lies under the bar of tabs."""
    width, height = SCREENS[screen]["width"], SCREENS[screen]["height"]
    page.set_viewport_size({"width": width, "height": 4000})
    found = axe(page)
    page.set_viewport_size({"width": width, "height": height})
    return found


@looks
def test_every_page_of_the_plan_is_whole(
    open_page: OpenPage, axe: Axe, shot: Shot, alice: User, screen: str, scheme: str
) -> None:
    page = open_page(alice, screen, scheme)
    page.goto("/plan/")
    shot(page, f"plan-empty-{screen}-{scheme}")
    assert objections(page, axe, screen) == []
    goal, medicine, habit = create_goal(user=alice), create_medicine(user=alice), create_habit(user=alice)
    create_bedtime(user=alice)
    addresses = {
        "plan": "/plan/",
        "goal": reverse("tracker:goal", args=[goal.pk]),
        "goal-edit": reverse("tracker:goal_edit", args=[goal.pk]),
        "medicine-new": "/plan/medicine/new/",
        "medicine": reverse("tracker:medicine", args=[medicine.pk]),
        "medicine-edit": reverse("tracker:medicine_edit", args=[medicine.pk]),
        "medicine-supply": reverse("tracker:medicine_supply", args=[medicine.pk]),
        "medicine-pause": reverse("tracker:medicine_pause", args=[medicine.pk]),
        "medicine-end": reverse("tracker:medicine_end", args=[medicine.pk]),
        "medicine-as-needed": reverse("tracker:medicine_as_needed", args=[create_as_needed(user=alice).pk]),
        "check-in": reverse("tracker:medicine_check_in", args=[medicine.pk]),
        "habit-choice": "/plan/habit/new/",
        "habit-new": "/plan/habit/new/?like=7",
        "habit": reverse("tracker:habit", args=[habit.pk]),
        "bedtime": "/plan/bedtime/",
        "start-1": "/start/why/",
        "start-2": "/start/first-thing/",
        "start-3": "/start/first-check-in/",
    }
    for name, address in addresses.items():
        page.goto(address)
        shot(page, f"{name}-{screen}-{scheme}")
        assert objections(page, axe, screen) == [], name


def test_thinking_of_stopping_is_answered_before_anything_is_sent(
    open_page: OpenPage, axe: Axe, shot: Shot, alice: User
) -> None:
    medicine = create_medicine(user=alice)
    page = open_page(alice, permissions=["clipboard-read", "clipboard-write"])
    page.goto(reverse("tracker:medicine_check_in", args=[medicine.pk]))
    heading = page.get_by_role("heading", name="Thank you for saying so.")
    expect(heading).to_be_hidden()
    page.get_by_role("radio", name="Taken").focus()
    for _each in range(3):
        page.keyboard.press("ArrowDown")
    expect(heading).to_be_visible()
    expect(page.get_by_role("link", name="Call Dr Singh")).to_have_attribute("href", "tel:01632960118")
    assert not StoppingThought.objects.standing().exists()
    page.get_by_text("Side effects", exact=True).click()
    page.get_by_role("button", name="Save, and put these into words").click()
    words = page.get_by_label("What you could say on the phone.")
    expect(words).to_have_value(re.compile("The side effects bother me."))
    shot(page, "check-in-stop-phone-light")
    assert objections(page, axe, "phone") == []
    words.fill("My own words.")
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#say")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "My own words."
    page.get_by_role("button", name="Add to the list for your next session").click()
    expect(page.get_by_text("My own words.")).to_be_visible()
    assert AgendaLine.objects.for_user(alice).get().origin == "medicine"


def test_a_missed_dose_gets_its_words_and_dark_looks_whole(
    open_page: OpenPage, axe: Axe, shot: Shot, alice: User
) -> None:
    medicine = create_medicine(user=alice)
    page = open_page(alice, "desktop", "dark")
    page.goto(reverse("tracker:medicine_check_in", args=[medicine.pk]))
    page.get_by_text("Missed it").click()
    words = page.get_by_text("Missed doses happen.")
    expect(words).to_be_visible()
    page.get_by_role("button", name="Save").first.click()
    page.wait_for_load_state()
    expect(words).to_be_visible()
    shot(page, "check-in-missed-desktop-dark")
    assert objections(page, axe, "desktop") == []
    page.get_by_text("I’m thinking of stopping").click()
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Noted for today")).to_be_visible()
    shot(page, "check-in-stop-desktop-dark")
    assert objections(page, axe, "desktop") == []


def test_the_whole_plan_can_be_made_without_scripts(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice, scripts=False)
    page.goto("/plan/goal/new/")
    page.get_by_label("What would you like to be different?").fill("Choir again")
    page.get_by_label("Milestone 1").fill("Ring Ada")
    page.get_by_role("button", name="One more milestone").click()
    expect(page.get_by_label("Milestone 1")).to_have_value("Ring Ada")
    page.get_by_label("Milestone 3").fill("Stay to the break")
    page.get_by_label("Milestone 3").press("Enter")
    expect(page.get_by_text("0 of 2 milestones")).to_be_visible()
    page.get_by_role("button", name="Ring Ada").click()
    expect(page.get_by_text("1 of 2 milestones")).to_be_visible()
    page.goto("/plan/medicine/new/")
    page.get_by_label("Name", exact=True).fill("Sertraline")
    expect(page.get_by_label("First time")).to_be_hidden()
    expect(page.get_by_text("Twice")).to_be_hidden()
    page.get_by_text("Certain days of the week").click()
    expect(page.get_by_label("Every how many days?")).to_be_hidden()
    page.get_by_text("Twice").click()
    expect(page.get_by_label("Third time")).to_be_hidden()
    page.get_by_label("First time").fill("08:00")
    page.get_by_label("Second time").fill("20:00")
    page.get_by_text("Mon", exact=True).click()
    page.get_by_text("This matches my label").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Mondays at 08:00 and 20:00", exact=True)).to_be_visible()
    page.get_by_role("link", name="I’m thinking of stopping").click()
    page.get_by_text("I’m thinking of stopping").click()
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Noted for today")).to_be_visible()
    expect(page.get_by_role("button", name="Copy")).to_be_hidden()
    page.get_by_role("button", name="take the note back").click()
    expect(page.get_by_text("No longer noted for today.")).to_be_visible()
    assert not StoppingThought.objects.standing().exists()


def test_a_milestone_is_ticked_by_keyboard_and_keeps_the_focus(open_page: OpenPage, alice: User) -> None:
    goal = create_goal(user=alice)
    page = open_page(alice)
    page.goto(reverse("tracker:goal", args=[goal.pk]))
    stone = page.get_by_role("button", name="Answer one message")
    stone.focus()
    for pressed, count in (("true", "1 of 2 milestones"), ("false", "0 of 2 milestones")):
        page.keyboard.press("Space")
        expect(page.get_by_text(count)).to_be_visible()
        expect(stone).to_have_attribute("aria-pressed", pressed)
        expect(stone).to_be_focused()


def test_resting_a_habit_is_undone_from_the_message(open_page: OpenPage, alice: User) -> None:
    habit = create_habit(user=alice)
    page = open_page(alice)
    page.goto(reverse("tracker:habit", args=[habit.pk]))
    page.get_by_role("button", name="Put away").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("It is back in your plan.")).to_be_visible()


def test_one_more_milestone_is_ready_to_be_written_in(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice)
    page.goto("/plan/goal/new/")
    page.get_by_role("button", name="One more milestone").click()
    expect(page.get_by_label("Milestone 3")).to_be_focused()


def test_going_back_and_saving_again_makes_no_second_medicine(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice)
    page.goto("/plan/medicine/new/")
    page.get_by_label("Name", exact=True).fill("Sertraline")
    page.get_by_text("Every day", exact=True).click()
    page.get_by_text("Once a day").click()
    page.get_by_label("First time").fill("09:00")
    for _each in range(2):
        page.get_by_label("Name", exact=True).fill("Sertraline")
        page.get_by_text("This matches my label").check()
        page.get_by_role("button", name="Save").click()
        page.wait_for_url(re.compile("/plan/medicine/"))
        if page.url.endswith("/new/"):
            break
        page.go_back()
    expect(page.get_by_text("This is already in your plan.").last).to_be_visible()
    assert Medicine.objects.for_user(alice).count() == 1


@pytest.mark.parametrize("scripts", [True, False])
def test_thinking_of_stopping_shows_the_safe_answer_at_once(open_page: OpenPage, alice: User, scripts: bool) -> None:
    create_medicine(user=alice)
    page = open_page(alice, scripts=scripts)
    page.goto("/today/")
    page.get_by_role("link", name="I’m thinking of stopping").click()
    expect(page.get_by_role("heading", name="Please don’t do it alone")).to_be_in_viewport()
    expect(page.get_by_role("radio", name="I’m thinking of stopping")).to_be_checked()
    assert not StoppingThought.objects.exists()


def test_the_starting_steps_lead_to_the_one_thing_chosen(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice, "desktop")
    page.goto("/start/why/")
    page.get_by_text("I stopped going").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("A small habit").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("When would you like to be in bed?").fill("23:00")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Moving").click()
    page.get_by_role("button", name="Save the habit").click()
    expect(page.get_by_text("3 days a week, at 17:30")).to_be_visible()
    page.goto("/plan/bedtime/")
    expect(page.get_by_text("Wind-down comes 60 minutes before, at 22:00.")).to_be_visible()


def test_nothing_leaves_the_page_at_320_and_with_text_twice_as_large(open_page: OpenPage, alice: User) -> None:
    medicine, goal = create_medicine(user=alice), create_goal(user=alice)
    page = open_page(alice, viewport={"width": 320, "height": 640})
    for address in (
        "/plan/",
        reverse("tracker:goal", args=[goal.pk]),
        "/plan/goal/new/",
        "/plan/medicine/new/",
        reverse("tracker:medicine", args=[medicine.pk]),
        reverse("tracker:medicine_check_in", args=[medicine.pk]),
        "/plan/habit/new/?like=1",
        "/plan/bedtime/",
        "/start/first-check-in/",
    ):
        page.goto(address)
        for size in ("100%", "200%"):
            page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
            assert page.evaluate(OUTSIDE) == [], (address, size)
