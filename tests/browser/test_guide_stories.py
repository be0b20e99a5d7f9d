"""Readers' stories in a real browser: how they look, by keyboard, without script, in two tabs, with hasty taps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts.models import User
from guide.models import Story, StoryMark
from tests.browser.conftest import OpenPage, looks
from tests.factories.accounts import create_user
from tests.factories.guide import create_story

LIST, WRITE, MINE = "/guide/stories/", "/guide/stories/write/", "/guide/stories/mine/"
TEXT = "I told her that I felt stuck. We made a plan, and it helped."
REFUSED = "See https://blog.example or ring 07700 900123."


@pytest.fixture
def stories(alice: User, charlie: User) -> dict[str, Story]:
    """One of alice's at each place in its life, and one of charlie's on the page."""
    draft, returned = Story.State.DRAFT, Story.State.RETURNED
    made = {
        "shown": create_story(user=alice),
        "draft": create_story(user=alice, state=draft, sent_at=None),
        "refused": create_story(user=alice, state=draft, sent_at=None, text=REFUSED, pseudonym="alice"),
        "help": create_story(user=alice, state=draft, sent_at=None, text="Before that I wanted to die. He beats me."),
        "heavy": create_story(user=alice, state=draft, sent_at=None, text="It felt hopeless."),
        "returned": create_story(user=alice, state=returned, reply="Please leave out the clinic."),
        "other": create_story(user=charlie, pseudonym="Wren", text=TEXT),
    }
    StoryMark.objects.create(user=alice, story=made["other"], kind=StoryMark.Kind.HELPED)
    return made


def address(name: str, stories: dict[str, Story]) -> str:
    plain = {"list": LIST, "write": WRITE, "mine": MINE}
    if name in plain:
        return plain[name]
    story, _, page = name.partition("-")
    return f"{LIST}{stories[story].pk}/{page + '/' if page else ''}"


@looks
@pytest.mark.parametrize(
    "name",
    [
        *("list", "write", "mine", "draft", "refused", "help", "heavy", "returned", "shown"),
        *("shown-edit", "draft-delete"),
    ],
)
def test_every_page_reads_well_everywhere(
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    alice: User,
    stories: dict[str, Story],
    name: str,
    screen: str,
    scheme: str,
) -> None:
    page = open_page(alice, screen, scheme)
    page.goto(address(name, stories))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    shot(page, f"stories-{name}-{screen}-{scheme}")
    unroll(page)
    assert axe(page) == []


@looks
def test_the_page_of_a_reader_without_an_account_reads_well_everywhere(
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    stories: dict[str, Story],
    screen: str,
    scheme: str,
) -> None:
    page = open_page(None, screen, scheme)
    page.goto(LIST)
    expect(page.get_by_role("article", name="Wren")).to_contain_text(TEXT)
    shot(page, f"stories-signed-out-{screen}-{scheme}")
    unroll(page)
    assert axe(page) == []


@looks
@pytest.mark.parametrize("name", ["desk", "story"])
def test_the_moderators_pages_read_well_everywhere(
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    stories: dict[str, Story],
    name: str,
    screen: str,
    scheme: str,
) -> None:
    page = open_page(moderator(), screen, scheme)
    page.goto("/staff/guide/story/" + (f"{stories['other'].pk}/change/" if name == "story" else ""))
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    shot(page, f"stories-{name}-{screen}-{scheme}")
    assert axe(page) == []


@pytest.mark.parametrize("name", ["list", "write", "mine", "draft", "refused", "help"])
def test_nothing_leaves_the_smallest_screen(
    open_page: OpenPage, alice: User, stories: dict[str, Story], name: str
) -> None:
    page = open_page(alice, viewport={"width": 320, "height": 640})
    page.goto(address(name, stories))
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("scripts", [True, False])
def test_a_story_goes_from_a_person_to_a_moderator_to_a_reader(open_page: OpenPage, alice: User, scripts: bool) -> None:
    page = open_page(alice, scripts=scripts)
    page.goto(LIST)
    page.get_by_role("link", name="Write your story").click()
    page.get_by_label("A name for this story").fill("Heron")
    page.get_by_label("Your story").fill(TEXT)
    page.get_by_role("button", name="See how it would look").click()
    expect(page.get_by_role("heading", name="As readers would see it")).to_be_visible()
    page.get_by_role("button", name="Send it to a moderator").click()
    expect(page.get_by_text("Waiting to be read by a moderator")).to_be_visible()

    desk = open_page(moderator(), scripts=scripts)
    desk.goto("/staff/guide/story/")
    desk.get_by_role("link", name=str(Story.objects.get().pk)[:8]).click()
    expect(desk.get_by_text(TEXT)).to_be_visible()
    desk.get_by_role("button", name="Show it to readers").click()
    expect(desk.get_by_text("Shown to readers.")).to_be_visible()

    reader = open_page(None, scripts=scripts)
    reader.goto(LIST)
    expect(reader.get_by_text(TEXT)).to_be_visible()
    page.goto(MINE)
    page.get_by_role("link", name="Heron").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Taken back by you")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text("No story stands here yet.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Shown to readers")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_words_that_call_for_help_lead_to_a_number_first(open_page: OpenPage, alice: User, scripts: bool) -> None:
    page = open_page(alice, scripts=scripts)
    page.goto(WRITE)
    page.get_by_label("A name for this story").fill("Heron")
    page.get_by_label("Your story").fill("I wanted to kill myself")
    page.get_by_role("button", name="See how it would look").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Help comes first")
    call = page.get_by_role("main").get_by_role("link").first
    expect(call).to_have_attribute("href", "tel:999")
    expect(call).to_be_in_viewport()
    page.get_by_role("link", name="Change my story").click()
    expect(page.get_by_label("Your story")).to_have_value("I wanted to kill myself")
    assert Story.objects.get().state == Story.State.DRAFT


def test_everything_is_done_with_the_keyboard_alone(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice)
    page.goto(WRITE)
    page.get_by_label("A name for this story").focus()
    page.keyboard.type("Heron")
    page.keyboard.press("Tab")
    page.keyboard.type(TEXT)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "See how it would look"
    page.keyboard.press("Enter")
    send = page.get_by_role("button", name="Send it to a moderator")
    send.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Waiting to be read by a moderator")).to_be_visible()


def test_a_refused_story_says_why_where_the_eyes_and_a_reader_are(
    open_page: OpenPage, alice: User, stories: dict[str, Story]
) -> None:
    page = open_page(alice)
    page.goto(address("refused", stories))
    said = page.get_by_role("alert").filter(has_text="Not sent yet")
    expect(said).to_be_in_viewport()
    expect(said.get_by_role("listitem")).to_have_count(3)
    expect(page.get_by_role("button", name="Send")).to_have_count(0)


def test_two_tabs_with_one_story_lose_nothing_without_a_word(
    open_page: OpenPage, alice: User, stories: dict[str, Story]
) -> None:
    first = open_page(alice)
    second = first.context.new_page()
    for tab in (first, second):
        tab.goto(address("draft-edit", stories))
    first.get_by_label("Your story").fill("From the first")
    first.get_by_role("button", name="Keep it as a draft").click()
    expect(first.get_by_text("Kept as your draft.")).to_be_visible()
    second.get_by_label("Your story").fill("From the second")
    second.get_by_role("button", name="Keep it as a draft").click()
    expect(second.get_by_text("There is a newer version of this story.")).to_be_visible()
    expect(second.get_by_label("Your story")).to_have_value("From the second")
    assert Story.objects.get(pk=stories["draft"].pk).text == "From the first"
    second.get_by_role("button", name="Keep it as a draft").click()
    expect(second.get_by_text("Kept as your draft.")).to_be_visible()
    assert Story.objects.get(pk=stories["draft"].pk).text == "From the second"


@pytest.mark.parametrize("scripts", [True, False])
def test_hasty_taps_do_a_thing_once(open_page: OpenPage, alice: User, stories: dict[str, Story], scripts: bool) -> None:
    page = open_page(alice, scripts=scripts)
    page.goto(WRITE)
    page.get_by_label("A name for this story").fill("Curlew")
    page.get_by_label("Your story").fill(TEXT)
    page.get_by_role("button", name="See how it would look").dblclick()
    expect(page.get_by_role("heading", name="As readers would see it")).to_be_visible()
    page.get_by_role("button", name="Send it to a moderator").dblclick()
    expect(page.get_by_role("heading", name="My stories")).to_be_visible()
    assert [story.state for story in Story.objects.for_user(alice) if story.pseudonym == "Curlew"] == ["waiting"]
    page.goto(LIST)
    page.get_by_role("article", name="Wren").get_by_role("button", name="This helped").dblclick()
    expect(page.get_by_role("article", name="Wren").get_by_role("button", name="This helped")).to_have_attribute(
        "aria-pressed", "false"
    )
    page.get_by_role("article", name="Wren").get_by_role("button", name="Report").dblclick()
    expect(page.get_by_text("You reported this.")).to_be_visible()
    assert StoryMark.objects.for_user(alice).count() == 1


def test_a_tap_on_this_helped_stays_at_its_story(
    open_page: OpenPage, charlie: User, alice: User, stories: dict[str, Story]
) -> None:
    for _ in range(8):
        create_story(user=alice, text=TEXT * 8)
    page = open_page(charlie)
    page.goto(LIST)
    last = page.get_by_role("button", name="This helped").last
    last.click()
    expect(page.locator(".story:target")).to_be_in_viewport()
    expect(page.locator(".story:target").get_by_role("button", name="This helped")).to_have_attribute(
        "aria-pressed", "true"
    )


def unroll(page: Page) -> None:
    """As in one tall window: what the tab bar happens to lie over at the moment is no smaller for it."""
    size = page.viewport_size
    assert size
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height + 100)})


def moderator() -> User:
    person = create_user(email="moderator@example.org")
    call_command("moderator", person.email, verbosity=0)
    return person
