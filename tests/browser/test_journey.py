"""The whole path on the real parts: from the landing page to a reminder that arrives and a summary that is opened.

One person, one therapist, one installation as `./run` starts it. Chromium cannot subscribe to push without a
screen, so its subscription points at a service on this machine; what arrives there is decrypted and handed to the
real service worker. Subscribing for real is tried in Firefox, in test_push.py.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browser.conftest import ARGUMENTS, CONTROLLED, ENVIRONMENT, SCREENS, chromium, watch
from tests.browser.installation import Installation
from tests.reminders.push_service import Browser, Service, encode, running_service

EMAIL, PASSWORD = "rosa@example.org", "a stone lifted at one edge"
MIDDAY = 13 - datetime.now(UTC).hour
ZONE = f"Etc/GMT{-MIDDAY:+d}" if MIDDAY else "Etc/GMT"  # it is about 13:00 there, whenever this runs
SHOWN = "navigator.serviceWorker.ready.then(r => r.getNotifications()).then(all => all.map(n => [n.title, n.body]))"
SUBSCRIBED = """
const given = GIVEN;
const subscription = { endpoint: given.endpoint, options: {}, toJSON: () => given, unsubscribe: async () => true };
PushManager.prototype.subscribe = async () => (localStorage.subscribed = '1', subscription);
PushManager.prototype.getSubscription = async () => localStorage.subscribed ? subscription : null;
"""


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    folder = tmp_path / "var"
    folder.mkdir()
    started = Installation(folder)
    yield started
    if started.process.poll() is None:
        started.stop()


@pytest.fixture
def service() -> Iterator[Service]:
    with running_service() as running:
        yield running


@pytest.fixture
def phone() -> Browser:
    """The secret half of the phone's push subscription."""
    return Browser()


@pytest.fixture
def rosa(
    playwright: Playwright, installation: Installation, service: Service, phone: Browser, tmp_path: Path
) -> Iterator[Page]:
    with ExitStack() as stack:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=chromium(),
            args=ARGUMENTS,
            env=ENVIRONMENT,
            base_url=installation.url,
            viewport=SCREENS["phone"],
            locale="en-GB",
            reduced_motion="reduce",
            timezone_id=ZONE,
            permissions=["notifications"],
        )
        keys = {"p256dh": encode(phone.p256dh), "auth": encode(phone.auth)}
        given = {"endpoint": f"{service.url}/rosa", "keys": keys}
        context.add_init_script(SUBSCRIBED.replace("GIVEN", json.dumps(given)))
        stack.enter_context(watch(context, installation.url))
        stack.callback(context.close)
        context.set_default_timeout(15_000)
        yield context.pages[0]


@pytest.fixture
def hannah(browser: Chromium, installation: Installation) -> Iterator[BrowserContext]:
    """The therapist: another browser, no account."""
    context = browser.new_context(base_url=installation.url, viewport=SCREENS["desktop"], reduced_motion="reduce")
    with watch(context, installation.url):
        yield context
        context.close()


@pytest.mark.timeout(600)
def test_from_the_landing_page_to_a_reminder_and_an_opened_summary(
    installation: Installation, rosa: Page, hannah: BrowserContext, service: Service, phone: Browser
) -> None:
    read_without_an_account(rosa)
    make_an_account(rosa)
    take_the_starting_steps(rosa)
    fill_the_plan(rosa)
    switch_push_on(rosa, service, phone)
    due = set_a_bedtime_an_hour_ahead(rosa)
    tick_and_undo(rosa)
    think_of_stopping(rosa)
    share_and_take_back(rosa, hannah)
    the_wind_down_arrives(rosa, installation, service, phone, due)
    the_nudge_follows_once(rosa, service, phone)
    the_same_by_mail(rosa)
    it_can_be_installed(rosa)
    print(f"started in {installation.start_seconds:.1f} s, {installation.memory():.0f} MiB in all")
    help_and_the_offline_page_stay(rosa, installation)
    installation.start()
    print(f"started again in {installation.start_seconds:.1f} s")
    assert installation.start_seconds < 30


def read_without_an_account(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Read the guide").click()
    page.get_by_role("link", name="Tell your therapist").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tell your therapist")
    page.goto("/guide/")
    page.get_by_role("link", name="When you want to stop").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("When you want to stop")
    page.get_by_role("link", name="Help now").first.click()
    expect(page.locator("main a[href^='tel:']").first).to_be_visible()


def make_an_account(page: Page) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_text("Choose a password").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Six digits").fill(newest_code(page.context))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/start/why/")
    sign_out_and_in_by_code(page)


def sign_out_and_in_by_code(page: Page) -> None:
    page.goto("/you/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile(r"^http://[^/]+/$"))
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_role("button", name="Send me a code instead").click()
    page.get_by_label("Six digits").fill(newest_code(page.context))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/today/")


def newest_code(context: BrowserContext) -> str:
    """The six digits of the newest mail on the local page, which takes a moment to be there."""
    mail = context.new_page()
    mail.goto("/mail/")
    found = re.search(r"\b(\d{6})\b", mail.locator("main").inner_text())
    mail.close()
    assert found
    return found[1]


def take_the_starting_steps(page: Page) -> None:
    page.goto("/start/why/")
    page.get_by_role("link", name="Skip this").click()
    page.wait_for_url("**/start/first-thing/")
    page.get_by_role("link", name="Skip this").click()
    page.wait_for_url("**/start/first-check-in/")
    page.get_by_role("link", name="Skip this").click()
    page.wait_for_url("**/today/")


def fill_the_plan(page: Page) -> None:
    page.goto("/plan/goal/new/")
    page.get_by_label("What would you like to be different?").fill("Back at choir")
    page.get_by_label("Milestone 1").fill("Ring Ada")
    page.get_by_role("button", name="Save").click()
    page.goto("/plan/medicine/new/")
    page.get_by_label("Name", exact=True).fill("Sertraline")
    page.get_by_label("Dose", exact=True).fill("50 mg")
    assert page.locator("input[name=times_a_day]:checked, input[name=often]:checked").count() == 0
    page.get_by_text("Every day", exact=True).click()
    page.get_by_text("Once a day").click()
    page.get_by_label("First time").fill("20:30")
    page.get_by_text("This matches my label").click()
    page.get_by_role("button", name="Save").click()
    for name in ("Moving", "Eating well"):
        page.goto("/plan/habit/new/")
        page.get_by_role("link", name=name).click()
        page.get_by_label("At what time?").fill("18:00")
        page.get_by_role("button", name="Save the habit").click()
    page.goto("/session/")
    page.get_by_label("Add something").fill("Can we look at the plan?")
    page.get_by_role("button", name="Add to the list").click()
    expect(page.get_by_text("Can we look at the plan?")).to_be_visible()


def switch_push_on(page: Page, service: Service, phone: Browser) -> None:
    page.goto("/plan/reminders/")
    page.wait_for_function(CONTROLLED)
    page.get_by_role("button", name=re.compile("Remind me on this")).click()
    expect(page.locator("#push").get_by_text("Notifications are on for this device.")).to_be_visible()
    page.get_by_role("button", name="Send me one now").click()
    message = arrived(service, phone, 1, seconds=30)
    hand_over(page, message)
    expect(page.locator("#push").get_by_text("It arrived.")).to_be_visible()


def set_a_bedtime_an_hour_ahead(page: Page) -> datetime:
    bedtime = (datetime.now(ZoneInfo(ZONE)) + timedelta(minutes=62)).replace(second=0, microsecond=0)
    page.goto("/plan/bedtime/")
    page.get_by_label("When would you like to be in bed?").fill(bedtime.strftime("%H:%M"))
    page.get_by_role("button", name="Set the bedtime").click()
    return bedtime - timedelta(minutes=60)


def tick_and_undo(page: Page) -> None:
    page.goto("/today/")
    meal = page.locator("ol.staff li", has_text="One regular meal")
    meal.locator("button.stone").click()
    expect(meal).to_have_class("done")
    meal.locator("button.stone").click()
    expect(meal).not_to_have_class("done")


def think_of_stopping(page: Page) -> None:
    page.goto("/today/")
    page.get_by_role("link", name="I’m thinking of stopping").click()
    page.get_by_text("I’m thinking of stopping", exact=True).click()
    expect(page.get_by_role("heading", name="Thank you for saying so.")).to_be_visible()
    words = "Please don’t change anything until you have talked to the person who prescribed it."
    expect(page.get_by_text(words)).to_be_visible()
    page.get_by_text("Side effects", exact=True).click()
    page.get_by_role("button", name="Save, and put these into words").click()
    expect(page.get_by_text("Noted for today")).to_be_visible()


def share_and_take_back(page: Page, hannah: BrowserContext) -> None:
    page.goto("/session/share/")
    assert page.locator("input[name=sections]:checked").evaluate_all("all => all.map(one => one.value)") == ["say"]
    page.get_by_text("Medicine", exact=True).click()
    page.get_by_label("Who it’s for").fill("Hannah")
    page.get_by_role("button", name="See what they will see").click()
    expect(page.get_by_text("Can we look at the plan?")).to_be_visible()
    page.get_by_role("button", name="Make the link").click()
    address, passcode = page.get_by_label("Link").input_value(), page.locator("p.code").inner_text()
    reader = hannah.new_page()
    reader.goto(address)
    reader.get_by_label("Passcode").fill(passcode)
    reader.get_by_role("button", name="Open the summary").click()
    expect(reader.get_by_text("Can we look at the plan?")).to_be_visible()
    assert len(reader.pdf()) > 5_000
    page.goto("/session/shares/")
    expect(page.get_by_text("Opened once")).to_be_visible()
    page.get_by_role("button", name="Turn off").click()
    expect(page.get_by_text("You turned it off")).to_be_visible()
    answer = reader.reload()
    assert answer
    assert answer.status == 404


def the_wind_down_arrives(
    page: Page, installation: Installation, service: Service, phone: Browser, due: datetime
) -> None:
    page.goto("/today/")
    message = arrived(service, phone, 2, seconds=(due - datetime.now(UTC)).total_seconds() + 60)
    late = (datetime.now(UTC) - due).total_seconds()
    assert late >= 0
    print(f"the wind-down came {late:.1f} s after it was due")
    assert message["notification"]["title"] == "Reminder"
    assert "Sertraline" not in json.dumps(message)
    hand_over(page, message)
    page.wait_for_function(f"() => {SHOWN}.then(all => all.some(one => one[1] === 'Evening reminder.'))")
    page.goto("/inbox/")
    expect(page.locator("main .t", has_text="Evening reminder.")).to_have_count(1)


def the_nudge_follows_once(page: Page, service: Service, phone: Browser) -> None:
    message = arrived(service, phone, 3, seconds=200)
    assert message["notification"]["body"] == "A note worth reading today."
    page.goto("/inbox/")
    expect(page.locator("main .t", has_text="A note worth reading today.")).to_have_count(1)


def the_same_by_mail(page: Page) -> None:
    page.goto("/plan/reminders/")
    page.get_by_text("Notifications on my devices").click()
    page.get_by_text("E-mail", exact=True).click()
    page.get_by_role("button", name="Save").click()
    page.goto("/plan/reminders/")
    page.get_by_role("button", name="Send me one now").click()
    expect(page.locator("#push").get_by_text("Sent to your e-mail address.")).to_be_visible()
    mail = page.context.new_page()
    mail.goto("/mail/")
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not mail.get_by_text("This is how a reminder looks.").count():
        mail.reload()
    expect(mail.get_by_text("This is how a reminder looks.").first).to_be_visible()
    mail.close()


def it_can_be_installed(page: Page) -> None:
    page.goto("/today/")
    found = page.context.new_cdp_session(page).send("Page.getInstallabilityErrors")
    assert found["installabilityErrors"] == []


def help_and_the_offline_page_stay(page: Page, installation: Installation) -> None:
    tree = installation.descendants()
    assert installation.stop() == 0
    assert [pid for pid in tree if Path(f"/proc/{pid}").exists()] == []
    assert not list((installation.folder / "valkey").glob("s"))
    page.goto("/help/now/")
    expect(page.locator("main a[href^='tel:']").first).to_be_visible()
    page.goto("/plan/bedtime/")
    expect(page.get_by_role("heading", name=re.compile("offline", re.IGNORECASE)).first).to_be_visible()


def arrived(service: Service, phone: Browser, count: int, *, seconds: float) -> dict[str, dict[str, str]]:
    """The text of push number *count*, when it has come."""
    deadline = time.monotonic() + seconds
    while len(service.hits) < count:
        assert time.monotonic() < deadline, f"push {count} did not come within {seconds:.0f} s"
        time.sleep(0.2)
    return phone.read(service.hits[count - 1].body)


def hand_over(page: Page, message: dict[str, dict[str, str]]) -> None:
    """Give what the service received to the real service worker, as the browser would."""
    session = page.context.new_cdp_session(page)
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    page.wait_for_timeout(500)
    origin = page.evaluate("location.origin")
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": origin, "registrationId": found[0], "data": json.dumps(message)},
    )
