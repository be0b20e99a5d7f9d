"""The shell in a real browser: the worker, no network, installing, a push."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import override_settings
from playwright.sync_api import Page, expect

from accounts.models import User
from pwa.middleware import ShellMiddleware
from tests.browser.conftest import CONTROLLED, OpenPage, looks, session_of, until
from tests.browser.site import Site


@looks
@pytest.mark.parametrize("path", ["/parts/", "/offline/", "/offline/not-saved/", "/no-such-page/"])
def test_the_shells_pages_read_well_everywhere(
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    path: str,
    screen: str,
    scheme: str,
) -> None:
    with override_settings(DEBUG=path == "/parts/"):
        page = open_page(None, screen, scheme)
        page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    shot(page, f"shell-{path.strip('/').replace('/', '-')}-{screen}-{scheme}")
    assert axe(page) == []


def test_the_worker_takes_over_at_the_first_visit(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/guide/")
    page.wait_for_function(CONTROLLED)


def test_help_opens_without_a_network_after_one_visit_to_any_page(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    page.goto("/guide/")
    page.wait_for_function(CONTROLLED)
    site.stop()
    page.get_by_role("link", name="Help now", exact=True).click()
    expect(page).to_have_url(f"{site.url}/help/now/")
    assert page.locator("a[href^='tel:']").count() > 0


def test_the_help_of_the_persons_own_country_opens_without_a_network(
    open_page: OpenPage, site: Site, alice: User
) -> None:
    alice.country = "AU"
    alice.save()
    page = open_page(alice)
    page.goto("/today/")
    page.wait_for_function(CONTROLLED)
    until(page, "async () => (await caches.match(document.querySelector('a.help').href)) !== undefined")
    site.stop()
    page.get_by_role("link", name="Help now", exact=True).click()
    expect(page.locator("a[href='tel:131114']").first).to_be_visible()


def test_a_page_that_is_not_kept_becomes_the_offline_page(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    page.goto("/guide/")
    page.wait_for_function(CONTROLLED)
    site.stop()
    page.goto("/accounts/signup/")
    expect(page.get_by_role("heading", name="You’re offline")).to_be_visible()
    site.start()
    page.goto("/accounts/signup/")
    expect(page.get_by_role("heading", name="You’re offline")).not_to_be_visible()


def test_a_guide_page_that_was_read_opens_without_a_network(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    page.goto("/guide/")
    page.wait_for_function(CONTROLLED)
    page.reload()
    title = page.get_by_role("heading", level=1).inner_text()
    site.stop()
    page.goto("/guide/")
    assert page.get_by_role("heading", level=1).inner_text() == title


def test_a_new_worker_puts_away_what_no_kept_page_names_any_more(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/guide/")
    page.wait_for_function(CONTROLLED)
    page.reload()
    extras = "async () => (await (await caches.open('extras-1')).keys()).map(one => new URL(one.url).pathname).join()"
    until(page, f"async () => (await ({extras})()).includes('guide/guide')")
    page.evaluate(
        "caches.open('extras-1').then(all => all.put('/static/guide/old.0123456789ab.css', new Response('')))"
    )
    page.evaluate("navigator.serviceWorker.getRegistration().then(one => one.unregister())")
    page.goto("/guide/talk/")
    until(page, f"async () => !(await ({extras})()).includes('old.0123456789ab')")
    assert "guide/guide" in page.evaluate(extras)


def test_today_is_shown_as_it_was_while_the_server_is_away(
    open_page: OpenPage, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(alice)
    page.goto("/today/")
    page.wait_for_function(CONTROLLED)
    page.reload()
    title = page.get_by_role("heading", level=1).inner_text()
    monkeypatch.setattr(ShellMiddleware, "__call__", lambda *_: HttpResponse("away", status=503))
    page.goto("/today/?src=app")
    assert page.get_by_role("heading", level=1).inner_text() == title
    expect(page.get_by_text("You’re offline")).to_be_visible()


def test_a_persons_page_is_kept_until_they_sign_out_and_never_for_the_next(
    open_page: OpenPage, site: Site, alice: User
) -> None:
    page = open_page(alice)
    page.goto("/today/")
    page.wait_for_function(CONTROLLED)
    page.reload()
    assert _kept(page) == ["/today/"]
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    until(page, "async () => !(await caches.match('/today/'))")
    assert _kept(page) == []


def test_the_look_a_person_chose_holds_without_a_network_too(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    page.goto("/guide/")
    page.wait_for_function(CONTROLLED)
    page.context.add_cookies([{"name": "theme", "value": "dark", "url": site.url}])
    site.stop()
    page.goto("/help/now/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_chromium_has_no_objection_to_installing(open_app: OpenPage) -> None:
    page = open_app()
    page.goto("/guide/")
    page.wait_for_function(CONTROLLED)
    devtools = page.context.new_cdp_session(page)
    assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["name"] == "Turnstone"


def test_a_new_version_waits_until_it_is_asked_for_and_takes_no_half_written_form(
    open_page: OpenPage, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(alice)
    page.goto("/session/")
    page.wait_for_function(CONTROLLED)
    page.reload()
    monkeypatch.setattr("pwa.worker._lasting_version", lambda: "another")
    page.evaluate("async () => { await (await navigator.serviceWorker.ready).update(); }")
    bar = page.get_by_text("There is a new version.")
    expect(bar).to_be_visible()
    page.locator("main textarea, main input[type=text]").first.fill("Not sleeping")
    page.get_by_role("button", name="Reload").click()
    expect(page.get_by_text("Save what you wrote first")).to_be_visible()
    page.reload()
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    page.get_by_role("button", name="Reload").click()
    until(
        page, "async () => (await caches.keys()).filter(name => name.startsWith('assets-')).join() === 'assets-another'"
    )
    page.wait_for_timeout(300)
    assert len(loads) == 1


def test_a_page_from_the_browsers_memory_does_not_outlive_the_sign_in(open_app: OpenPage, alice: User) -> None:
    page = open_app(alice, ignore_default_args=["--disable-back-forward-cache"])
    page.add_init_script("addEventListener('pageshow', e => { if (e.persisted) sessionStorage.from = 'memory'; })")
    page.goto("/today/")
    page.wait_for_function(CONTROLLED)
    page.goto("/guide/")
    page.context.clear_cookies()
    page.go_back()
    page.wait_for_url("**/accounts/login/**")
    assert page.evaluate("sessionStorage.from") == "memory"


def test_the_next_person_never_sees_the_last_ones_pages(
    open_page: OpenPage, site: Site, alice: User, charlie: User
) -> None:
    page = open_page(alice)
    page.goto("/today/")
    page.wait_for_function(CONTROLLED)
    page.goto("/session/")
    page.goto("/today/")
    assert _kept(page) == ["/session/", "/today/"]
    page.context.add_cookies([{"name": "sessionid", "value": session_of(charlie), "url": site.url}])
    page.goto("/today/")
    assert _kept(page) == ["/today/"]
    site.stop()
    page.goto("/session/")
    expect(page.get_by_role("heading", name="You’re offline")).to_be_visible()


def test_the_worker_that_is_switched_off_leaves_nothing(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/guide/")
    page.wait_for_function(CONTROLLED)
    with override_settings(SW_OFF=True):
        page.evaluate("async () => { await (await navigator.serviceWorker.ready).update(); }")
        until(page, "async () => (await caches.keys()).length === 0")
        until(page, "async () => (await navigator.serviceWorker.getRegistrations()).length === 0")


def _kept(page: Page) -> list[str]:
    """The person's pages that were opened; the plan for hard moments is kept without that."""
    script = (
        """async () => (await (await caches.open('private-1')).keys()).map(request => new URL(request.url).pathname)"""
    )
    found: list[str] = page.evaluate(script)
    return [path for path in found if path != "/help/safety-plan/"]
