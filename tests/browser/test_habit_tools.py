"""Habits, their tools and the closeness of a goal in a real browser: both themes, no script, no network, no motion."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.conftest import CONTROLLED, OpenPage, looks
from tests.browser.site import Site
from tests.browser.test_plan import objections
from tests.factories.tracker import create_bedtime, create_goal, create_habit
from tracker.logic.day import page_of
from tracker.models import GoalRating, Habit, HabitEntry

type Axe = Callable[[Page], list[str]]
type Shot = Callable[[Page, str], None]

pytestmark = pytest.mark.django_db(transaction=True)


def create_breathing(person: User) -> Habit:
    habit = create_habit(user=person, title="Five slow minutes", since=timezone.now() - timedelta(days=20))
    habit.tool = "breathing"
    habit.save()
    return habit


@looks
def test_every_page_of_habits_and_goals_is_whole(
    open_page: OpenPage, axe: Axe, shot: Shot, alice: User, screen: str, scheme: str
) -> None:
    habit, goal = create_breathing(alice), create_goal(user=alice)
    create_bedtime(user=alice)
    today = page_of(timezone.now(), zone=alice.zone, day_start=alice.day_start)
    page = open_page(alice, screen, scheme)
    page.goto(f"/plan/habit/{habit.pk}/")
    page.get_by_role("group", name="Yesterday").get_by_role("button", name="Small version").click()
    expect(page.get_by_role("button", name="Small version", pressed=True)).to_be_visible()
    page.get_by_text("Read it as a table").click()
    for name, path in (
        ("habit", ""),
        ("habit-new", "/plan/habit/new/?like=5"),
        ("goal", f"/plan/goal/{goal.pk}/"),
        ("goal-new", "/plan/goal/new/"),
        ("day-plan", f"/day-plan/{today}/"),
        ("breathing", "/breathing/"),
        ("screens-off", "/screens-off/"),
    ):
        if path:
            page.goto(path)
        shot(page, f"{name}-{screen}-{scheme}")
        assert objections(page, axe, screen) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_five_minutes_begin_pause_go_on_and_end_by_themselves_without_motion(open_page: OpenPage) -> None:
    page = open_page()
    page.clock.install(time=datetime(2026, 11, 3, 19, 40))  # noqa: DTZ001
    page.goto("/breathing/")
    page.clock.pause_at(datetime(2026, 11, 3, 20, 0))  # noqa: DTZ001
    word, count = page.locator("[data-word]"), page.locator("[data-count]")
    page.get_by_role("button", name="Start").click()
    page.clock.run_for(2_500)
    expect(word).to_have_text("In")
    expect(count).to_have_text("3")
    assert page.locator(".air > i").evaluate("one => getComputedStyle(one).animationName") == "none"
    page.clock.run_for(3_000)
    expect(word).to_have_text("Out")
    expect(count).to_have_text("2")
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(60_000)
    expect(word).to_have_text("Paused")
    page.get_by_role("button", name="Go on").click()
    page.clock.run_for(1_000)
    expect(count).to_have_text("3")
    page.clock.run_for(292_000)
    expect(page.get_by_text("Less than a minute left")).to_be_visible()
    page.clock.run_for(3_000)
    expect(page.locator("[data-left-words]")).to_have_text("Five minutes. Sit for a moment, if you like.")
    expect(page.get_by_role("button", name="Start")).to_be_focused()


def test_the_circle_grows_and_shrinks_for_whom_motion_is_welcome(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="no-preference")
    page.goto("/breathing/")
    page.get_by_role("button", name="Start").click()
    circle = page.locator(".air > i")
    assert circle.evaluate("one => getComputedStyle(one).animationName") == "breath"
    assert circle.evaluate("one => one.getAnimations()[0].effect.getTiming().duration") == 10_000
    page.get_by_role("button", name="Pause").click()
    assert circle.evaluate("one => one.getAnimations()[0].playState") == "paused"
    page.get_by_role("button", name="Stop").click()
    assert circle.evaluate("one => one.getAnimations().length") == 0


def test_without_a_network_one_can_breathe_on_a_page_never_seen_before(
    open_app: OpenPage, site: Site, alice: User
) -> None:
    page = open_app(alice)
    page.goto("/today/")
    page.wait_for_function(CONTROLLED)
    site.stop()
    page.goto("/breathing/")
    page.get_by_role("button", name="Start").click()
    expect(page.locator("[data-word]")).to_have_text("In")
    assert page.locator(".air").evaluate("one => getComputedStyle(one).display") == "grid"


def test_done_without_a_network_ticks_the_habit_once_it_is_back(open_app: OpenPage, site: Site, alice: User) -> None:
    create_breathing(alice)
    page = open_app(alice)
    page.goto("/today/")
    page.wait_for_function(CONTROLLED)
    page.goto("/breathing/")
    site.stop()
    page.goto("/breathing/")
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#waiting")).to_be_visible()
    assert not HabitEntry.objects.exists()
    site.start()
    page.goto("/today/")
    expect(page.locator("#waiting")).to_be_hidden()
    assert HabitEntry.objects.get().state == "done"


def test_without_script_a_habit_is_said_and_a_goal_is_rated(open_page: OpenPage, alice: User) -> None:
    habit, goal = create_breathing(alice), create_goal(user=alice)
    page = open_page(alice, scripts=False)
    page.goto(f"/plan/habit/{habit.pk}/")
    page.get_by_role("group", name="Yesterday").get_by_role("button", name="Not today").click()
    expect(page.get_by_role("button", name="Not today", pressed=True)).to_be_visible()
    assert HabitEntry.objects.get().state == "not_applicable"
    page.goto(f"/plan/goal/{goal.pk}/")
    page.get_by_role("button", name="7", exact=True).click()
    expect(page.get_by_text("Now 7 of 10")).to_be_visible()
    assert GoalRating.objects.get().rating == 7
