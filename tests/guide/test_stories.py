"""Readers' stories, as writers and readers meet them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.actions import people
from accounts.models import PersonKey, User
from guide.models import Story, StoryMark
from tests.factories.accounts import create_user
from tests.factories.guide import create_story
from tests.guide.reading import blocks

pytestmark = pytest.mark.django_db

LIST, WRITE, MINE = "/guide/stories/", "/guide/stories/write/", "/guide/stories/mine/"
TEXT = "I told her that I felt stuck. We made a plan, and it helped."
STORIES_ADDRESSES = [
    (name, [] if name.startswith("stories") else [uuid.UUID(int=7)])
    for name in (
        *("stories", "stories_write", "stories_mine", "story", "story_edit", "story_withdraw", "story_restore"),
        *("story_delete", "story_helped", "story_report", "story_unreport"),
    )
]


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller
    cache.clear()


def text_of(response: Any) -> str:
    return " ".join(blocks(response.content.decode()))


def fields_of(response: Any, button: str = "") -> dict[str, str]:
    """What the form on a page would send, with what was typed before."""
    html = response.content.decode()
    form = next(
        found for found in re.findall(r"<form [^>]*method=\"post\".*?</form>", html, re.DOTALL) if button in found
    )
    named = {
        name: unescape(value) for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    }
    return {name: value for name, value in named.items() if name != "csrfmiddlewaretoken"}


def at(story: Story, page: str = "") -> str:
    return f"/guide/stories/{story.pk}/{page}"


def write(client: Client, text: str = TEXT, pseudonym: str = "Heron", **more: str) -> Any:
    return client.post(WRITE, {**fields_of(client.get(WRITE)), "text": text, "pseudonym": pseudonym, **more})


def send(client: Client, story: Story, **more: str) -> Any:
    return client.post(at(story), {"seen": story.version, **more})


def only_story(user: User) -> Story:
    return Story.objects.for_user(user).get()


# Off and on


@pytest.mark.parametrize(("name", "arguments"), STORIES_ADDRESSES)
def test_switched_off_every_address_is_not_there_for_anybody(
    name: str, arguments: list[Any], settings: Any, alice: User, alice_client: Client, bob_client: Client
) -> None:
    settings.STORIES = False
    own = [create_story(user=alice).pk] if arguments else []
    for address in {reverse(f"guide:{name}", args=given) for given in (arguments, own)}:
        for client in (bob_client, alice_client):
            assert client.get(address).status_code == 404
            assert client.post(address).status_code == 404
    assert Story.objects.for_user(alice).count() == len(own)


@pytest.mark.parametrize("page", ["/guide/", "/guide/reminders/"])
def test_there_is_a_way_there_only_where_it_is_switched_on(page: str, bob_client: Client, settings: Any) -> None:
    assert f'href="{LIST}"' in bob_client.get(page).content.decode()
    settings.STORIES = False
    assert "/stories/" not in bob_client.get(page).content.decode()


# The page for everyone


def test_a_reader_without_an_account_reads_and_can_press_nothing(alice: User, bob_client: Client) -> None:
    create_story(user=alice)
    page = bob_client.get(LIST)
    assert page.status_code == 200
    assert "Heron" in text_of(page)
    assert "We made a plan, and it helped." in text_of(page)
    assert "<form" not in page.content.decode()
    assert not page.cookies
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "X-SW-Cache" not in page


def test_nothing_on_the_page_says_whose_a_story_is(alice: User, charlie_client: Client, bob_client: Client) -> None:
    story = create_story(user=alice)
    StoryMark.objects.create(user=create_user(), story=story, kind=StoryMark.Kind.HELPED)
    for client in (charlie_client, bob_client):
        html = client.get(LIST).content.decode()
        assert str(story.pk) in html
        assert str(alice.pk) not in html
        assert alice.email not in html
        assert "1 November" not in html


@pytest.mark.parametrize(
    ("state", "withdrawn"),
    [(state, False) for state in Story.State if state != Story.State.SHOWN] + [(Story.State.SHOWN, True)],
)
def test_only_what_a_moderator_has_shown_is_there(
    state: str, withdrawn: bool, alice: User, alice_client: Client, charlie_client: Client, now: datetime
) -> None:
    story = create_story(user=alice, state=state, withdrawn_at=now if withdrawn else None)
    for client in (alice_client, charlie_client):
        page = client.get(LIST)
        assert "Heron" not in text_of(page)
        assert "No story stands here yet." in text_of(page)
    assert charlie_client.post(at(story, "helped/"), {"helped": "yes"}, follow=True).redirect_chain[-1][0] == LIST
    assert charlie_client.post(at(story, "report/")).status_code == 303
    assert not StoryMark.objects.exists()


def test_stories_stand_newest_first_twenty_a_page(alice: User, bob_client: Client, now: datetime) -> None:
    for number in range(21):
        create_story(user=alice, pseudonym=f"Bird {number:02}", sent_at=now - timedelta(days=number))
    first, second = (bob_client.get(f"{LIST}?page={page}") for page in (1, 2))
    assert re.findall(r"Bird \d\d", text_of(first)) == [f"Bird {number:02}" for number in range(20)]
    assert re.findall(r"Bird \d\d", text_of(second)) == ["Bird 20"]
    assert f'href="{LIST}?page=2"' in first.content.decode()
    assert f'href="{LIST}?page=1"' in second.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "１", "1e9", ""])
def test_a_page_that_is_not_there_is_the_nearest_one(page: str, alice: User, bob_client: Client) -> None:
    create_story(user=alice)
    assert "Heron" in text_of(bob_client.get(LIST, {"page": page}))


@pytest.mark.parametrize("signed_in", [True, False])
def test_twenty_stories_of_twenty_writers_cost_as_many_queries_as_one(
    signed_in: bool,
    charlie_client: Client,
    bob_client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client, queries = (charlie_client, 7) if signed_in else (bob_client, 4)
    writers = [create_user() for _ in range(20)]
    for writer, others in ((writers[0], writers[1:3]), *((writer, writers[:2]) for writer in writers[1:])):
        story = create_story(user=writer)
        for other in others:
            if other != writer:
                StoryMark.objects.create(user=other, story=story, kind=StoryMark.Kind.HELPED)
        if Story.objects.count() in (1, 20):
            with django_assert_num_queries(queries):
                client.get(LIST)


def test_a_story_whose_writers_key_is_gone_leaves_the_others_standing(
    alice: User, charlie: User, bob_client: Client
) -> None:
    create_story(user=alice)
    create_story(user=charlie, pseudonym="Wren")
    PersonKey.objects.filter(user=alice).delete()
    page = bob_client.get(LIST)
    assert page.status_code == 200
    assert "Wren" in text_of(page)
    assert "Heron" not in text_of(page)


def test_what_a_writer_typed_is_text_and_nothing_else(alice: User, bob_client: Client) -> None:
    create_story(user=alice, text="<script>alert(1)</script>\n\n<b>bold</b>", pseudonym="<i>Heron</i>")
    html = bob_client.get(LIST).content.decode()
    assert "<script>alert" not in html
    assert "<b>bold" not in html
    assert "&lt;i&gt;Heron" in html


# This helped


def test_this_helped_counts_once_a_reader_and_can_be_taken_back(
    alice: User, charlie: User, charlie_client: Client, bob_client: Client
) -> None:
    story = create_story(user=alice)
    for _ in range(2):
        answer = charlie_client.post(at(story, "helped/"), {"helped": "yes", "page": "1"})
        assert (answer.status_code, answer["Location"]) == (303, f"{LIST}?page=1#story-{story.pk}")
    assert StoryMark.objects.for_user(charlie).count() == 1
    assert "This helped one reader." in text_of(bob_client.get(LIST))
    assert 'aria-pressed="true"' in charlie_client.get(LIST).content.decode()
    StoryMark.objects.create(user=create_user(), story=story, kind=StoryMark.Kind.HELPED)
    assert "This helped 2 readers." in text_of(bob_client.get(LIST))
    for _ in range(2):
        charlie_client.post(at(story, "helped/"), {"helped": "no"})
    assert not StoryMark.objects.for_user(charlie).exists()
    assert 'aria-pressed="false"' in charlie_client.get(LIST).content.decode()


def test_nobody_says_of_their_own_story_that_it_helped_or_reports_it(alice: User, alice_client: Client) -> None:
    story = create_story(user=alice)
    page = alice_client.get(LIST)
    assert "This is yours." in text_of(page)
    assert at(story, "helped/") not in page.content.decode()
    for page_name in ("helped/", "report/"):
        alice_client.post(at(story, page_name))
    assert not StoryMark.objects.exists()


@pytest.mark.parametrize("page", ["helped/", "report/", "report/undo/"])
def test_who_is_not_signed_in_is_asked_to_and_comes_back_to_the_page(
    page: str, alice: User, bob_client: Client, alice_client: Client
) -> None:
    story = create_story(user=alice)
    answer = bob_client.post(at(story, page), headers={"referer": f"http://testserver{LIST}?page=1"})
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/guide/stories/%3Fpage%3D1"
    assert not StoryMark.objects.exists()
    assert alice_client.get(at(story, page)).status_code == 303


@pytest.mark.parametrize("page", ["//evil.example", "1/../../", "1#x", "999999999", "²", "-1"])
def test_the_way_back_is_to_a_page_of_ours(page: str, alice: User, charlie_client: Client) -> None:
    story = create_story(user=alice)
    answer = charlie_client.post(at(story, "helped/"), {"helped": "yes", "page": page})
    assert answer["Location"] == f"{LIST}#story-{story.pk}"


# Reports


def reporters(number: int) -> list[tuple[User, Client]]:
    made = []
    for _ in range(number):
        person, client = create_user(), Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        made.append((person, client))
    return made


def test_a_reported_story_stays_and_three_reporters_take_it_off_the_page(alice: User, bob_client: Client) -> None:
    story = create_story(user=alice)
    (_, first), (_, second), (_, third) = reporters(3)
    for client in (first, first, first, second):
        client.post(at(story, "report/"))
    assert "Heron" in text_of(bob_client.get(LIST))
    assert "You reported this." in text_of(first.get(LIST))
    third.post(at(story, "report/"))
    assert only_story(alice).state == Story.State.HELD
    assert "Heron" not in text_of(bob_client.get(LIST))


def test_a_report_made_by_mistake_is_taken_back_from_the_message(alice: User, charlie_client: Client) -> None:
    story = create_story(user=alice)
    charlie_client.post(at(story, "report/"))
    page = charlie_client.get(LIST)
    assert "Reported. A moderator will look at it." in page.content.decode()
    assert f'action="{at(story, "report/undo/")}"' in page.content.decode()
    charlie_client.post(at(story, "report/undo/"))
    assert not StoryMark.objects.exists()
    assert "You reported this." not in text_of(charlie_client.get(LIST))


def test_reports_that_a_moderator_answered_count_no_more_and_can_be_made_again(
    alice: User, charlie: User, charlie_client: Client, clock: time_machine.Traveller, now: datetime
) -> None:
    story = create_story(user=alice)
    for _, client in (*reporters(1), (charlie, charlie_client)):
        client.post(at(story, "report/"))
    Story.objects.filter(pk=story.pk).update(decided_at=now + timedelta(hours=1))
    clock.move_to(now + timedelta(hours=2))
    assert "You reported this." not in text_of(charlie_client.get(LIST))
    charlie_client.post(at(story, "report/"))
    assert only_story(alice).state == Story.State.SHOWN
    assert StoryMark.objects.for_user(charlie).count() == 1
    for _, client in reporters(2):
        client.post(at(story, "report/"))
    assert only_story(alice).state == Story.State.HELD


# Writing


def test_writing_keeps_a_draft_sealed_and_shows_it_as_readers_would_see_it(
    alice: User, alice_client: Client, charlie_client: Client
) -> None:
    answer = write(alice_client)
    story = only_story(alice)
    assert (answer.status_code, answer["Location"]) == (303, at(story))
    assert (story.state, story.text, story.pseudonym) == (Story.State.DRAFT, TEXT, "Heron")
    page = alice_client.get(at(story))
    assert "As readers would see it" in text_of(page)
    assert "A draft, only for you" in text_of(page)
    assert "a moderator reads it first" in text_of(page)
    assert "can’t be unread" in text_of(page)
    assert TEXT in text_of(page)
    assert charlie_client.get(at(story)).status_code == 404
    assert charlie_client.get(at(story, "edit/")).status_code == 404
    assert charlie_client.get(at(story, "delete/")).status_code == 404
    assert "Heron" not in text_of(charlie_client.get(MINE))


def test_the_write_page_says_who_will_read_it_before_anything_is_typed(alice_client: Client) -> None:
    page = text_of(alice_client.get(WRITE))
    assert "While it is a draft, only you." in page
    assert "anyone can read it, also without an account" in page
    assert "What somebody has read can’t be unread." in page


def test_a_form_sent_twice_makes_one_story(alice: User, alice_client: Client) -> None:
    fields = {**fields_of(alice_client.get(WRITE)), "text": TEXT, "pseudonym": "Heron"}
    answers = [alice_client.post(WRITE, fields) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"] == at(only_story(alice))


def test_a_draft_can_be_kept_for_later_without_a_name(alice: User, alice_client: Client) -> None:
    answer = write(alice_client, pseudonym="", then="mine")
    assert answer["Location"] == MINE
    assert "Kept as your draft." in alice_client.get(MINE).content.decode()
    assert only_story(alice).state == Story.State.DRAFT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write a few words here."),
        (" \n\t ", "Write a few words here."),
        ("a" * 20_001, "This is too long: it has 20001 characters, and 20000 fit."),
    ],
)
def test_a_form_with_something_to_put_right_comes_back_and_keeps_nothing(
    text: str, said: str, alice: User, alice_client: Client
) -> None:
    answer = write(alice_client, text=text)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Story.objects.for_user(alice).exists()


@pytest.mark.parametrize("given", [{"story_id": "x"}, {"story_id": ""}, {"seen": "a" * 17}])
def test_a_form_that_was_tampered_with_is_not_kept(given: dict[str, str], alice: User, alice_client: Client) -> None:
    assert write(alice_client, **given).status_code == 422
    assert not Story.objects.for_user(alice).exists()


def test_the_id_of_somebody_elses_story_is_never_written_to(alice: User, charlie: User, charlie_client: Client) -> None:
    story = create_story(user=alice)
    assert write(charlie_client, text="Mine", story_id=str(story.pk)).status_code == 303
    assert only_story(alice).text == story.text
    assert only_story(charlie).pk != story.pk
    edit = {"story_id": str(story.pk), "seen": story.version, "text": "Mine", "pseudonym": "C"}
    assert charlie_client.post(at(story, "edit/"), edit).status_code == 404


def test_twenty_stories_are_kept_and_no_more(alice: User, alice_client: Client) -> None:
    fields = {**fields_of(alice_client.get(WRITE)), "text": TEXT, "pseudonym": "Heron"}
    for _ in range(Story.MOST):
        create_story(user=alice, state=Story.State.DRAFT)
    answer = alice_client.post(WRITE, fields)
    assert answer.status_code == 422
    assert "You keep 20 stories. Delete one first." in text_of(answer)
    assert TEXT in answer.content.decode()
    assert WRITE not in alice_client.get(MINE).content.decode()


def test_a_change_made_in_another_window_is_not_lost_without_a_word(alice: User, alice_client: Client) -> None:
    story = create_story(user=alice, state=Story.State.DRAFT)
    here, there = (fields_of(alice_client.get(at(story, "edit/"))) for _ in range(2))
    assert alice_client.post(at(story, "edit/"), {**here, "text": "First", "pseudonym": "A"}).status_code == 303
    answer = alice_client.post(at(story, "edit/"), {**there, "text": "Second", "pseudonym": "B"})
    assert answer.status_code == 422
    assert "There is a newer version of this story." in text_of(answer)
    assert "Second" in answer.content.decode()
    assert only_story(alice).text == "First"
    again = {**fields_of(answer), "text": "Second", "pseudonym": "B"}
    assert alice_client.post(at(story, "edit/"), again).status_code == 303
    assert only_story(alice).text == "Second"


def test_the_same_change_sent_twice_is_one(alice: User, alice_client: Client) -> None:
    story = create_story(user=alice, state=Story.State.DRAFT)
    fields = {**fields_of(alice_client.get(at(story, "edit/"))), "text": "Other", "pseudonym": "A"}
    assert [alice_client.post(at(story, "edit/"), fields).status_code for _ in range(2)] == [303, 303]


# Sending


def test_sending_puts_it_before_a_moderator_and_before_nobody_else(
    alice: User, alice_client: Client, charlie_client: Client, now: datetime
) -> None:
    story = create_story(user=alice, state=Story.State.DRAFT, sent_at=None)
    for _ in range(2):
        answer = send(alice_client, story)
        assert (answer.status_code, answer["Location"]) == (303, MINE)
    sent = only_story(alice)
    assert (sent.state, sent.sent_at) == (Story.State.WAITING, now)
    assert "Waiting to be read by a moderator" in text_of(alice_client.get(MINE))
    assert "Heron" not in text_of(charlie_client.get(LIST))
    assert send(charlie_client, story).status_code == 404


@pytest.mark.parametrize(
    ("text", "pseudonym", "said"),
    [
        ("See https://example.org/me", "Heron", "“https://example.org/me” looks like a link. Please take it out."),
        ("Read blog.example for more", "Heron", "“blog.example” looks like a link."),
        ("Write to me@example.org", "Heron", "“me@example.org” looks like an e-mail address."),
        ("Find @heron_sings", "Heron", "“@heron_sings” looks like a name on another site."),
        ("Ring 07700 900123", "Heron", "“07700 900123” looks like a telephone number."),
        ("a" * 2_140, "Heron", "It has 2,140 characters, and 2,000 fit."),
        (TEXT, "", "It has no name yet."),
        (TEXT, "Alice", "“Alice” is the beginning of your e-mail address."),
        (TEXT, "alice@example.org", "“alice@example.org” is the beginning of your e-mail address."),
    ],
)
def test_what_is_not_sent_stays_a_draft_and_says_why_and_what_to_do(
    text: str, pseudonym: str, said: str, alice: User, alice_client: Client
) -> None:
    assert write(alice_client, text=text, pseudonym=pseudonym).status_code == 303
    story = only_story(alice)
    for answer, status in ((alice_client.get(at(story)), 200), (send(alice_client, story), 422)):
        assert answer.status_code == status
        assert "Not sent yet: kept as your draft" in text_of(answer)
        assert said in text_of(answer)
        assert "Send it to a moderator" not in text_of(answer)
    kept = only_story(alice)
    assert (kept.state, kept.text, kept.sent_at) == (Story.State.DRAFT, text, None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Before therapy I wanted to die.", "about dying or hurting oneself"),
        ("I used to self-harm", "about dying or hurting oneself"),
        ("I took too many, and she was there", "about a medical emergency"),
        ("My father beats me", "about being hurt"),
        ("I was afraid I could kill him", "about hurting somebody"),
    ],
)
def test_words_that_call_for_help_bring_help_first_and_nothing_is_sent(
    text: str, words: str, alice: User, alice_client: Client
) -> None:
    User.objects.filter(pk=alice.pk).update(country="NZ")
    answer = write(alice_client, text=text)
    story = only_story(alice)
    for page, status in ((alice_client.get(answer["Location"]), 200), (send(alice_client, story, heard="yes"), 422)):
        assert page.status_code == status
        main = page.content.decode().partition("<main")[2]
        links = re.findall(r'<a [^>]*href="([^"]+)"', main)
        assert links[0] == "tel:111"
        assert "/help/now/?country=NZ" in links
        assert "/help/safety-plan/" in links
        assert main.index("tel:111") < main.index("Your story is kept as your draft")
        assert words in text_of(page)
        assert "It was not sent, and nobody else has read it." in text_of(page)
        assert "<title>Turnstone</title>" in page.content.decode()
    assert only_story(alice).state == Story.State.DRAFT


def test_where_no_country_is_known_every_emergency_number_is_there(alice: User, alice_client: Client) -> None:
    story = create_story(user=alice, state=Story.State.DRAFT, text="I want to die")
    page = alice_client.get(at(story), headers={"accept-language": "eo"}).content.decode().partition("<main")[2]
    assert re.findall(r'href="(tel:[^"]+)"', page)[:3] == ["tel:112", "tel:911", "tel:999"]


def test_words_about_being_hurt_name_nothing_in_the_heading_and_give_a_quick_way_out(
    alice: User, alice_client: Client
) -> None:
    User.objects.filter(pk=alice.pk).update(country="GB")
    story = create_story(user=alice, state=Story.State.DRAFT, text="He beats me")
    html = alice_client.get(at(story)).content.decode()
    heading = re.search(r"<h1>(.*?)</h1>", html)
    assert heading
    assert heading[1] == "You don’t have to be sure it’s bad enough"
    assert "data-leave" in html
    assert "https://findahelpline.com/countries/gb/topics/abuse-domestic-violence" in html


def test_a_heavy_word_offers_company_and_can_be_sent_as_it_is(alice: User, alice_client: Client) -> None:
    write(alice_client, text="It felt hopeless, and then it did not.")
    story = only_story(alice)
    page = alice_client.get(at(story))
    assert "Sounds heavy. Want company with it?" in text_of(page)
    assert send(alice_client, story).status_code == 422
    assert only_story(alice).state == Story.State.DRAFT
    assert alice_client.post(at(story), fields_of(page, "Send it as it is")).status_code == 303
    assert only_story(alice).state == Story.State.WAITING


def test_other_words_than_were_looked_at_are_not_sent(alice: User, alice_client: Client) -> None:
    story = create_story(user=alice, state=Story.State.DRAFT)
    seen = story.version
    story.text = "Changed in another window"
    story.save()
    answer = alice_client.post(at(story), {"seen": seen}, follow=True)
    assert "This story was changed in another window. Please read it once more." in answer.content.decode()
    assert only_story(alice).state == Story.State.DRAFT


# Afterwards


@pytest.mark.parametrize("state", [Story.State.WAITING, Story.State.SHOWN, Story.State.HELD])
def test_taking_back_hides_it_and_undo_puts_it_back_as_it_was(
    state: str, alice: User, alice_client: Client, charlie_client: Client
) -> None:
    story = create_story(user=alice, state=state)
    assert charlie_client.post(at(story, "withdraw/")).status_code == 404
    for _ in range(2):
        assert alice_client.post(at(story, "withdraw/"))["Location"] == MINE
    page = alice_client.get(MINE)
    assert "Taken back by you" in text_of(page)
    assert f'action="{at(story, "restore/")}"' in page.content.decode()
    assert "Heron" not in text_of(charlie_client.get(LIST))
    assert charlie_client.post(at(story, "restore/")).status_code == 404
    assert only_story(alice).withdrawn_at
    assert "Put it back" in text_of(alice_client.get(at(story)))
    alice_client.post(at(story, "restore/"))
    assert (only_story(alice).state, only_story(alice).withdrawn_at) == (state, None)
    assert ("Heron" in text_of(charlie_client.get(LIST))) == (state == Story.State.SHOWN)


@pytest.mark.parametrize("state", [Story.State.WAITING, Story.State.SHOWN, Story.State.HELD])
def test_a_story_that_is_changed_comes_off_the_page_until_it_was_read_again(
    state: str, alice: User, alice_client: Client, charlie_client: Client
) -> None:
    story = create_story(user=alice, state=state)
    page = alice_client.get(at(story, "edit/"))
    assert "When you change it" in text_of(page)
    alice_client.post(at(story, "edit/"), {**fields_of(page), "text": "Other words", "pseudonym": "Heron"})
    assert only_story(alice).state == Story.State.DRAFT
    assert "Other words" not in text_of(charlie_client.get(LIST))
    send(alice_client, only_story(alice))
    assert only_story(alice).state == Story.State.WAITING
    assert "Other words" not in text_of(charlie_client.get(LIST))


def test_a_story_taken_back_is_put_back_as_it_was_and_sent_anew_with_other_words(
    alice: User, alice_client: Client, now: datetime
) -> None:
    story = create_story(user=alice, withdrawn_at=now)
    page = text_of(alice_client.get(at(story)))
    assert "“Put it back” brings it back as it was. With other words it becomes a draft, and you send it anew." in page
    fields = fields_of(alice_client.get(at(story, "edit/")))
    seen = alice_client.post(at(story, "edit/"), {**fields, "text": "Other words", "pseudonym": "Heron"}, follow=True)
    assert "Send it to a moderator" in text_of(seen)
    assert "Put it back" not in text_of(seen)
    send(alice_client, only_story(alice))
    assert only_story(alice).state == Story.State.WAITING


def test_a_change_that_changes_nothing_leaves_it_on_the_page(alice: User, alice_client: Client) -> None:
    story = create_story(user=alice)
    same = {"text": story.text, "pseudonym": story.pseudonym}
    alice_client.post(at(story, "edit/"), {**fields_of(alice_client.get(at(story, "edit/"))), **same})
    assert only_story(alice).state == Story.State.SHOWN


def test_the_word_of_the_moderator_is_read_by_the_writer_alone(
    alice: User, alice_client: Client, charlie_client: Client
) -> None:
    story = create_story(user=alice, state=Story.State.RETURNED, reply="Please leave out the name of the clinic.")
    assert "With a word from the moderator" in text_of(alice_client.get(MINE))
    assert "Please leave out the name of the clinic." in text_of(alice_client.get(at(story)))
    assert "clinic" not in text_of(charlie_client.get(LIST))
    assert charlie_client.get(at(story)).status_code == 404
    send(alice_client, story)
    assert only_story(alice).reply == ""


def test_deleting_asks_first_and_is_for_good(alice: User, alice_client: Client, charlie_client: Client) -> None:
    story = create_story(user=alice)
    assert "It can’t be brought back." in text_of(alice_client.get(at(story, "delete/")))
    assert charlie_client.post(at(story, "delete/")).status_code == 404
    assert Story.objects.for_user(alice).exists()
    for _ in range(2):
        assert alice_client.post(at(story, "delete/"))["Location"] == MINE
    assert not Story.objects.exists()


def test_leaving_takes_the_stories_and_what_was_said_of_others(
    alice: User, charlie: User, now: datetime, bob_client: Client
) -> None:
    create_story(user=alice)
    other = create_story(user=charlie, pseudonym="Wren")
    StoryMark.objects.create(user=alice, story=other, kind=StoryMark.Kind.HELPED)
    people.erase(user_id=alice.pk, now=now)
    assert [story.pk for story in Story.objects.all()] == [other.pk]
    assert not StoryMark.objects.exists()
    assert "This helped" not in text_of(bob_client.get(LIST))


@pytest.mark.parametrize("page", ["", "edit/", "delete/"])
def test_an_unknown_story_is_not_found(page: str, alice_client: Client) -> None:
    address = f"/guide/stories/{uuid.uuid4()}/{page}"
    assert alice_client.get(address).status_code == 404
    assert alice_client.get(address.replace("-", "x", 1)).status_code == 404


@pytest.mark.parametrize("page", ["write/", "mine/", "{story}", "{story}edit/", "{story}delete/"])
def test_a_persons_page_has_a_title_that_says_nothing_and_is_not_kept(
    page: str, alice: User, alice_client: Client
) -> None:
    story = create_story(user=alice, state=Story.State.DRAFT)
    answer = alice_client.get(LIST + page.format(story=f"{story.pk}/"))
    assert "<title>Turnstone</title>" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-cache"
    assert "X-SW-Cache" not in answer


# Limits and logs


@pytest.mark.parametrize(
    ("act", "most"),
    [
        (lambda client, story, _: client.post(at(story, "helped/"), {"helped": "yes"}), 30),
        (lambda client, story, _: client.post(at(story, "report/")), 10),
        (lambda client, _, own: send(client, own), 5),
    ],
    ids=["helped", "report", "send"],
)
def test_too_much_in_a_minute_waits_for_this_person_alone(
    act: Callable[[Client, Story, Story], Any], most: int, alice: User, charlie: User, charlie_client: Client
) -> None:
    story, own = create_story(user=alice), create_story(user=charlie, state=Story.State.DRAFT)
    statuses = [act(charlie_client, story, own).status_code for _ in range(most + 1)]
    assert statuses == [303] * most + [429]
    (_, other) = reporters(1)[0]
    assert other.post(at(story, "helped/"), {"helped": "yes"}).status_code == 303
    last = act(charlie_client, story, own)
    assert last["Retry-After"] == "60"
    back = re.search(r'<a class="btn" href="([^"]+)">Back</a>', last.content.decode())
    assert back
    assert charlie_client.get(back[1]).status_code in (200, 303)


def test_no_word_of_a_story_reaches_a_log(
    alice: User, alice_client: Client, charlie_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    canary = "canary-7f3a"
    write(alice_client, text=f"{canary} I want to die", pseudonym=canary)
    story = only_story(alice)
    send(alice_client, story)
    alice_client.get(at(story))
    Story.objects.filter(pk=story.pk).update(state=Story.State.SHOWN)
    charlie_client.post(at(story, "helped/"))
    charlie_client.post(at(story, "report/"))
    write(alice_client, text=canary * 5_000)
    alice_client.post(at(story, "delete/"))
    assert canary not in caplog.text
    assert not [record for record in caplog.records if canary in repr(record.__dict__)]


def test_the_limits_are_those_of_the_shared_cache() -> None:
    rates = django_settings.ACCOUNT_RATE_LIMITS
    assert {"story_send", "story_report", "story_helped"} <= rates.keys()
    assert "DatabaseCache" in django_settings.CACHES["default"]["BACKEND"]
