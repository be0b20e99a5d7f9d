"""A push, and the buttons of a notification, in a real browser."""

from __future__ import annotations

import json
from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import CDPSession, Page

from accounts.models import User
from reminders.tokens import sign_act
from tests.browser.conftest import CONTROLLED, OpenPage, until
from tests.browser.site import Site
from tests.factories.reminders import create_reminder
from tests.factories.tracker import create_medicine, schedule_of
from tracker.models import Dose


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
        _push_until_shown(page, site, payload, number)
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
    until(page, f"async () => (await Outbox.all()).length === {waiting}")
    if not connected:
        assert not Dose.objects.for_user(alice).exists()
        site.start()
        page.reload()
        until(page, "async () => (await Outbox.all()).length === 0")
    page.wait_for_timeout(200)
    assert [dose.state for dose in Dose.objects.for_user(alice)] == ["taken"]


def _push(page: Page, site: Site, payload: str) -> None:
    devtools = page.context.new_cdp_session(page)
    registration = _registration(page, devtools)
    devtools.send(
        "ServiceWorker.deliverPushMessage", {"origin": site.url, "registrationId": registration, "data": payload}
    )


def _push_until_shown(page: Page, site: Site, payload: str, count: int) -> None:
    """The driver loses a push now and then on a busy machine, and says nothing: it is given again after 5 seconds."""
    for _ in range(5):
        _push(page, site, payload)
        for _ in range(50):
            if len(_shown(page)) >= count:
                return
            page.wait_for_timeout(100)
    raise AssertionError(f"nothing shown for {payload!r}")


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
