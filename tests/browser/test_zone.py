"""The time zone, chosen from the list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from accounts.models import User
from tests.browser.conftest import OpenPage, looks

pytestmark = pytest.mark.browser


@looks
def test_a_time_zone_is_chosen_and_shown(
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    alice: User,
    screen: str,
    scheme: str,
) -> None:
    page = open_page(alice, screen, scheme)
    page.goto("/you/zone/")
    assert axe(page) == []
    shot(page, f"zone-{screen}-{scheme}")
    page.get_by_label("Your time zone").select_option("Asia/Tokyo")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/you/")
    assert page.get_by_role("link", name="Time zone").inner_text().endswith("Asia/Tokyo")
