"""Sharing a summary, from choosing what is on it to its page going dark, in two browsers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from accounts.models import User
from sharing.models import Share
from tests.browser.conftest import SCREENS, OpenPage, looks
from tests.browser.site import Site
from tests.factories.sharing import create_draft, create_line, create_share
from tests.factories.tracker import create_goal, create_habit, create_medicine
from tracker.demo import fill
from tracker.progress import SECTIONS

WORDS = "I’ve been thinking of stopping, partly because of the night sweats."
KEPT_BACK = "canary: only for me"
TABLES_FIT = "[...document.querySelectorAll('.scroll')].every(box => box.scrollWidth <= box.clientWidth)"
PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b(?!s)")


@pytest.fixture(autouse=True)
def here(site: Site, settings: Settings) -> None:
    settings.SITE_URL = site.url


@pytest.fixture
def record(alice: User) -> None:
    """Four weeks of a little of everything."""
    since = timezone.now() - timedelta(weeks=4)
    create_line(user=alice, text=WORDS)
    create_line(user=alice, text="Can we look at the plan for the next weeks?", position=1)
    create_line(user=alice, text=KEPT_BACK, private=True, position=2)
    create_goal(user=alice)
    create_medicine(user=alice, since=since)
    create_habit(user=alice, since=since)
    create_habit(user=alice, title="Ring somebody", times=(time(11),), weekdays=(0, 3), since=since)


@pytest.mark.usefixtures("record")
def test_a_summary_is_chosen_seen_first_opened_elsewhere_without_scripts_and_turned_off(
    open_page: OpenPage, site: Site, alice: User
) -> None:
    page = open_page(alice)
    page.goto("/session/")
    page.locator("main").get_by_role("link", name="Share").click()
    expect(page.get_by_label("What I want to say")).to_be_checked()
    for part in ("Goals and milestones", "Medicine", "Habits"):
        expect(page.get_by_label(part)).not_to_be_checked()
    page.get_by_label("Medicine").check()
    page.get_by_label("Who it’s for").fill("Hannah")
    page.get_by_role("button", name="See what they will see").click()
    seen = page.locator(".panel.doc").inner_text()
    assert WORDS in seen
    assert "Sertraline" in seen
    assert "Walk for ten minutes" not in seen
    assert KEPT_BACK not in page.content()
    assert not Share.objects.for_user(alice).made().exists()

    page.get_by_text("24 hours").click()
    page.get_by_role("button", name="Make the link").click()
    address, passcode = page.get_by_label("Link").input_value(), page.locator(".code").inner_text()
    assert re.fullmatch(rf"{re.escape(site.url)}/s/[\w-]{{43}}/", address)

    theirs = open_page(None, "desktop", scripts=False)
    theirs.goto(address)
    wrong = "000 000" if passcode != "000 000" else "111 111"
    for typed, sentence in (("12", "A passcode has six digits."), (wrong, "That isn’t the passcode.")):
        theirs.get_by_label("Passcode").fill(typed)
        theirs.get_by_role("button", name="Open the summary").click()
        expect(theirs.locator("p.err")).to_contain_text(sentence)
    assert WORDS not in theirs.content()
    theirs.get_by_label("Passcode").fill(passcode)
    theirs.get_by_label("Passcode").press("Enter")
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Progress summary")
    assert theirs.locator("main").inner_text().strip() == seen.strip()
    theirs.reload()
    expect(theirs.get_by_text(WORDS)).to_be_visible()

    page.get_by_role("link", name="See your links").click()
    expect(page.get_by_text("Opened once, on")).to_be_visible()
    page.get_by_role("button", name="Turn off Hannah").click()
    expect(page.get_by_text("The link is off. Nobody can open it any more.").last).to_be_visible()
    expect(page.get_by_text("You turned it off on")).to_be_visible()
    answer = theirs.reload()
    assert answer is not None
    assert answer.status == 404
    assert WORDS not in theirs.content()
    assert theirs.goto(address).status == 404  # type: ignore[union-attr]


def test_the_link_is_copied_by_a_button(open_page: OpenPage, alice: User) -> None:
    page = _made(open_page, alice, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    expect(page.locator("#say")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("Link").input_value()


def test_where_copying_is_not_allowed_the_link_is_selected_to_copy_by_hand(open_page: OpenPage, alice: User) -> None:
    page = _made(open_page, alice)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')) }")
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_label("Link")).to_be_focused()
    assert page.evaluate("getSelection().toString()") == page.get_by_label("Link").input_value()


def test_without_scripts_nothing_is_offered_that_needs_them(open_page: OpenPage, alice: User) -> None:
    page = _made(open_page, alice, scripts=False)
    expect(page.get_by_role("button", name="Copy the link")).to_be_hidden()
    theirs = _opened(open_page, alice, scripts=False)
    expect(theirs.get_by_role("button", name="Print or save PDF")).to_be_hidden()


@pytest.mark.parametrize(("days", "scheme"), [(14, "light"), (28, "dark"), (112, "light")])
def test_a_full_record_prints_on_one_page_of_a4_black_on_white(
    open_page: OpenPage, alice: User, days: int, scheme: str
) -> None:
    fill(user_id=alice.pk, now=timezone.now())
    page = _opened(open_page, alice, screen="desktop", scheme=scheme, days=days)
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(PAGE_OF_PDF.findall(printed)) == 1
    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    expect(page.get_by_role("button", name="Print or save PDF")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )
    lightness = page.evaluate(
        "getComputedStyle(document.querySelector('.saylist li')).color.match(/oklch\\(([\\d.]+)/)[1]"
    )
    assert float(lightness) < 0.4
    page.set_viewport_size({"width": 680, "height": 900})  # the width of A4 within its margins
    assert page.evaluate(TABLES_FIT)


def test_the_print_button_prints(open_page: OpenPage, alice: User) -> None:
    page = _opened(open_page, alice)
    page.evaluate("globalThis.print = () => { document.title = 'printed' }")
    page.get_by_role("button", name="Print or save PDF").click()
    expect(page).to_have_title("printed")


@looks
@pytest.mark.usefixtures("record")
def test_every_page_of_the_person_reads_well_everywhere(
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    alice: User,
    screen: str,
    scheme: str,
) -> None:
    page = open_page(alice, screen, scheme)

    def look(name: str, heading: str) -> None:
        expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        shot(page, f"sharing-{name}-{screen}-{scheme}")
        assert _objections(page, axe) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    page.goto("/session/shares/")
    look("list-empty", "Shared summaries")
    for days in (0, 2, 9):
        create_share(user=alice, now=timezone.now() - timedelta(days=days))
    page.goto("/session/share/")
    look("new", "Share a summary")
    page.get_by_label("What I want to say").uncheck()
    page.get_by_role("button", name="See what they will see").click()
    expect(page.locator("p.err")).to_have_text("Choose at least one part to share.")
    look("new-error", "Share a summary")
    for part in ("What I want to say", "Goals and milestones", "Medicine", "Habits"):
        page.get_by_label(part).check()
    page.get_by_label("What to call you on it").fill("Rosa M.")
    page.get_by_label("Who it’s for").fill("Hannah Brandt")
    page.get_by_role("button", name="See what they will see").click()
    look("preview", "Progress summary: Rosa M.")
    assert page.evaluate(TABLES_FIT)
    page.get_by_role("button", name="Make the link").click()
    look("made", "The link is ready")
    page.get_by_role("link", name="See your links").click()
    look("list", "Shared summaries")


@looks
@pytest.mark.usefixtures("record")
def test_every_page_of_the_reader_reads_well_everywhere(
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    alice: User,
    screen: str,
    scheme: str,
) -> None:
    page = open_page(None, screen, scheme)

    def look(name: str, heading: str) -> None:
        expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        shot(page, f"sharing-{name}-{screen}-{scheme}")
        assert _objections(page, axe) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    bare = create_share(user=alice, now=timezone.now(), with_passcode=False)
    page.goto(bare.path)
    look("gate-open", "A summary was shared with you")
    share = create_share(user=alice, now=timezone.now(), sections=SECTIONS)
    page.goto(share.path)
    look("gate", "A summary was shared with you")
    page.get_by_label("Passcode").fill("1")
    page.get_by_role("button", name="Open the summary").click()
    expect(page.locator("p.err")).to_be_visible()
    look("gate-error", "A summary was shared with you")
    page.get_by_label("Passcode").fill(share.passcode)
    page.get_by_role("button", name="Open the summary").click()
    look("summary", "Progress summary: Rosa")
    assert page.evaluate(TABLES_FIT)
    Share.objects.filter(pk=share.share_id).update(revoked_at=timezone.now())
    page.reload()
    look("closed", "This link opens nothing now")


def _objections(page: Page, axe: Callable[[Page], list[str]]) -> list[str]:
    """In one tall window: a button half under the tabs is whole once the page is moved."""
    size = page.viewport_size or SCREENS["phone"]
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    found = axe(page)
    page.set_viewport_size(size)
    return found


def _made(open_page: OpenPage, person: User, **more: object) -> Page:
    """The page that shows a new link."""
    draft = create_draft(user=person, now=timezone.now())
    page = open_page(person, **more)
    page.goto(f"/session/share/{draft.pk}/")
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_role("heading", name="The link is ready")).to_be_visible()
    return page


def _opened(open_page: OpenPage, person: User, days: int = 28, **more: object) -> Page:
    """A summary of everything, as its reader has it."""
    share = create_share(user=person, now=timezone.now(), sections=SECTIONS, days=days)
    page = open_page(None, **more)
    page.goto(share.path)
    page.get_by_label("Passcode").fill(share.passcode)
    page.get_by_role("button", name="Open the summary").click()
    expect(page.get_by_role("heading", name="Progress summary", level=1)).to_be_visible()
    return page
