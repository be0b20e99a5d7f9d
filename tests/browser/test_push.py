"""Push from end to end: our delivery, services and browsers that are not ours, our page and our worker."""

from __future__ import annotations

import json
import shutil
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from playwright.sync_api import CDPSession, Page, expect
from pytest_django import Settings

from accounts.models import User
from reminders import dispatch, messages, vapid
from reminders.actions.subscriptions import subscribe
from reminders.delivery.base import Outcome
from reminders.delivery.webpush import WebPush
from reminders.models import PushSubscription, Reminder
from tests.browser.conftest import CONTROLLED, OpenPage, looks, session_of
from tests.browser.firefox import Firefox, firefox, push_service
from tests.browser.site import Site
from tests.factories.reminders import create_preference, create_reminder
from tests.factories.tracker import create_bedtime, create_medicine, schedule_of
from tests.reminders.push_service import Browser, running_service
from tests.servers import free_port, wait_for

HERE = Path(__file__).parent
SHOWN = (
    "navigator.serviceWorker.ready.then(r => r.getNotifications()).then(all => all.map(n => [n.title, n.body, n.tag]))"
)


def evening(user: User) -> Reminder:
    """The wind-down of this evening, due now."""
    now = timezone.now()
    schedule = schedule_of(create_bedtime(user=user))
    return create_reminder(user=user, kind="wind_down", channel="push", due_at=now, series=str(schedule.pk))


def deliver(reminder: Reminder) -> Outcome:
    return WebPush().deliver(reminder, messages.compose(reminder), now=timezone.now())


def send_what_is_due() -> None:
    """What a tick and a worker do."""
    for ids in dispatch.due(now=timezone.now()):
        dispatch.send(ids, now=timezone.now())


# A push service that is not ours


class Elsewhere:
    """npm's web-push-testing: checks the sender's signature and decrypts with its own code."""

    def __init__(self, port: int) -> None:
        self.url = f"http://localhost:{port}"

    def ask(self, path: str, **fields: str) -> Any:
        request = urllib.request.Request(
            self.url + path, json.dumps(fields).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read()) if answer.headers.get_content_type() == "application/json" else None

    def is_up(self) -> bool:
        try:
            self.ask("/status")
        except OSError:
            return False
        return True

    def subscribe(self, user: User, key: str) -> str:
        data = self.ask("/subscribe", userVisibleOnly="true", applicationServerKey=key)["data"]
        subscribe(user_id=user.pk, endpoint=data["endpoint"], **data["keys"])
        return str(data["clientHash"])

    def read(self, client: str) -> list[Any]:
        return [json.loads(text) for text in self.ask("/get-notifications", clientHash=client)["data"]["messages"]]


@pytest.fixture
def elsewhere(transactional_db: None) -> Iterator[Elsewhere]:
    node, program = shutil.which("node"), HERE / "node_modules/web-push-testing/src/bin/server.js"
    if not node or not program.exists():
        pytest.skip("no Node here" if not node else "web-push-testing is not installed: npm ci in tests/browser")
    port = free_port()
    process = subprocess.Popen([node, str(program), str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    started = Elsewhere(port)
    try:
        wait_for(started.is_up)
        yield started
    finally:
        process.terminate()
        process.wait(10)


def test_a_service_that_is_not_ours_knows_the_sender_and_reads_the_text(alice: User, elsewhere: Elsewhere) -> None:
    client = elsewhere.subscribe(alice, vapid.public_key())

    assert deliver(evening(alice)) == Outcome("sent")

    [message] = elsewhere.read(client)
    assert message["web_push"] == 8030
    assert (message["notification"]["title"], message["notification"]["body"]) == ("Reminder", "Evening reminder.")


def test_a_service_that_is_not_ours_refuses_another_sender(
    alice: User, elsewhere: Elsewhere, settings: Settings
) -> None:
    from config.env import make_vapid_key

    client = elsewhere.subscribe(alice, vapid.public_key())
    settings.VAPID_KEY = make_vapid_key()

    assert deliver(evening(alice)) == Outcome("failed", reason="status_400")
    assert elsewhere.read(client) == []


def test_a_subscription_that_expired_elsewhere_is_forgotten(alice: User, elsewhere: Elsewhere) -> None:
    client = elsewhere.subscribe(alice, vapid.public_key())
    elsewhere.ask(f"/expire-subscription/{client}")

    assert deliver(evening(alice)) == Outcome("failed", reason="gone")
    assert not PushSubscription.objects.for_user(alice).exists()


# Chromium: the very bytes we send, opened, shown by our worker


def test_what_we_send_is_what_the_worker_shows(open_app: OpenPage, site: Site, alice: User, settings: Settings) -> None:
    settings.SITE_URL = site.url
    page = open_app(alice)
    page.goto("/plan/reminders/")
    page.wait_for_function(CONTROLLED)
    reminder = evening(alice)

    hand_over(page, site, sent_text(alice, reminder))

    tag = messages.compose(reminder).tag
    page.wait_for_function(f"() => {SHOWN}.then(all => all.length)")
    assert page.evaluate(SHOWN) == [["Reminder", "Evening reminder.", tag]]


def test_a_repeat_replaces_what_the_lock_screen_already_shows(
    open_app: OpenPage, site: Site, alice: User, settings: Settings
) -> None:
    settings.SITE_URL = site.url
    page = open_app(alice)
    page.goto("/plan/reminders/")
    page.wait_for_function(CONTROLLED)
    reminder = evening(alice)

    for _ in range(2):
        hand_over(page, site, sent_text(alice, reminder))

    page.wait_for_timeout(500)
    assert len(page.evaluate(SHOWN)) == 1


def sent_text(user: User, reminder: Reminder) -> str:
    """What a service would hand to the browser: sent by our delivery, decrypted by http_ece."""
    with running_service() as service:
        browser = Browser()
        browser.subscribe(user, service.url + "/p/1")
        assert deliver(reminder) == Outcome("sent")
        return json.dumps(browser.read(service.hits[0].body))


def hand_over(page: Page, site: Site, text: str) -> None:
    devtools = page.context.new_cdp_session(page)
    message = {"origin": site.url, "registrationId": registration(page, devtools, site), "data": text}
    devtools.send("ServiceWorker.deliverPushMessage", message)


def registration(page: Page, devtools: CDPSession, site: Site) -> str:
    found: list[str] = []

    def heard(event: dict[str, Any]) -> None:
        found.extend(row["registrationId"] for row in event["registrations"] if row["scopeURL"].startswith(site.url))

    devtools.on("ServiceWorker.workerRegistrationUpdated", heard)
    devtools.send("ServiceWorker.enable")
    while not found:
        page.wait_for_timeout(20)
    return found[0]


# Firefox: subscribed by our page in one tap, sent to by our delivery


@pytest.fixture
def fox(site: Site, alice: User, settings: Settings, tmp_path: Path) -> Iterator[Firefox]:
    settings.SITE_URL = site.url
    with push_service() as (_, address), firefox(tmp_path, address) as started:
        started.keep_cookie(django_settings.SESSION_COOKIE_NAME, session_of(alice))
        yield started


def text_shown(selector: str) -> str:
    return f"const e = document.querySelector({selector!r}); return e && !e.hidden && e.innerText.trim()"


def test_one_tap_subscribes_one_now_arrives_and_one_tap_ends_it(fox: Firefox, site: Site, alice: User) -> None:
    fox.goto(site.url + "/plan/reminders/")
    fox.wait(text_shown("[data-when=off]"))
    assert not PushSubscription.objects.for_user(alice).exists()

    fox.click("[data-push=on]")
    assert "on for this device" in fox.wait(text_shown("[data-when=on]"))
    row = PushSubscription.objects.for_user(alice).get()
    assert row.endpoint.startswith("http://localhost:")

    fox.click("[data-try] button")
    fox.wait(text_shown("[data-test=waiting]"))
    wait_for(lambda: Reminder.objects.for_user(alice).filter(status="planned").exists())
    send_what_is_due()
    assert "It arrived." in fox.wait(text_shown("[data-test=arrived]"))
    test = Reminder.objects.for_user(alice).get()
    assert (test.channel, test.status) == ("push", "sent")
    assert fox.js(f"return {SHOWN}") == [["Reminder", "This is how a reminder looks.", messages.compose(test).tag]]

    fox.click("[data-push=off]")
    fox.wait(text_shown("[data-when=off]"))
    wait_for(lambda: not PushSubscription.objects.for_user(alice).exists())


def test_the_evenings_reminder_comes_though_no_page_is_open(fox: Firefox, site: Site, alice: User) -> None:
    fox.goto(site.url + "/plan/reminders/")
    fox.wait(text_shown("[data-when=off]"))
    fox.click("[data-push=on]")
    fox.wait(text_shown("[data-when=on]"))
    fox.goto("about:blank")

    assert deliver(evening(alice)) == Outcome("sent")

    fox.goto(site.url + "/today/")
    fox.wait(f"return {SHOWN}.then(all => all.length)")
    assert [shown[:2] for shown in fox.js(f"return {SHOWN}")] == [["Reminder", "Evening reminder."]]


def test_what_the_server_forgot_is_put_right_at_the_next_visit_and_another_person_is_left_alone(
    fox: Firefox, site: Site, alice: User, charlie: User
) -> None:
    fox.goto(site.url + "/plan/reminders/")
    fox.wait(text_shown("[data-when=off]"))
    fox.click("[data-push=on]")
    fox.wait(text_shown("[data-when=on]"))
    PushSubscription.objects.for_user(alice).delete()
    fox.js("const n = JSON.parse(localStorage.push); localStorage.push = JSON.stringify({ ...n, at: 0 }); return 1")

    fox.goto(site.url + "/plan/")
    wait_for(lambda: PushSubscription.objects.for_user(alice).exists())

    fox.keep_cookie(django_settings.SESSION_COOKIE_NAME, session_of(charlie))
    fox.goto(site.url + "/plan/reminders/")
    fox.wait(text_shown("[data-when=off]"))
    subscribed = "return navigator.serviceWorker.ready.then(r => r.pushManager.getSubscription()).then(s => !!s)"
    assert fox.js(subscribed) is False
    assert not PushSubscription.objects.for_user(charlie).exists()
    assert deliver(evening(alice)) == Outcome("failed", reason="gone")


def test_signing_out_takes_the_subscription_back(fox: Firefox, site: Site, alice: User) -> None:
    fox.goto(site.url + "/plan/reminders/")
    fox.wait(text_shown("[data-when=off]"))
    fox.click("[data-push=on]")
    fox.wait(text_shown("[data-when=on]"))

    fox.goto(site.url + "/accounts/logout/")
    fox.click("[data-sign-out] button")

    fox.wait("return location.pathname === '/'")
    assert not PushSubscription.objects.for_user(alice).exists()
    assert fox.js("return localStorage.push || null") is None


# The page, in every state it can be in


def whole(page: Page) -> Page:
    """Tall enough that nothing lies beneath the tab bar."""
    width = page.viewport_size["width"] if page.viewport_size else 390
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight") + 200})
    return page


@looks
def test_the_page_reads_well_everywhere(
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    alice: User,
    screen: str,
    scheme: str,
) -> None:
    create_medicine(user=alice)
    create_bedtime(user=alice)
    page = open_page(alice, screen, scheme)
    page.goto("/plan/reminders/")
    expect(page.locator("[data-when=unknown]")).to_be_hidden()
    shot(page, f"reminders-{screen}-{scheme}")
    assert axe(whole(page)) == []


@looks
def test_the_inbox_reads_well_everywhere(
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    alice: User,
    screen: str,
    scheme: str,
) -> None:
    page = open_page(alice, screen, scheme)
    page.goto("/inbox/")
    expect(page.get_by_text("Nothing has been sent yet")).to_be_visible()
    shot(page, f"inbox-empty-{screen}-{scheme}")
    assert axe(whole(page)) == []
    now = timezone.now()
    for hours, kind, read in ((1, "wind_down", None), (9, "dose", now), (30, "habit", now)):
        at = now - timedelta(hours=hours)
        create_reminder(user=alice, kind=kind, due_at=at, status="sent", sent_at=at, read_at=read)
    page.reload()
    shot(page, f"inbox-{screen}-{scheme}")
    assert axe(whole(page)) == []


@pytest.mark.parametrize("state", ["off", "on", "ios", "denied", "unable", "lost"])
def test_each_state_of_the_page_is_sound(
    open_page: OpenPage, axe: Callable[[Page], list[str]], shot: Callable[[Page, str], None], alice: User, state: str
) -> None:
    page = open_page(alice)
    page.goto("/plan/reminders/")
    expect(page.locator("[data-when=unknown]")).to_be_hidden()
    attribute = "test" if state == "lost" else "when"
    page.evaluate(
        "([a, s]) => { for (const e of document.querySelectorAll(`[data-${a}]`)) e.hidden = e.dataset[a] !== s }",
        [attribute, state],
    )
    shot(page, f"reminders-{state}")
    assert axe(whole(page)) == []


def test_on_an_iphone_in_a_tab_it_shows_three_steps_and_e_mail_and_never_asks(open_page: OpenPage, alice: User) -> None:
    iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"
    page = open_page(alice, user_agent=iphone)
    page.goto("/plan/reminders/")
    for step in ("1. Tap Share", "2. Tap Add to Home Screen", "3. Open Turnstone from the Home Screen"):
        expect(page.get_by_text(step)).to_be_visible()
    expect(page.get_by_role("button", name="Remind me on this phone")).to_be_hidden()
    expect(page.get_by_text("E-mail, further down, works straight away.")).to_be_visible()


def test_nothing_asks_before_the_tap_and_a_refusal_is_not_asked_again(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice)
    page.add_init_script(
        "self.asked = 0; let now = 'default';"
        "Object.defineProperty(Notification, 'permission', { get: () => now });"
        "Notification.requestPermission = async () => { asked++; return now = 'denied'; };"
    )
    page.goto("/plan/reminders/")
    button = page.get_by_role("button", name="Remind me on this")
    expect(button).to_be_visible()
    assert page.evaluate("asked") == 0

    button.click()

    expect(page.locator("[data-when=denied]")).to_be_visible()
    expect(button).to_be_hidden()
    assert page.evaluate("asked") == 1
    expect(page.get_by_role("switch", name="E-mail")).to_be_visible()


def test_one_that_does_not_arrive_gets_the_likeliest_reasons(
    open_page: OpenPage, alice: User, site: Site, settings: Settings
) -> None:
    page = open_page(alice)
    page.goto("/plan/reminders/")
    page.clock.install()
    with running_service() as service:
        Browser().subscribe(alice, service.url + "/p/1")
        page.get_by_role("button", name="Send me one now").click()
        expect(page.locator("[data-test=waiting]")).to_be_visible()
        wait_for(lambda: Reminder.objects.for_user(alice).exists())
        page.wait_for_timeout(300)
        page.clock.run_for(15_000)
    expect(page.locator("[data-test=lost]").get_by_text("It hasn’t arrived within 15 seconds.")).to_be_visible()
    assert page.locator("[data-test=lost] ul:not([hidden]) li").count() == 3


def test_the_page_works_by_keyboard_alone(open_page: OpenPage, alice: User) -> None:
    create_preference(user=alice)
    page = open_page(alice, "desktop")
    page.goto("/plan/reminders/")
    mail = page.get_by_role("switch", name="E-mail")
    for _ in range(60):
        page.keyboard.press("Tab")
        if mail.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text("Saved.").first).to_be_visible()
    expect(page.get_by_role("switch", name="E-mail")).to_be_checked()


def test_it_all_works_without_scripts(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice, scripts=False)
    page.goto("/plan/reminders/")
    expect(page.get_by_text("Notifications need JavaScript.")).to_be_visible()
    page.get_by_role("switch", name="E-mail").check()
    page.get_by_role("button", name="Pause for a week").click()
    expect(page.get_by_text("Everything is paused until")).to_be_visible()
    page.get_by_role("button", name="Send me one now").click()
    expect(page.get_by_text("On its way to your e-mail address.")).to_be_visible()
