"""The shell in a real browser."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.conftest import OpenPage, looks


@looks
def test_the_offline_page_reads_well_everywhere(
    open_page: OpenPage, axe: Callable[[Page], list[str]], screen: str, scheme: str
) -> None:
    page = open_page(None, screen, scheme)
    page.goto("/offline/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert axe(page) == []
