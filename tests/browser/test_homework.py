"""Homework and the pages around a session, in a real browser: both themes, without script, without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.conftest import CONTROLLED, OpenPage, looks, until
from tests.browser.test_today import whole
from tests.factories.tracker import create_carer, create_homework, create_session
from tracker.actions.sessions import add_line
from tracker.models import Appointment, Homework, HomeworkEntry

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=True):
        yield


@pytest.fixture
def homework(alice: User) -> Homework:
    return create_homework(
        user=alice, due=date(2026, 11, 5), why="To see it from two sides", when_and_where="After dinner, kitchen"
    )


@pytest.fixture
def session(alice: User, now: datetime) -> Appointment:
    """It was yesterday, with something on the list before it."""
    with time_machine.travel(now - timedelta(days=3), tick=False):
        add_line(user_id=alice.pk, text="Something on the list", origin="own")
    carer = create_carer(user=alice, phone="01632 960117")
    return create_session(user=alice, at=now - timedelta(hours=26), carer=carer, place="By video")


@looks
def test_the_pages_look_as_drawn(
    alice: User,
    homework: Homework,
    session: Appointment,
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    screen: str,
    scheme: str,
) -> None:
    page = open_page(alice, screen, scheme)

    def see(name: str) -> None:
        shot(page, f"{name}-{screen}-{scheme}")
        whole(page)
        assert axe(page) == [], name

    page.goto(f"/plan/homework/{homework.pk}/")
    page.get_by_role("button", name="Not done").click()
    page.get_by_role("button", name="I forgot").click()
    expect(page.get_by_text("Could we tie it to something I do anyway?")).to_be_visible()
    see("homework")
    for name, path in {
        "homework-new": "/plan/homework/new/?like=1",
        "session": "/session/",
        "care-team": "/session/care-team/",
        "words": "/session/say/",
        "say": "/session/say/therapist-scores/",
    }.items():
        page.goto(path)
        see(name)
    page.goto("/session/")
    page.get_by_role("button", name="I went").click()
    see("session-past")
    page.get_by_role("link", name="Four short questions about the session").click()
    see("session-check")


@pytest.mark.parametrize("scripts", [True, False])
def test_done_is_one_tap_and_a_line_about_it_one_more(
    alice: User, homework: Homework, open_page: OpenPage, scripts: bool
) -> None:
    page = open_page(alice, scripts=scripts)
    page.goto(f"/plan/homework/{homework.pk}/")
    page.get_by_role("button", name="Done", exact=True).click()
    done = page.locator('button[aria-pressed="true"]')
    expect(done).to_have_count(1)
    page.get_by_label("A line about it, if you like").fill("Easier than I thought")
    with page.expect_response(lambda response: "/log/homework/" in response.url):
        page.get_by_role("button", name="Keep this line").last.click()
    expect(page.get_by_label("A line about it, if you like")).to_have_value("Easier than I thought")
    page.reload()
    expect(page.get_by_label("A line about it, if you like")).to_have_value("Easier than I thought")
    page.get_by_role("button", name="Undo").click()
    expect(done).to_have_count(0)


def test_without_a_network_it_waits_and_is_sent_once(alice: User, homework: Homework, open_page: OpenPage) -> None:
    page = open_page(alice)
    page.goto(f"/plan/homework/{homework.pk}/")
    until(page, CONTROLLED)
    page.context.set_offline(True)
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_text("Waiting to be sent")).to_be_visible()
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Waiting to be sent")).to_be_hidden(timeout=20_000)
    assert HomeworkEntry.objects.for_user(alice).get().state == "done"


@pytest.mark.parametrize("scripts", [True, False])
def test_after_a_session_all_of_it_is_a_few_taps(
    alice: User, session: Appointment, open_page: OpenPage, scripts: bool
) -> None:
    page = open_page(alice, scripts=scripts)
    page.goto("/session/")
    page.get_by_role("button", name="I went").click()
    page.get_by_label("Something on the list").check()
    page.get_by_role("button", name="These were said").click()
    expect(page.get_by_text("1 line is off your list.")).to_be_visible()
    page.get_by_role("link", name="Four short questions about the session").click()
    for group in page.get_by_role("group").filter(has=page.get_by_text("Mostly")).all():
        group.get_by_text("Mostly").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("There is something here to build on.")).to_be_visible()
    page.goto("/session/")
    page.get_by_role("button", name="Add to my list").first.click()
    expect(page.get_by_text("Could I have something small to practise before next time?")).to_be_visible()
    expect(page.get_by_role("button", name="Not now")).to_have_count(0)
