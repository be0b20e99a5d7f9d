"""Writing a story, sending it, taking it back; what readers say to it; what a moderator decides."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from guide.actions.people import lock_person
from guide.catalogue.crisis_words import crisis_words
from guide.logic.stories import Judgement, judge
from guide.models import Story, StoryMark


class NoStory(LookupError):
    """No such story for this person to do this with: unknown, foreign, gone or not shown alike."""


class ChangedMeanwhile(Exception):
    """Other words stand there than the ones that were looked at."""


class TooManyStories(Exception):
    """The person keeps Story.MOST."""


class NotSent(Exception):
    """The story stays with its writer; `judgement` says why."""

    def __init__(self, judgement: Judgement) -> None:
        self.judgement = judgement
        super().__init__("not sent")


def judgement_of(story: Story, *, email: str) -> Judgement:
    return judge(story.text, pseudonym=story.pseudonym, email=email, words=crisis_words())


@transaction.atomic
def keep(*, user_id: UUID, story_id: UUID, seen: str, text: str, pseudonym: str) -> Story:
    """The person's draft with these words; nobody else reads it, also where it was shown before.

    *seen* is the version that was changed, "" for a new story, whose id the form gave it: sent twice, it is one. The
    words that are there already change nothing. Raises NoStory, ChangedMeanwhile and TooManyStories.
    """
    lock_person(user_id)
    story = Story.objects.select_for_update().for_user(user_id).filter(pk=story_id).first()
    if story is None:
        return _new(user_id, story_id, seen, text=text, pseudonym=pseudonym)
    if (story.text, story.pseudonym) == (text, pseudonym):
        return story
    if story.version != seen:
        raise ChangedMeanwhile
    story.text, story.pseudonym = text, pseudonym
    story.state, story.withdrawn_at = Story.State.DRAFT, None
    story.save(update_fields=["text", "pseudonym", "state", "withdrawn_at"])
    return story


@transaction.atomic
def send(*, user_id: UUID, story_id: UUID, seen: str, heard: bool, now: datetime) -> Story:
    """Before a moderator with it. *heard*: the small card was shown, and it is sent as it is.

    Twice changes nothing. Raises NoStory, ChangedMeanwhile where other words than *seen* stand there, and NotSent.
    """
    lock_person(user_id)
    story = _own(user_id, story_id)
    if not story.can_be_sent:
        return story
    if story.version != seen:
        raise ChangedMeanwhile
    judgement = judgement_of(story, email=User.objects.get(pk=user_id).email)
    if not judgement.lets_through(heard=heard):
        raise NotSent(judgement)
    story.state, story.sent_at, story.withdrawn_at, story.reply = Story.State.WAITING, now, None, ""
    story.save(update_fields=["state", "sent_at", "withdrawn_at", "reply"])
    return story


@transaction.atomic
def withdraw(*, user_id: UUID, story_id: UUID, now: datetime) -> None:
    """Nobody else reads it from now on. Twice, or for what was never sent, changes nothing. Raises NoStory."""
    story = _own(user_id, story_id)
    if story.is_sent:
        story.withdrawn_at = now
        story.save(update_fields=["withdrawn_at"])


@transaction.atomic
def restore(*, user_id: UUID, story_id: UUID) -> None:
    """Undo of withdrawing: as it was, shown only if it was shown. Raises NoStory."""
    story = _own(user_id, story_id)
    story.withdrawn_at = None
    story.save(update_fields=["withdrawn_at"])


def delete(*, user_id: UUID, story_id: UUID) -> None:
    """For good. One that is not the person's, or gone already, changes nothing."""
    Story.objects.for_user(user_id).filter(pk=story_id).delete()


@transaction.atomic
def say_it_helped(*, user_id: UUID, story_id: UUID, helped: bool) -> None:
    """Once a reader, to be taken back with *helped* False. Raises NoStory for what is not shown, or one's own."""
    story = _shown_to(user_id, story_id)
    mine = StoryMark.objects.for_user(user_id).filter(story=story, kind=StoryMark.Kind.HELPED)
    if not helped:
        mine.delete()
    elif not mine.exists():
        StoryMark.objects.create(user_id=user_id, story=story, kind=StoryMark.Kind.HELPED)


@transaction.atomic
def report(*, user_id: UUID, story_id: UUID) -> None:
    """Once a reader since a moderator last looked; the third of them takes it off the page until one looks again.

    Raises NoStory for what is not shown, or one's own.
    """
    story = _shown_to(user_id, story_id)
    mine = StoryMark.objects.for_user(user_id).reports().filter(story=story)
    if mine.standing().exists():
        return
    mine.delete()
    StoryMark.objects.create(user_id=user_id, story=story, kind=StoryMark.Kind.REPORT)
    if StoryMark.objects.reports().standing().filter(story=story).count() >= Story.REPORTS_THAT_HIDE:
        story.state = Story.State.HELD
        story.save(update_fields=["state"])


@transaction.atomic
def take_back_report(*, user_id: UUID, story_id: UUID) -> None:
    """What was taken off the page stays off until a moderator has looked. Without a report nothing changes."""
    StoryMark.objects.for_user(user_id).reports().filter(story=story_id).delete()


@transaction.atomic
def decide(*, story_id: UUID, seen: str, state: str, word: str, now: datetime) -> None:
    """A moderator's decision on the words of version *seen*: shown, given back or taken off, with a word to the writer.

    *state* is SHOWN, RETURNED or DOWN of Story.State. Reports made before it are answered by it. Raises ValueError for
    another state, NoStory for what is not before a moderator, and ChangedMeanwhile where other words stand there.
    """
    if state not in (Story.State.SHOWN, Story.State.RETURNED, Story.State.DOWN):
        raise ValueError(state)
    story = Story.objects.select_for_update().before_a_moderator().filter(pk=story_id).first()
    if story is None:
        raise NoStory
    if story.version != seen:
        raise ChangedMeanwhile
    story.state, story.reply, story.decided_at = state, word, now
    story.save(update_fields=["state", "reply", "decided_at"])


def _own(user_id: UUID, story_id: UUID) -> Story:
    story = Story.objects.select_for_update().for_user(user_id).filter(pk=story_id).first()
    if story is None:
        raise NoStory
    return story


def _shown_to(user_id: UUID, story_id: UUID) -> Story:
    """Held, so that two reports at once are counted one after the other."""
    story = Story.objects.select_for_update().shown().exclude(user_id=user_id).filter(pk=story_id).first()
    if story is None:
        raise NoStory
    return story


def _new(user_id: UUID, story_id: UUID, seen: str, *, text: str, pseudonym: str) -> Story:
    if seen:
        raise NoStory
    if Story.objects.for_user(user_id).count() >= Story.MOST:
        raise TooManyStories
    taken = Story.objects.filter(pk=story_id).exists()
    return Story.objects.create(pk=uuid.uuid4() if taken else story_id, user_id=user_id, text=text, pseudonym=pseudonym)
