"""What a moderator sees and decides, and what they never see."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from guide.models import Story, StoryMark
from tests.factories.accounts import create_user
from tests.factories.guide import create_story
from tests.guide.reading import blocks

LIST = "/staff/guide/story/"


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def moderator(db: None) -> User:
    person = create_user(email="moderator@example.org")
    call_command("moderator", person.email, verbosity=0)
    person.refresh_from_db()
    return person


@pytest.fixture
def desk(moderator: User) -> Client:
    return client_of(moderator)


def at(story: Story) -> str:
    return f"{LIST}{story.pk}/change/"


def decide(client: Client, story: Story, state: str, word: str = "", seen: str = "") -> Any:
    return client.post(at(story), {"seen": seen or story.version, "state": state, "word": word})


def text_of(response: Any) -> str:
    return " ".join(blocks(response.content.decode()))


def report(story: Story, times: int) -> None:
    for _ in range(times):
        StoryMark.objects.create(user=create_user(), story=story, kind=StoryMark.Kind.REPORT)


# Who may


@pytest.mark.parametrize("who", ["bob", "charlie", "staff"])
def test_only_who_was_asked_to_moderate_gets_in(
    who: str, alice: User, bob_client: Client, charlie_client: Client
) -> None:
    story = create_story(user=alice, state=Story.State.WAITING)
    clients: dict[str, Callable[[], Client]] = {
        "bob": lambda: bob_client,
        "charlie": lambda: charlie_client,
        "staff": lambda: client_of(create_user(is_staff=True)),
    }
    client = clients[who]()
    for address in (LIST, at(story), f"{LIST}{story.pk}/history/"):
        answer = client.get(address)
        assert answer.status_code in (302, 403)
        assert "Heron" not in answer.content.decode()
    assert decide(client, story, "shown").status_code in (302, 403)
    story.refresh_from_db()
    assert story.state == Story.State.WAITING


def test_a_moderator_is_named_by_the_operator_and_let_go(moderator: User, desk: Client) -> None:
    assert (moderator.is_staff, moderator.is_superuser) == (True, False)
    assert desk.get(LIST).status_code == 200
    assert desk.get("/staff/accounts/user/").status_code == 403
    call_command("moderator", "Moderator@example.org", off=True, verbosity=0)
    assert not User.objects.get(pk=moderator.pk).is_staff
    assert desk.get(LIST).status_code in (302, 403)


@pytest.mark.django_db
def test_nobody_without_an_account_is_made_a_moderator() -> None:
    with pytest.raises(CommandError, match="Nobody signs in with this address"):
        call_command("moderator", "nobody@example.org")


def test_switched_off_there_is_nothing_to_moderate(desk: Client, alice: User, settings: Any) -> None:
    story = create_story(user=alice, state=Story.State.WAITING)
    settings.STORIES = False
    assert "Stories" not in desk.get("/staff/").content.decode()
    for address in (LIST, at(story), f"{LIST}{story.pk}/history/"):
        assert desk.get(address).status_code == 404
    assert decide(desk, story, "shown").status_code == 404


# What is there


def test_the_list_holds_what_was_sent_in_the_order_in_which_it_calls(desk: Client, alice: User, now: datetime) -> None:
    shown, reported, early, late, held = (
        create_story(user=alice, state=state, sent_at=now - timedelta(days=days))
        for state, days in (("shown", 9), ("shown", 2), ("waiting", 3), ("waiting", 1), ("held", 1))
    )
    report(reported, 2)
    report(held, 3)
    html = desk.get(LIST).content.decode()
    order = re.findall(rf"{LIST}([0-9a-f-]{{36}})/change/", html)
    assert order == [str(story.pk) for story in (held, early, late, reported, shown)]
    assert re.findall(r'field-reports">(\d)<', html) == ["3", "0", "0", "2", "0"]


@pytest.mark.parametrize("state", [Story.State.DRAFT, Story.State.RETURNED, Story.State.DOWN, "withdrawn"])
def test_what_is_with_its_writer_is_not_there(state: str, desk: Client, alice: User, now: datetime) -> None:
    taken_back = state == "withdrawn"
    story = create_story(
        user=alice, state=Story.State.WAITING if taken_back else state, withdrawn_at=now if taken_back else None
    )
    assert str(story.pk) not in desk.get(LIST).content.decode()
    assert desk.get(at(story)).status_code == 404
    assert decide(desk, story, "shown").status_code == 404
    story.refresh_from_db()
    assert story.state != Story.State.SHOWN


def test_the_list_shows_no_word_of_any_story_and_nobody_whose_it_is(desk: Client, alice: User) -> None:
    story = create_story(user=alice, state=Story.State.WAITING)
    listed, read = desk.get(LIST).content.decode(), desk.get(at(story)).content.decode()
    assert "Heron" not in listed
    assert "Heron" in read
    for page in (listed, read):
        assert alice.email not in page
        assert str(alice.pk) not in page


def test_twenty_stories_cost_the_list_as_many_queries_as_one(
    desk: Client, alice: User, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(7):
        desk.get(LIST)
    for _ in range(20):
        report(create_story(user=create_user(), state=Story.State.WAITING), 1)
    with django_assert_num_queries(7):
        desk.get(LIST)


def test_a_story_is_read_as_it_was_written_and_not_changed(desk: Client, alice: User) -> None:
    story = create_story(user=alice, state=Story.State.WAITING, text="One.\n\n<script>alert(1)</script>")
    html = desk.get(at(story)).content.decode()
    assert "<p>One.</p>" in html
    assert "<script>alert" not in html
    assert 'name="text"' not in html
    assert 'name="pseudonym"' not in html
    desk.post(at(story), {"seen": story.version, "state": "shown", "text": "Other", "pseudonym": "Other", "word": ""})
    story.refresh_from_db()
    assert (story.text, story.pseudonym) == ("One.\n\n<script>alert(1)</script>", "Heron")


def test_nothing_is_added_or_deleted_there(desk: Client, alice: User) -> None:
    story = create_story(user=alice)
    assert desk.get(f"{LIST}add/").status_code == 403
    assert desk.post(f"{LIST}{story.pk}/delete/", {"post": "yes"}).status_code == 403
    answer = desk.post(LIST, {"action": "delete_selected", "_selected_action": [str(story.pk)], "post": "yes"})
    assert answer.status_code in (200, 302, 403)
    assert Story.objects.filter(pk=story.pk).exists()


# Decisions


def test_showing_puts_it_before_everyone(desk: Client, alice: User, bob_client: Client) -> None:
    story = create_story(user=alice, state=Story.State.WAITING)
    answer = decide(desk, story, "shown")
    assert (answer.status_code, answer["Location"]) == (303, LIST)
    assert "Shown to readers." in desk.get(LIST).content.decode()
    assert "Heron" in text_of(bob_client.get("/guide/stories/"))


@pytest.mark.parametrize("state", ["returned", "down"])
def test_giving_back_or_taking_down_needs_a_word_and_the_writer_reads_it(
    state: str, desk: Client, alice: User, alice_client: Client, bob_client: Client
) -> None:
    story = create_story(user=alice)
    bare = decide(desk, story, state)
    assert bare.status_code == 422
    assert "Please write a word to the writer" in text_of(bare)
    story.refresh_from_db()
    assert story.state == Story.State.SHOWN
    assert decide(desk, story, state, "Please leave out the clinic.").status_code == 303
    assert "Please leave out the clinic." in text_of(alice_client.get(f"/guide/stories/{story.pk}/"))
    assert "Heron" not in text_of(bob_client.get("/guide/stories/"))


def test_looking_at_a_reported_story_answers_its_reports(desk: Client, alice: User, bob_client: Client) -> None:
    story = create_story(user=alice, state=Story.State.HELD)
    report(story, 3)
    assert "3 readers reported it." in text_of(desk.get(at(story)))
    decide(desk, story, "shown")
    assert "Heron" in text_of(bob_client.get("/guide/stories/"))
    assert "reported it." not in text_of(desk.get(at(story)))


def test_words_that_were_changed_meanwhile_are_not_shown_unread(desk: Client, alice: User) -> None:
    story = create_story(user=alice, state=Story.State.WAITING)
    seen = story.version
    story.text = "Other words"
    story.save()
    answer = decide(desk, story, "shown", seen=seen)
    assert answer["Location"] == at(story)
    assert "Its words were changed meanwhile." in desk.get(at(story)).content.decode()
    story.refresh_from_db()
    assert story.state == Story.State.WAITING


@pytest.mark.parametrize("given", [{"state": "waiting"}, {"state": ""}, {"seen": ""}, {"word": "a" * 1_001}])
def test_a_decision_that_is_none_changes_nothing(given: dict[str, str], desk: Client, alice: User) -> None:
    story = create_story(user=alice, state=Story.State.WAITING)
    fields = {"seen": story.version, "state": "shown", "word": "", **given}
    assert desk.post(at(story), fields).status_code == 422
    story.refresh_from_db()
    assert story.state == Story.State.WAITING


def test_the_log_of_the_desk_says_what_was_decided_and_not_a_word_of_it(
    desk: Client, moderator: User, alice: User
) -> None:
    story = create_story(user=alice, state=Story.State.WAITING)
    decide(desk, story, "returned", "Please leave out the clinic.")
    (entry,) = LogEntry.objects.all()
    assert (entry.user_id, entry.object_id, entry.object_repr) == (moderator.pk, str(story.pk), str(story.pk))
    assert entry.get_change_message() == "Given back"
    assert "clinic" not in entry.change_message
    assert "Heron" not in repr(entry.__dict__)


@pytest.mark.parametrize("name", ["x", str(uuid.UUID(int=7))])
def test_a_story_that_is_not_there_is_not_found(name: str, desk: Client) -> None:
    assert desk.get(f"{LIST}{name}/change/").status_code == 404


def test_the_addresses_are_those_that_django_knows(desk: Client) -> None:
    assert reverse("admin:guide_story_changelist") == LIST


def test_a_story_of_ones_own_is_for_another_moderator(moderator: User, desk: Client) -> None:
    story = create_story(user=moderator, state=Story.State.WAITING)
    answer = desk.post(at(story), {"seen": story.version, "state": "shown", "word": ""}, follow=True)
    assert "This story is your own. Another moderator decides about it." in text_of(answer)
    assert Story.objects.for_user(moderator).get().state == Story.State.WAITING
