"""Readers' stories with several hands on them in the same instant."""

from __future__ import annotations

import uuid
from datetime import datetime

import pytest

from accounts.models import User
from guide.actions import stories
from guide.models import Story, StoryMark
from tests.factories.accounts import create_user
from tests.factories.guide import create_story
from tests.hands import HANDS, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_form_sent_several_times_at_once_makes_one_story(alice: User) -> None:
    story_id = uuid.uuid4()
    kept = at_once(lambda _: stories.keep(user_id=alice.pk, story_id=story_id, seen="", text="One", pseudonym="Heron"))
    assert {story.pk for story in kept if isinstance(story, Story)} == {story_id}
    assert Story.objects.for_user(alice).count() == 1


def test_sending_several_times_at_once_sends_it_once(alice: User, now: datetime) -> None:
    story = create_story(user=alice, state=Story.State.DRAFT, sent_at=None)
    seen = story.version
    at_once(lambda _: stories.send(user_id=alice.pk, story_id=story.pk, seen=seen, heard=False, now=now))
    story.refresh_from_db()
    assert (story.state, story.sent_at) == (Story.State.WAITING, now)


def test_one_reader_tapping_several_times_at_once_counts_once(alice: User, charlie: User) -> None:
    story = create_story(user=alice)
    told = at_once(lambda _: stories.say_it_helped(user_id=charlie.pk, story_id=story.pk, helped=True))
    assert told == [None] * HANDS
    reported = at_once(lambda _: stories.report(user_id=charlie.pk, story_id=story.pk))
    assert reported == [None] * HANDS
    assert sorted(StoryMark.objects.for_user(charlie).values_list("kind", flat=True)) == ["helped", "report"]


def test_reports_at_the_same_instant_are_all_counted(alice: User) -> None:
    story = create_story(user=alice)
    readers = [create_user() for _ in range(HANDS)]
    answers = at_once(lambda number: stories.report(user_id=readers[number].pk, story_id=story.pk))
    story.refresh_from_db()
    assert story.state == Story.State.HELD
    assert answers.count(None) == Story.REPORTS_THAT_HIDE
    assert sum(isinstance(answer, stories.NoStory) for answer in answers) == HANDS - Story.REPORTS_THAT_HIDE


def test_no_more_than_twenty_stories_get_through_together(alice: User) -> None:
    for _ in range(Story.MOST - 1):
        create_story(user=alice, state=Story.State.DRAFT)
    answers = at_once(
        lambda number: stories.keep(
            user_id=alice.pk, story_id=uuid.UUID(int=number), seen="", text="One", pseudonym="Heron"
        )
    )
    assert sum(isinstance(answer, stories.TooManyStories) for answer in answers) == HANDS - 1
    assert Story.objects.for_user(alice).count() == Story.MOST


def test_a_change_and_a_decision_at_the_same_instant_never_show_words_nobody_read(alice: User, now: datetime) -> None:
    story = create_story(user=alice, state=Story.State.WAITING)
    seen = story.version

    def either(number: int) -> object:
        if number % 2:
            return stories.keep(user_id=alice.pk, story_id=story.pk, seen=seen, text="Other", pseudonym="Heron")
        return stories.decide(story_id=story.pk, seen=seen, state="shown", word="", now=now)

    at_once(either)
    story.refresh_from_db()
    assert (story.text, story.state) == ("Other", Story.State.DRAFT)
