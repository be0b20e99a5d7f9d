"""Making an account and signing in, as a person does it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.conftest import SCREENS, OpenPage, looks

FRONT = re.compile(r"^http://[^/]+/$")
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def fresh_limits(transactional_db: None) -> None:
    cache.clear()


def the_code() -> str:
    match = re.search(r"^(\d{6})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert match
    return match[1]


def type_code(page: Page, code: str = "") -> None:
    expect(page.get_by_role("heading", name="Type the code")).to_be_visible()
    page.get_by_label("Six digits").fill(code or the_code())
    page.get_by_role("button", name="Continue").click()


def ask_for_code(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send me a code instead").click()
    expect(page.get_by_role("heading", name="Type the code")).to_be_visible()


def sign_out(page: Page) -> None:
    page.goto("/you/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(FRONT)


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_new_account_with_a_password_to_signing_in_by_code(open_page: OpenPage, scripts: bool) -> None:
    page: Page = open_page(None, scripts=scripts, timezone_id="Europe/Berlin")
    page.goto("/accounts/signup/")
    expect(page.get_by_label("Password", exact=True)).to_be_hidden()
    page.get_by_label("E-mail address").fill("dora@example.org")
    page.get_by_text("Choose a password").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("dora@example.org")).to_be_visible()

    type_code(page, "1")
    expect(page.locator("p.err")).to_contain_text("That isn’t the code we sent.")
    type_code(page)
    page.wait_for_url("**/start/why/")
    page.goto("/you/")
    expect(page.get_by_role("link", name="Time zone")).to_contain_text("Europe/Berlin" if scripts else "UTC")

    sign_out(page)
    page.goto("/you/")
    page.wait_for_url("**/accounts/login/?next=/you/")
    page.get_by_label("E-mail address").fill("dora@example.org")
    page.get_by_role("button", name="Send me a code instead").click()
    type_code(page)
    page.wait_for_url("**/you/")

    sign_out(page)
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill("dora@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url("**/today/")


def test_a_new_account_without_a_password(open_page: OpenPage) -> None:
    page: Page = open_page(None, screen="desktop")
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail address").fill("dora@example.org")
    page.get_by_label("E-mail address").press("Enter")
    type_code(page)
    page.wait_for_url("**/start/why/")
    page.goto("/you/")
    expect(page.get_by_role("link", name="Choose a password")).to_be_visible()


def test_by_keyboard_alone(open_page: OpenPage, alice: User) -> None:
    page: Page = open_page(None)
    page.goto("/accounts/login/")
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()")
        )
    assert reached == [
        "Skip to the page",
        "Turnstone",
        "Help now",
        "E-mail address",
        "Password",
        "Sign in",
        "Send me a code instead",
        "I don’t have an account yet",
    ]
    for _ in range(4):
        page.keyboard.press("Shift+Tab")
    page.keyboard.type(alice.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/today/")


def test_two_presses_in_a_row_send_one_message(open_page: OpenPage, alice: User) -> None:
    page: Page = open_page(None)
    page.goto("/accounts/login/code/")
    page.get_by_label("E-mail address").fill(alice.email)
    page.get_by_role("button", name="Send the code").dblclick()
    type_code(page)
    page.wait_for_url("**/today/")
    assert len(mail.outbox) == 1


def test_going_back_from_the_code_page_leads_on_with_another_address(open_page: OpenPage, alice: User) -> None:
    page: Page = open_page(None)
    ask_for_code(page, "alic@example.org")
    page.go_back()
    page.get_by_label("E-mail address").fill(alice.email)
    page.get_by_role("button", name="Send me a code instead").click()
    type_code(page)
    page.wait_for_url("**/today/")


def test_leaving_deletes_everything_and_signs_out(open_page: OpenPage, alice: User) -> None:
    page: Page = open_page(alice)
    page.goto("/you/")
    page.get_by_role("link", name="Delete everything").click()
    page.get_by_label("Your e-mail address").fill("alice@example.com")
    page.get_by_role("button", name="Delete everything").click()
    expect(page.locator("p.err")).to_contain_text("That isn’t the address you sign in with.")
    page.get_by_label("Your e-mail address").fill(alice.email)
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("heading", name="Everything is deleted")).to_be_visible()
    page.get_by_role("link", name="Go to the start").click()
    page.wait_for_url(FRONT)
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()


@looks
def test_every_page_of_the_door_can_be_read_by_everybody(
    open_page: OpenPage,
    alice: User,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    screen: str,
    scheme: str,
) -> None:
    def look(page: Page, name: str) -> None:
        # As in one tall window: where the tab bar sticks over a row, axe takes the visible part for all of it.
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({**SCREENS[screen], "height": max(height, SCREENS[screen]["height"])})
        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        page.set_viewport_size(SCREENS[screen])
        shot(page, f"accounts-{name}-{screen}-{scheme}")

    out: Page = open_page(None, screen, scheme)
    for name, path in {
        "sign-in": "/accounts/login/",
        "ask-code": "/accounts/login/code/",
        "forgotten": "/accounts/password/reset/",
        "switched-off": "/accounts/inactive/",
        "gone": "/you/deleted/",
        "sign-up": "/accounts/signup/",
    }.items():
        out.goto(path)
        look(out, name)
    out.get_by_text("Choose a password").click()
    look(out, "sign-up-password")
    out.get_by_role("button", name="Continue").click()
    expect(out.locator("p.err").first).to_be_visible()
    look(out, "sign-up-errors")
    out.get_by_label("E-mail address").fill("dora@example.org")
    out.get_by_text("Use a code each time").click()
    out.get_by_role("button", name="Continue").click()
    expect(out.get_by_role("heading", name="Type the code")).to_be_visible()
    look(out, "confirm-address")
    type_code(out, "1")
    expect(out.locator("p.err")).to_be_visible()
    look(out, "confirm-address-error")
    ask_for_code(out, alice.email)
    look(out, "type-code")
    out.goto("/accounts/password/reset/")
    out.get_by_label("E-mail address").fill(alice.email)
    out.get_by_role("button", name="Send the code").click()
    expect(out.get_by_role("heading", name="Type the code")).to_be_visible()
    look(out, "forgotten-code")
    type_code(out)
    expect(out.get_by_role("heading", name="Choose a new password")).to_be_visible()
    look(out, "new-password")

    signed: Page = open_page(alice, screen, scheme)
    for name, path in {
        "you": "/you/",
        "leave": "/you/delete/",
        "change-password": "/accounts/password/change/",
        "sign-out": "/accounts/logout/",
    }.items():
        signed.goto(path)
        look(signed, name)


def test_the_sign_in_pages_fit_a_narrow_phone_with_large_text(open_page: OpenPage) -> None:
    page: Page = open_page(None, viewport={"width": 320, "height": 640})
    for path in ("/accounts/login/", "/accounts/signup/"):
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
