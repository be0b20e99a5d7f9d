"""What was typed into a form survives a session that is over and a server that is away, for its own person alone."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.shortcuts import render
from playwright.sync_api import Page, expect

from accounts.models import User
from pwa.middleware import ShellMiddleware
from tests.browser.conftest import CONTROLLED, OpenPage, session_of
from tests.browser.site import Site
from tracker.models import AgendaLine

PASSWORD = "correct horse battery"
LINE = "I dread Mondays"


@pytest.fixture
def session(open_page: OpenPage, alice: User) -> Page:
    """Alice's list, with a line typed and not yet sent."""
    page = open_page(alice)
    page.goto("/session/")
    page.wait_for_function(CONTROLLED)
    page.reload()
    page.get_by_label("Add something").fill(LINE)
    return page


def add(page: Page) -> None:
    page.get_by_role("button", name="Add to the list").click()


def sign_in(page: Page, person: User) -> None:
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def typed(page: Page) -> str:
    return page.get_by_label("Add something").input_value()


def test_a_line_sent_after_signing_out_elsewhere_is_back_after_signing_in(
    session: Page, site: Site, alice: User
) -> None:
    session.context.clear_cookies(name="sessionid")
    add(session)
    session.wait_for_url("**/accounts/login/?next=/session/")
    sign_in(session, alice)
    session.wait_for_url(f"{site.url}/session/")
    assert typed(session) == LINE
    assert not AgendaLine.objects.for_user(alice).exists()

    add(session)
    expect(session.locator(".say").first).to_have_text(LINE)
    assert typed(session) == ""
    session.reload()
    assert typed(session) == ""
    assert session.evaluate("sessionStorage.getItem('typed')") is None


def test_it_is_never_given_to_the_next_person(session: Page, site: Site, charlie: User) -> None:
    session.context.clear_cookies(name="sessionid")
    add(session)
    session.wait_for_url("**/accounts/login/**")
    sign_in(session, charlie)
    session.wait_for_url(f"{site.url}/session/")
    assert typed(session) == ""
    assert session.evaluate("sessionStorage.getItem('typed')") is None


def test_what_was_saved_is_not_given_back_later(session: Page, site: Site, alice: User) -> None:
    add(session)
    expect(session.locator(".say").first).to_have_text(LINE)
    session.context.clear_cookies(name="sessionid")
    session.goto("/session/")
    sign_in(session, alice)
    session.wait_for_url(f"{site.url}/session/")
    assert typed(session) == ""


def test_a_password_is_never_kept(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice)
    page.goto("/accounts/password/change/")
    for field in page.locator("input[type=password]").all():
        field.fill("not the right one")
    page.context.clear_cookies(name="sessionid")
    page.locator("main form button").first.click()
    page.wait_for_url("**/accounts/login/**")
    assert page.evaluate("sessionStorage.length") == 0


def test_signing_out_leaves_nothing_of_it_in_the_tab(session: Page, alice: User) -> None:
    session.context.clear_cookies(name="sessionid")
    add(session)
    session.wait_for_url("**/accounts/login/**")
    assert LINE in session.evaluate("sessionStorage.getItem('typed')")
    session.context.add_cookies(
        [{"name": "sessionid", "value": session_of(alice), "url": session.url.partition("/acc")[0]}]
    )
    session.goto("/you/")
    session.locator("[data-sign-out] button").click()
    session.wait_for_url(lambda url: "/you/" not in url)
    assert session.evaluate("sessionStorage.getItem('typed')") is None


def test_without_a_network_a_form_says_that_it_is_not_saved_and_what_was_written_is_a_step_back(
    session: Page, site: Site, alice: User
) -> None:
    site.stop()
    with session.expect_navigation() as answer:
        add(session)
    assert answer.value is not None
    assert answer.value.status == 503
    expect(session.get_by_role("heading", name="Not saved")).to_be_visible()
    session.get_by_role("button", name="Back").click()
    session.wait_for_url(f"{site.url}/session/")
    assert typed(session) == LINE
    site.start()
    add(session)
    expect(session.locator(".say").first).to_have_text(LINE)
    assert AgendaLine.objects.for_user(alice).count() == 1


def test_a_server_that_is_away_behind_its_proxy_is_said_as_calmly(
    session: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ShellMiddleware, "__call__", lambda *_: HttpResponse("Bad gateway", status=502))
    add(session)
    expect(session.get_by_role("heading", name="Not saved")).to_be_visible()
    monkeypatch.undo()
    session.goto("/session/")
    assert typed(session) == LINE


def test_after_a_fault_of_ours_the_page_still_has_what_was_written(
    session: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ShellMiddleware.__call__
    monkeypatch.setattr(ShellMiddleware, "__call__", lambda _, request: render(request, "500.html", status=500))
    add(session)
    expect(session.get_by_role("heading", level=1)).to_be_visible()
    monkeypatch.setattr(ShellMiddleware, "__call__", whole)
    session.goto("/session/")
    assert typed(session) == LINE


def test_leaving_with_the_worker_in_between_still_ends_on_its_page(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice)
    page.goto("/today/")
    page.wait_for_function(CONTROLLED)
    page.goto("/you/delete/")
    page.get_by_label("Your e-mail address").fill(alice.email)
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("heading", name="Everything is deleted")).to_be_visible()
    assert not User.objects.filter(pk=alice.pk).exists()
    assert page.evaluate("caches.match('/today/').then(found => !found)")


def test_sending_forms_one_after_another_makes_no_noise(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice, reduced_motion="no-preference")
    noise: list[str] = []
    page.context.on("console", lambda message: noise.append(message.text))
    page.context.on("weberror", lambda error: noise.append(str(error.error)))
    page.goto("/session/")
    for line in ("one", "two", "three"):
        page.get_by_label("Add something").fill(line)
        add(page)
        expect(page.locator("main")).to_contain_text(line)
        page.get_by_role("link", name="Plan", exact=True).first.click()
        page.wait_for_url("**/plan/")
        page.go_back()
    assert noise == []
