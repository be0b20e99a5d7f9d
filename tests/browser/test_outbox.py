"""Recording without a network: kept on the phone, sent once, never as somebody else."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from tests.browser.conftest import CONTROLLED, OpenPage, session_of, until
from tests.browser.site import Site
from tests.factories.tracker import create_habit
from tracker.models import Habit, HabitEntry, Received


@pytest.fixture
def today(open_page: OpenPage, alice: User) -> Page:
    """Alice's Today, kept by the worker, with one habit to tick."""
    create_habit(user=alice, title="Walk, 15 minutes", times=(time(13, 10),))
    page = open_page(alice)
    page.goto("/today/")
    page.wait_for_function(CONTROLLED)
    page.reload()
    return page


def test_a_tap_without_a_network_waits_and_is_sent_once_when_it_is_back(today: Page, site: Site, alice: User) -> None:
    site.stop()
    stone(today).click()
    expect(today.get_by_text("not sent yet")).to_be_visible()
    expect(today.get_by_role("link", name="One entry waits to be sent")).to_be_visible()
    expect(stone(today)).to_have_attribute("aria-pressed", "true")
    assert states(alice) == []

    site.start()
    today.reload()
    expect(today.get_by_text("not sent yet")).not_to_be_visible()
    expect(today.locator("#waiting")).to_be_hidden()
    assert states(alice) == ["done"]
    assert Received.objects.for_user(alice).count() == 1


def test_what_waits_is_painted_over_the_kept_page_and_can_be_undone_there(today: Page, site: Site, alice: User) -> None:
    site.stop()
    stone(today).click()
    expect(today.get_by_text("not sent yet")).to_be_visible()
    today.goto("/today/")
    expect(today.get_by_text("You’re offline")).to_be_visible()
    expect(today.get_by_text("not sent yet")).to_be_visible()
    expect(stone(today)).to_have_attribute("aria-pressed", "true")
    stone(today).click()
    expect(stone(today)).to_have_attribute("aria-pressed", "false")
    site.start()
    today.reload()
    expect(today.locator("#waiting")).to_be_hidden()
    expect(today.get_by_text("You’re offline")).to_be_hidden()
    assert states(alice) == [""]


def test_no_token_is_kept_on_the_phone_and_the_time_of_the_tap_is(today: Page, site: Site, alice: User) -> None:
    site.stop()
    before = today.evaluate("Date.now()")
    stone(today).click()
    expect(today.get_by_text("not sent yet")).to_be_visible()
    (entry,) = entries(today)
    assert "csrf" not in str(entry)
    assert before <= entry["at"] <= today.evaluate("Date.now()")
    assert UUID(entry["id"])


def test_an_old_token_in_a_kept_page_is_renewed_without_asking(today: Page, alice: User) -> None:
    today.context.clear_cookies(name="csrftoken")
    stone(today).click()
    expect(stone(today)).to_have_attribute("aria-pressed", "true")
    expect(today.locator("#waiting")).to_be_hidden()
    assert states(alice) == ["done"]


def test_signed_out_the_entry_is_kept_and_another_person_never_sends_it(
    today: Page, site: Site, alice: User, charlie: User
) -> None:
    site.stop()
    stone(today).click()
    expect(today.get_by_text("not sent yet")).to_be_visible()
    site.start()
    session = today.context.cookies()
    today.context.clear_cookies()
    today.goto("/guide/")
    assert len(entries(today)) == 1

    sign_in(today, site, charlie)
    today.goto("/today/")
    flushed = today.evaluate("Outbox.flush()")
    assert (flushed["sent"], flushed["left"]) == ([], 0)
    expect(today.locator("#waiting")).to_be_hidden()
    assert len(entries(today)) == 1
    assert states(charlie) == states(alice) == []

    today.context.clear_cookies()
    today.context.add_cookies(session)  # type: ignore[arg-type]
    today.goto("/today/")
    expect(stone(today)).to_have_attribute("aria-pressed", "true")
    today.wait_for_timeout(300)
    assert entries(today) == []
    assert states(alice) == ["done"]


def test_an_answer_lost_after_the_write_is_not_recorded_twice(today: Page, site: Site, alice: User) -> None:
    stone(today).click()
    expect(stone(today)).to_have_attribute("aria-pressed", "true")
    received = Received.objects.for_user(alice).get()
    entry = HabitEntry.objects.for_user(alice).get()
    today.evaluate(
        """([id, user, url]) => Outbox.put({ id, user, url, key: 'k', at: Date.now(), body: 'state=done',
            type: 'application/x-www-form-urlencoded' })""",
        [
            str(received.key),
            today.locator("meta[name=who]").get_attribute("content"),
            today.locator("[data-key] form").get_attribute("action"),
        ],
    )
    assert today.evaluate("Outbox.flush()")["sent"] == ["k"]
    assert HabitEntry.objects.for_user(alice).get().recorded_at == entry.recorded_at


def test_two_tabs_that_flush_at_once_send_one_entry_once(today: Page, site: Site, alice: User) -> None:
    site.stop()
    stone(today).click()
    expect(today.get_by_text("not sent yet")).to_be_visible()
    site.start()
    other = today.context.new_page()
    other.goto("/offline/")
    sent = today.evaluate(
        "Promise.all([Outbox.flush(), Outbox.flush()]).then(all => all.flatMap(one => one.sent).length)"
    )
    assert sent <= 1
    other.reload()
    other.wait_for_timeout(300)
    assert entries(other) == []
    assert Received.objects.for_user(alice).count() == 1


def test_what_the_server_refuses_is_kept_and_shown_with_a_way_out(today: Page, site: Site, alice: User) -> None:
    site.stop()
    stone(today).click()
    expect(today.get_by_text("not sent yet")).to_be_visible()
    site.start()
    HabitEntry.objects.for_user(alice).delete()
    Habit.objects.for_user(alice).delete()
    today.goto("/offline/")
    expect(today.get_by_text("This could not be saved.")).to_be_visible()
    expect(today.get_by_text("done")).to_be_visible()
    today.get_by_role("button", name="Remove").click()
    expect(today.get_by_role("heading", name="Kept on this phone")).not_to_be_visible()
    until(today, "async () => (await Outbox.all()).length === 0")


def test_signing_out_says_what_is_not_sent_and_then_leaves_nothing_on_the_phone(
    today: Page, site: Site, alice: User
) -> None:
    assert today.evaluate("caches.match('/today/').then(found => !!found)")
    today.goto("/you/")
    today.locator("[data-sign-out] button").click()
    today.wait_for_url(lambda url: "/you/" not in url)
    assert today.evaluate("caches.match('/today/').then(found => !found)")
    assert entries(today) == []


def test_signing_out_asks_once_more_before_it_deletes_what_could_not_be_sent(today: Page, site: Site) -> None:
    today.goto("/you/")
    today.evaluate(
        """user => Outbox.put({ id: crypto.randomUUID(), user, url: '/log/x/', key: 'k', at: Date.now(), dead: 404,
            body: 'state=done', type: 'application/x-www-form-urlencoded' })""",
        today.locator("meta[name=who]").get_attribute("content"),
    )
    leave = today.locator("[data-sign-out] button")
    leave.click()
    expect(today.get_by_text("One entry is kept on this phone and could not be sent.")).to_be_visible()
    assert today.url == f"{site.url}/you/"
    leave.click()
    today.wait_for_url(lambda url: "/you/" not in url)
    assert entries(today) == []


def test_without_scripts_a_tap_without_a_network_is_kept_and_lands_on_today(
    today: Page, site: Site, alice: User
) -> None:
    scripts = today.context.new_cdp_session(today)
    scripts.send("Emulation.setScriptExecutionDisabled", {"value": True})
    today.goto("/day/" + yesterday(alice) + "/")
    site.stop()
    stone(today).click()
    today.wait_for_url(f"{site.url}/today/")
    scripts.send("Emulation.setScriptExecutionDisabled", {"value": False})
    today.reload()
    expect(today.get_by_role("link", name="One entry waits to be sent")).to_be_visible()


def test_without_scripts_a_tap_is_sent_by_the_worker_and_returns_to_the_page(
    today: Page, site: Site, alice: User
) -> None:
    scripts = today.context.new_cdp_session(today)
    scripts.send("Emulation.setScriptExecutionDisabled", {"value": True})
    today.goto("/today/")
    stone(today).click()
    today.wait_for_url(lambda url: url.startswith(f"{site.url}/today/"))
    expect(stone(today)).to_have_attribute("aria-pressed", "true")
    assert states(alice) == ["done"]


NO_STORE = "() => { Outbox.put = Outbox.del = () => Promise.reject(new Error('no store')); }"


def test_where_the_phone_keeps_nothing_a_tap_still_reaches_the_server(today: Page, site: Site, alice: User) -> None:
    (worker,) = today.context.service_workers
    worker.evaluate(NO_STORE)
    stone(today).click()
    expect(stone(today)).to_have_attribute("aria-pressed", "true")
    today.wait_for_timeout(300)
    assert states(alice) == ["done"]

    site.stop()
    stone(today).click()
    expect(today.get_by_text("That could not be saved.")).to_be_visible()
    expect(stone(today)).to_have_attribute("aria-pressed", "true")


def test_where_the_phone_keeps_nothing_a_tap_without_scripts_still_lands_on_today(today: Page, alice: User) -> None:
    (worker,) = today.context.service_workers
    scripts = today.context.new_cdp_session(today)
    scripts.send("Emulation.setScriptExecutionDisabled", {"value": True})
    today.goto("/today/")
    worker.evaluate(NO_STORE)
    stone(today).click()
    expect(stone(today)).to_have_attribute("aria-pressed", "true")
    assert states(alice) == ["done"]


def test_signed_out_a_tap_without_the_worker_leads_to_sign_in_with_the_whole_page(
    open_page: OpenPage, alice: User
) -> None:
    create_habit(user=alice, title="Walk, 15 minutes", times=(time(13, 10),))
    page = open_page(alice, service_workers="block")
    page.goto("/today/")
    page.context.clear_cookies(name="sessionid")
    stone(page).click()
    page.wait_for_url("**/accounts/login/?next=**")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert states(alice) == []


def test_a_tap_that_waits_for_signing_in_says_so_and_is_sent_after_it(today: Page, site: Site, alice: User) -> None:
    today.context.clear_cookies(name="sessionid")
    stone(today).click()
    way_in = today.get_by_role("link", name="One entry waits to be sent. Sign in, and it is sent.")
    expect(way_in).to_be_visible()
    assert states(alice) == []

    way_in.click()
    today.wait_for_url(f"{site.url}/accounts/login/")
    expect(way_in).to_be_visible()
    today.get_by_label("E-mail address").fill(alice.email)
    today.get_by_label("Password").fill("correct horse battery")
    today.get_by_role("button", name="Sign in", exact=True).click()
    today.wait_for_url(f"{site.url}/today/")
    expect(today.locator("#waiting")).to_be_hidden()
    assert states(alice) == ["done"]


def test_a_tap_that_waits_for_the_network_does_not_ask_to_sign_in(today: Page, site: Site) -> None:
    site.stop()
    stone(today).click()
    expect(today.locator("#waiting a")).to_have_text("One entry waits to be sent")
    expect(today.locator("#waiting a")).to_have_attribute("href", "/offline/")


def stone(page: Page) -> Locator:
    return page.get_by_role("button", name="Walk, 15 minutes")


def entries(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("Outbox.all()")
    return found


def states(person: User) -> list[str]:
    return [entry.state for entry in HabitEntry.objects.for_user(person)]


def yesterday(person: User) -> str:
    return (timezone.now().astimezone(person.tzinfo) - timedelta(days=1)).date().isoformat()


def sign_in(page: Page, site: Site, person: User) -> None:
    page.context.add_cookies([{"name": "sessionid", "value": session_of(person), "url": site.url}])
