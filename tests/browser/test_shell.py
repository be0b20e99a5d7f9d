"""The shell in a real browser: the worker, no network, installing, a push."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import CDPSession, Page, expect

from accounts.models import User
from pwa.middleware import ShellMiddleware
from reminders.tokens import sign_act
from tests.browser.conftest import OpenPage, looks, session_of
from tests.browser.site import Site
from tests.factories.reminders import create_reminder
from tests.factories.tracker import create_medicine, schedule_of
from tracker.models import Dose

CONTROLLED = "() => navigator.serviceWorker.controller !== null"


@looks
@pytest.mark.parametrize("path", ["/parts/", "/offline/", "/no-such-page/"])
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
    shot(page, f"shell-{path.strip('/')}-{screen}-{scheme}")
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
    page.get_by_role("link", name="Help now").click()
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
    _until(page, "async () => (await caches.match(document.querySelector('a.help').href)) !== undefined")
    site.stop()
    page.get_by_role("link", name="Help now").click()
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
    _until(page, "async () => !(await caches.match('/today/'))")
    assert _kept(page) == []


def test_chromium_has_no_objection_to_installing(open_app: OpenPage) -> None:
    page = open_app()
    page.goto("/guide/")
    page.wait_for_function(CONTROLLED)
    devtools = page.context.new_cdp_session(page)
    assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["name"] == "Turnstone"


def test_a_push_shows_a_notification_and_tells_the_open_page(open_app: OpenPage, site: Site) -> None:
    page = open_app()
    page.goto("/guide/")
    page.wait_for_function(CONTROLLED)
    page.evaluate("() => { navigator.serviceWorker.onmessage = e => { self.heard = e.data; } }")
    notification = {
        "title": "Turnstone",
        "body": "One thing for this evening",
        "navigate": f"{site.url}/today/",
        "tag": "a1b2",
        "lang": "en-gb",
        "dir": "ltr",
        "data": {"token": "signed"},
        "actions": [{"action": "taken", "title": "Taken"}, {"action": "snooze", "title": "In 10 minutes"}],
    }
    _push(page, site, json.dumps({"web_push": 8030, "notification": notification}))
    page.wait_for_function("() => self.heard")
    assert page.evaluate("() => self.heard") == {"type": "pushed", "tag": "a1b2"}
    shown = _shown(page)
    assert [(one["title"], one["body"], one["tag"]) for one in shown] == [
        ("Turnstone", "One thing for this evening", "a1b2")
    ]
    assert shown[0]["data"] == {"token": "signed", "navigate": f"{site.url}/today/"}
    assert shown[0]["actions"] == ["Taken", "In 10 minutes"]


def test_a_damaged_push_still_shows_something_and_opens_only_our_own_pages(open_app: OpenPage, site: Site) -> None:
    page = open_app()
    page.goto("/guide/")
    page.wait_for_function(CONTROLLED)
    damaged = [
        "",
        "not JSON",
        "[]",
        '{"notification": null}',
        '{"notification": {"navigate": "https://elsewhere.example/"}}',
    ]
    for number, payload in enumerate(damaged, 1):
        _push(page, site, payload)
        _until(
            page, f"async () => (await (await navigator.serviceWorker.ready).getNotifications()).length === {number}"
        )
    assert {one["title"] for one in _shown(page)} == {"Turnstone"}
    assert {one["data"]["navigate"] for one in _shown(page)} == {f"{site.url}/today/"}


@pytest.mark.parametrize(("connected", "waiting"), [(True, 0), (False, 1)])
def test_taken_on_a_notification_records_the_dose_with_no_page_open_now_or_later(
    open_app: OpenPage, site: Site, alice: User, connected: bool, waiting: int
) -> None:
    now = timezone.now()
    schedule = schedule_of(create_medicine(user=alice, times=(time(0),), since=now - timedelta(days=2)))
    today = now.astimezone(alice.tzinfo).date()
    reminder = create_reminder(
        user=alice, kind="dose", channel="push", series=schedule.pk.hex, date=today, due_at=now - timedelta(minutes=1)
    )
    page = open_app()
    page.goto("/guide/")
    page.wait_for_function(CONTROLLED)
    data = {"token": sign_act(reminder, now=now), "navigate": f"{site.url}/today/"}
    if not connected:
        site.stop()
    _press(page, "taken", data)
    _until(page, f"async () => (await Outbox.all()).length === {waiting}")
    if not connected:
        assert not Dose.objects.for_user(alice).exists()
        site.start()
        page.reload()
        _until(page, "async () => (await Outbox.all()).length === 0")
    page.wait_for_timeout(200)
    assert [dose.state for dose in Dose.objects.for_user(alice)] == ["taken"]


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
    _until(
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
        _until(page, "async () => (await caches.keys()).length === 0")
        _until(page, "async () => (await navigator.serviceWorker.getRegistrations()).length === 0")


def _until(page: Page, script: str) -> None:
    """Playwright's own waiting takes a promise for true."""
    for _ in range(600):
        if page.evaluate(script):
            return
        page.wait_for_timeout(50)
    raise AssertionError(script)


def _kept(page: Page) -> list[str]:
    script = (
        """async () => (await (await caches.open('private-1')).keys()).map(request => new URL(request.url).pathname)"""
    )
    found: list[str] = page.evaluate(script)
    return found


def _push(page: Page, site: Site, payload: str) -> None:
    devtools = page.context.new_cdp_session(page)
    registration = _registration(page, devtools)
    devtools.send(
        "ServiceWorker.deliverPushMessage", {"origin": site.url, "registrationId": registration, "data": payload}
    )


def _press(page: Page, action: str, data: dict[str, str]) -> None:
    """A tap on a button of a notification, which no driver can make, as the worker gets to see it."""
    worker = page.context.service_workers[0]
    worker.evaluate(
        """async ([action, data]) => {
            await registration.showNotification('Turnstone', { data, actions: [{ action, title: action }] });
            const [notification] = await registration.getNotifications();
            dispatchEvent(new NotificationEvent('notificationclick', { notification, action }));
        }""",
        [action, data],
    )


def _registration(page: Page, devtools: CDPSession) -> str:
    found: list[str] = []

    def updated(event: dict[str, Any]) -> None:
        found.extend(one["registrationId"] for one in event["registrations"] if not one["isDeleted"])

    devtools.on("ServiceWorker.workerRegistrationUpdated", updated)
    devtools.send("ServiceWorker.enable")
    while not found:
        page.wait_for_timeout(20)
    return found[0]


def _shown(page: Page) -> list[dict[str, Any]]:
    script = """async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(n =>
        ({title: n.title, body: n.body, tag: n.tag, data: n.data, actions: n.actions.map(a => a.title)}))"""
    shown: list[dict[str, Any]] = page.evaluate(script)
    return shown
