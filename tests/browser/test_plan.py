"""The plan in a real browser: every page in both themes, by keyboard, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from accounts.models import User
from tests.browser.conftest import SCREENS, OpenPage, looks
from tests.factories.tracker import create_bedtime, create_goal, create_habit, create_medicine

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
