"""Readers' own stories: how therapy has helped them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedText
from accounts.vault import site_hmac


class StoryQuerySet(OwnedQuerySet["Story"]):
    def shown(self) -> StoryQuerySet:
        """For everyone to read, newest first."""
        return self.filter(state=Story.State.SHOWN, withdrawn_at__isnull=True).order_by("-sent_at", "pk")

    def before_a_moderator(self) -> StoryQuerySet:
        """What was sent and not withdrawn."""
        return self.filter(state__in=Story.SENT, withdrawn_at__isnull=True)

    def newest_first(self) -> StoryQuerySet:
        return self.order_by("-created_at", "pk")


class Story(Owned):
    """Nobody but its writer reads it before a moderator has shown it. `reply` is the moderator's word to the writer.

    `withdrawn_at` hides a story that was sent; its state waits behind it, so that a withdrawal can be undone without
    anything being shown that was not. `sent_at` is the last time it was sent, `decided_at` the last time a moderator
    said something.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("A draft, only for you")
        WAITING = "waiting", _("Waiting to be read by a moderator")
        SHOWN = "shown", _("Shown to readers")
        HELD = "held", _("Off the page until a moderator has looked again")
        RETURNED = "returned", _("Given back to you")
        DOWN = "down", _("Taken off the page by a moderator")

    SENT = (State.WAITING, State.SHOWN, State.HELD)
    MOST = 20
    REPORTS_THAT_HIDE = 3

    text = SealedText(label="story.text")
    pseudonym = SealedText(label="story.pseudonym", default="")
    reply = SealedText(label="story.reply", default="")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    sent_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_sent(self) -> bool:
        """Somebody else may be reading it: it waits, is shown, or is looked at again."""
        return self.state in self.SENT and self.withdrawn_at is None

    @property
    def can_be_sent(self) -> bool:
        return self.state not in self.SENT

    @property
    def version(self) -> str:
        """16 hexadecimal digits for these very words, so that a page that was opened earlier is told from them."""
        return site_hmac("story-version", f"{self.pk}\n{self.pseudonym}\n{self.text}")[:16]


class StoryMarkQuerySet(OwnedQuerySet["StoryMark"]):
    def helped(self, stories: Collection[UUID]) -> dict[UUID, int]:
        """How many readers each of them helped, where it helped any."""
        found = self.filter(kind=StoryMark.Kind.HELPED, story__in=stories)
        return dict(found.values_list("story_id").annotate(models.Count("pk")))

    def standing(self) -> StoryMarkQuerySet:
        """All but the reports that a moderator has answered."""
        unanswered = models.Q(story__decided_at__isnull=True) | models.Q(created_at__gt=models.F("story__decided_at"))
        return self.filter(unanswered | ~models.Q(kind=StoryMark.Kind.REPORT))

    def reports(self) -> StoryMarkQuerySet:
        return self.filter(kind=StoryMark.Kind.REPORT)


class StoryMark(Owned):
    """One reader's "this helped", or a report, of one story."""

    class Kind(models.TextChoices):
        HELPED = "helped", _("This helped")
        REPORT = "report", _("Reported")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=10, choices=Kind)

    objects = StoryMarkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "story", "kind"], name="one_mark_of_a_kind")]

    def __str__(self) -> str:
        return str(self.pk)
