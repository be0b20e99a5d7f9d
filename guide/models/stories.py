"""Readers' own stories: how therapy has helped them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedText


class StoryQuerySet(OwnedQuerySet["Story"]):
    def shown(self) -> StoryQuerySet:
        """For everyone to read, newest first."""
        return self.filter(state=Story.State.SHOWN).order_by("-decided_at")


class Story(Owned):
    """Nobody but its writer reads it before a moderator has shown it. `reply` is the moderator's word to the writer."""

    class State(models.TextChoices):
        DRAFT = "draft", _("A draft, only for you")
        WAITING = "waiting", _("Waiting to be read by a moderator")
        SHOWN = "shown", _("Shown to readers")
        RETURNED = "returned", _("Given back to you")
        WITHDRAWN = "withdrawn", _("Withdrawn by you")

    text = SealedText(label="story.text")
    pseudonym = SealedText(label="story.pseudonym", default="")
    reply = SealedText(label="story.reply", default="")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    sent_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = StoryQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)


class StoryMarkQuerySet(OwnedQuerySet["StoryMark"]):
    pass


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
