"""The why-check and the fit checklist in a real browser: looks, one tap a question, no scripts, the back button."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from guide.catalogue.check import check
from guide.models import FitCheck, WhyCheck
from tests.browser.conftest import SCREENS, OpenPage, looks
from tests.factories.guide import create_fit_check, create_why_check
from tracker.models import AgendaLine

STUCK = {"r1a": 1, "r1b": 4, "r1c": 1, "r4a": 3, "r4b": 3, "r4c": 3, "r7a": 3}
UNREAD = 400  # milliseconds in which a tap on a new page is the second of a double tap


def tap(page: Page, word: str) -> None:
    page.wait_for_load_state()
    page.wait_for_timeout(UNREAD)
    page.get_by_role("button", name=word, exact=True).click()


def at(page: Page, number: int) -> None:
    expect(page.get_by_text(f"{number} of 22")).to_be_visible()


def go_through(page: Page, tapped: Callable[[int, str], None] | None = None) -> None:
    """From the first question to the result; STUCK, and nothing else weighs."""
    for number, item in enumerate(check().items, 1):
        at(page, number)
        word = check().words[STUCK.get(item.id, 4 if item.reversed else 0)]
        (tapped or (lambda _number, word: tap(page, word)))(number, word)
    page.wait_for_url("**/guide/check/result/")


def tall(page: Page, screen: str) -> None:
    """As in one tall window: where the tab bar sticks over a row, axe takes the visible part for all of it."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({**SCREENS[screen], "height": max(height, SCREENS[screen]["height"])})


@looks
def test_every_page_of_the_check_can_be_read_by_everybody(
    open_page: OpenPage,
    alice: User,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    screen: str,
    scheme: str,
) -> None:
    def look(page: Page, name: str) -> None:
        shot(page, f"check-{name}-{screen}-{scheme}")
        tall(page, screen)
        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        page.set_viewport_size(SCREENS[screen])

    out: Page = open_page(None, screen, scheme)
    out.goto("/guide/check/")
    look(out, "intro")
    out.get_by_role("link", name="Begin").click()
    tap(out, "Mostly")
    at(out, 2)
    out.get_by_role("link", name="Back").click()
    at(out, 1)
    look(out, "question")
    out.goto("/guide/check/r5c/")
    look(out, "question-medicine")
    out.goto("/guide/check/")
    look(out, "intro-begun")
    out.get_by_role("link", name="Go on").click()
    tap(out, "Completely")
    at(out, 3)
    out.get_by_role("button", name="See the result now").click()
    out.wait_for_url("**/guide/check/result/")
    look(out, "result-signed-out")

    now = timezone.now()
    create_why_check(user=alice, at=now - timedelta(days=35), **STUCK)
    create_why_check(user=alice, at=now, r6a=3, r6b=3, r6c=4, r4a=4, r4b=3, r4c=1, r7a=3, r5c=3)
    page: Page = open_page(alice, screen, scheme)
    page.goto("/guide/check/result/")
    look(page, "result-changed")
    for folded in page.locator("summary").all():
        folded.click()
    look(page, "result-changed-open")
    page.goto("/guide/check/")
    look(page, "intro-signed-in")


@looks
def test_every_page_of_the_checklist_can_be_read_by_everybody(
    open_page: OpenPage,
    alice: User,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    screen: str,
    scheme: str,
) -> None:
    def look(page: Page, name: str) -> None:
        shot(page, f"fit-{name}-{screen}-{scheme}")
        tall(page, screen)
        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        page.set_viewport_size(SCREENS[screen])

    out: Page = open_page(None, screen, scheme)
    out.goto("/guide/fit/")
    look(out, "form")
    out.get_by_role("button", name="See what follows").click()
    look(out, "refused")
    out.get_by_role("group", name="We have realistic goals").get_by_text("No", exact=True).click()
    out.get_by_role("group", name="They ask how").get_by_text("No", exact=True).click()
    out.get_by_role("button", name="See what follows").click()
    expect(out.get_by_role("heading", level=1)).to_have_text("Raise it first")
    look(out, "raise")
    out.get_by_role("link", name="Change an answer").click()
    out.get_by_text("Sharing my secrets").click()
    out.get_by_role("button", name="See what follows").click()
    expect(out.get_by_role("heading", level=1)).to_have_text("This isn’t about fit")
    look(out, "red-flag")

    now = timezone.now()
    create_fit_check(user=alice, at=now - timedelta(days=35), about="Hannah", f1="no", f2="no", f3="not_sure")
    shown = create_fit_check(user=alice, at=now, about="Hannah", f1="partly")
    page: Page = open_page(alice, screen, scheme)
    page.goto(f"/guide/fit/{shown.pk}/")
    look(page, "changed")
    page.goto("/guide/fit/")
    look(page, "signed-in")


@pytest.mark.parametrize("path", ["/guide/check/", "/guide/check/r7a/", "/guide/check/result/", "/guide/fit/"])
def test_nothing_leaves_the_smallest_screen(open_page: OpenPage, alice: User, path: str) -> None:
    create_why_check(user=alice, at=timezone.now() - timedelta(days=35), **STUCK)
    create_why_check(user=alice, at=timezone.now(), r6a=4, r6b=4, r4a=4, r4b=4, r4c=4)
    page = open_page(alice, viewport={"width": 320, "height": 640})
    page.goto(path)
    for folded in page.locator("summary").all():
        folded.click()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("scripts", [True, False])
def test_three_minutes_without_an_account_one_tap_a_question(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(None, scripts=scripts)
    page.goto("/guide/check/")
    page.get_by_role("link", name="Begin").click()
    go_through(page)
    expect(page.get_by_role("heading", name="The approach may not fit")).to_be_visible()
    expect(page.get_by_text("If someone is hurting you")).to_be_visible()
    assert page.title() == "Turnstone"
    page.reload()  # nothing is sent again, and nothing asked
    expect(page.get_by_role("heading", name="Hard to be open")).to_be_visible()


def test_it_is_answered_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(None)
    page.goto("/guide/check/r1a/")

    def press(number: int, word: str) -> None:
        """The question has the focus, so that it is read out; the answers are the next stops."""
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        for _stop in range(check().words.index(word) + 1):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")

    go_through(page, press)
    expect(page.get_by_role("heading", name="The approach may not fit")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("signed_in", [True, False])
def test_the_back_button_shows_what_was_answered_and_another_answer_takes_its_place(
    open_page: OpenPage, alice: User, scripts: bool, signed_in: bool
) -> None:
    page = open_page(alice if signed_in else None, scripts=scripts)
    page.goto("/guide/check/r1a/")
    tap(page, "Mostly")
    at(page, 2)
    tap(page, "Leave this out")
    at(page, 3)
    page.go_back()
    at(page, 2)
    expect(page.get_by_text("You left this out.")).to_be_visible()
    page.go_back()
    at(page, 1)
    expect(page.locator("[aria-current=true]").filter(has_text="Your answer")).to_contain_text("Mostly")
    tap(page, "Not at all")
    at(page, 2)
    page.get_by_role("link", name="Back").click()
    expect(page.locator("[aria-current=true]").filter(has_text="Your answer")).to_contain_text("Not at all")


def test_a_double_tap_answers_one_question(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice)
    page.goto("/guide/check/r1a/")
    page.add_init_script(  # the second tap lands on the next page, as soon as that is there
        "addEventListener('load', () => document.querySelector('[name=answer]')"
        ".dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 2 })))"
    )
    tap(page, "Mostly")
    at(page, 2)
    page.wait_for_load_state()
    page.wait_for_timeout(UNREAD)
    at(page, 2)
    assert WhyCheck.objects.for_user(alice).get().answers == {"r1a": 3}
    page.get_by_role("button", name="Mostly", exact=True).dblclick()
    at(page, 3)
    assert WhyCheck.objects.for_user(alice).get().answers == {"r1a": 3, "r1b": 3}


@pytest.mark.parametrize("signed_in", [True, False])
def test_two_tabs_answer_one_check(open_page: OpenPage, alice: User, signed_in: bool) -> None:
    first = open_page(alice if signed_in else None)
    first.goto("/guide/check/r1a/")
    second = first.context.new_page()
    second.goto("/guide/check/r1b/")
    tap(second, "Completely")
    at(second, 3)
    tap(first, "Not at all")
    at(first, 2)
    expect(first.locator("[aria-current=true]").filter(has_text="Your answer")).to_contain_text("Completely")
    first.get_by_role("button", name="See the result now").click()
    expect(first.get_by_role("heading", name="The approach may not fit")).to_be_visible()
    tap(second, "Not at all")  # the other tab goes on, and its answer goes into the same check
    at(second, 4)
    second.get_by_role("button", name="See the result now").click()
    second.get_by_text("All your answers").click()
    expect(second.locator("dl.answers > div").nth(2)).to_contain_text("Not at all")
    assert WhyCheck.objects.filter(finished_at__isnull=False).count() == int(signed_in)


def test_answers_go_through_the_door_and_are_kept(open_page: OpenPage) -> None:
    page = open_page(None)
    page.goto("/guide/check/r1a/")
    tap(page, "Not at all")
    tap(page, "Completely")
    at(page, 3)
    page.get_by_role("button", name="See the result now").click()
    page.get_by_role("link", name="Keep these answers").click()
    page.get_by_label("E-mail address").fill("dora@example.org")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Six digits").wait_for()
    page.get_by_label("Six digits").fill(re.findall(r"^\d{6}$", str(mail.outbox[-1].body), re.MULTILINE)[-1])
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/guide/check/keep/")
    page.get_by_role("button", name="Keep them").click()
    page.wait_for_url("**/guide/check/result/")
    expect(page.get_by_role("heading", name="The approach may not fit")).to_be_visible()
    kept = WhyCheck.objects.get()
    assert (kept.user.email, kept.answers) == ("dora@example.org", {"r1a": 0, "r1b": 4})
    assert "check" not in {cookie["name"] for cookie in page.context.cookies()}


def test_words_go_onto_the_list_and_the_result_stays(open_page: OpenPage, alice: User) -> None:
    create_why_check(user=alice, at=timezone.now(), **STUCK)
    page = open_page(alice)
    page.goto("/guide/check/result/")
    page.get_by_role("button", name="Add to my list").first.click()
    expect(page.get_by_text("Added to your list.").first).to_be_visible()
    page.wait_for_url("**/guide/check/result/")
    line = AgendaLine.objects.for_user(alice).get()
    assert line.text == "I feel stuck in the same place, session after session. Could we look at why?"


def test_words_are_copied(open_page: OpenPage) -> None:
    page = open_page(None, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/guide/check/r1a/")
    tap(page, "Not at all")
    tap(page, "Completely")
    at(page, 3)
    page.get_by_role("button", name="See the result now").click()
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("button", name="Copied").first).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == (
        "I don’t see yet how the way we work fits my problem. Could you explain it to me?"
    )


@pytest.mark.parametrize("scripts", [True, False])
def test_the_checklist_is_filled_in_reloaded_and_changed(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(None, scripts=scripts)
    page.goto("/guide/fit/")
    page.get_by_role("group", name="I can disagree with them.").get_by_role("radio", name="No", exact=True).press(
        "Space"
    )
    page.get_by_role("button", name="See what follows").press("Enter")
    page.wait_for_url("**/guide/fit/result/")
    expect(page.get_by_text("I find it hard to disagree with you.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not being sure is worth a question")
    page.go_back()
    page.get_by_role("checkbox", name="Ignoring that I’m in danger").press("Space")
    page.get_by_role("button", name="See what follows").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("This isn’t about fit")
    page.get_by_role("link", name="What you can do now").click()
    page.wait_for_url("**/guide/red-flags/")


def test_sending_the_checklist_twice_keeps_it_once(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice)
    page.goto("/guide/fit/")
    page.get_by_role("group", name="I can disagree with them.").get_by_text("Yes", exact=True).click()
    page.get_by_role("button", name="See what follows").dblclick()
    page.wait_for_url(re.compile(r"/guide/fit/[0-9a-f-]{36}/$"))
    page.go_back()
    page.get_by_role("group", name="I can disagree with them.").get_by_text("No", exact=True).click()
    page.get_by_role("button", name="See what follows").click()
    page.wait_for_url(re.compile(r"/guide/fit/[0-9a-f-]{36}/$"))
    expect(page.get_by_text("I find it hard to disagree with you.")).to_be_visible()
    assert FitCheck.objects.for_user(alice).get().answers == {"f6": "no"}


def test_the_worker_keeps_nothing_of_it(open_app: OpenPage, alice: User) -> None:
    create_why_check(user=alice, at=timezone.now(), **STUCK)
    page = open_app(alice)
    page.goto("/today/")
    page.wait_for_function("() => navigator.serviceWorker.controller?.state === 'activated'")
    for path in ("/guide/check/", "/guide/check/r1a/", "/guide/check/result/", "/guide/fit/"):
        page.goto(path)
    kept = page.evaluate(
        "(async () => (await Promise.all((await caches.keys()).map(async n =>"
        " (await (await caches.open(n)).keys()).map(r => new URL(r.url).pathname)))).flat())()"
    )
    assert not [path for path in kept if path.startswith(("/guide/check", "/guide/fit"))]
