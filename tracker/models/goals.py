"""Goals in the person's own words, and the milestones on the way."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedText


class GoalQuerySet(OwnedQuerySet["Goal"]):
    def active(self) -> GoalQuerySet:
        return self.filter(archived_at__isnull=True)


class Goal(Owned):
    """Archived, never deleted by a change of mind."""

    MOST_ACTIVE: ClassVar[int] = 3
    MOST_MILESTONES: ClassVar[int] = 6

    title = SealedText(label="goal.title")
    archived_at = models.DateTimeField(null=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return str(self.pk)


class MilestoneQuerySet(OwnedQuerySet["Milestone"]):
    pass


class Milestone(Owned):
    """`recorded_at` is when it was last said to be reached or not; the later one stands."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="milestones")
    title = SealedText(label="milestone.title")
    position = models.PositiveSmallIntegerField()
    reached_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(null=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return str(self.pk)
