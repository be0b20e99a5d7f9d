"""Goals in the person's own words, and the milestones on the way."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedJSON, SealedText


class GoalQuerySet(OwnedQuerySet["Goal"]):
    def active(self) -> GoalQuerySet:
        return self.filter(archived_at__isnull=True)


class Goal(Owned):
    """Archived, never deleted by a change of mind.

    `where_from` and `good_enough` are 0 to 10, `agreed` whether the therapist agreed to it; each None where not said.
    """

    MOST_ACTIVE: ClassVar[int] = 3
    MOST_MILESTONES: ClassVar[int] = 6

    title = SealedText(label="goal.title")
    where_from = SealedJSON(label="goal.where_from", null=True)
    good_enough = SealedJSON(label="goal.good_enough", null=True)
    agreed = SealedJSON(label="goal.agreed", null=True)
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


class GoalRatingQuerySet(OwnedQuerySet["GoalRating"]):
    pass


class GoalRating(Owned):
    """How close a goal is, 0 to 10, as said on the page *date*; None where it was taken back."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="ratings")
    date = models.DateField()
    rating = SealedJSON(label="goal_rating.rating", null=True)
    recorded_at = models.DateTimeField()

    objects = GoalRatingQuerySet.as_manager()

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["goal", "date"], name="one_goal_rating_a_day")]

    def __str__(self) -> str:
        return str(self.pk)
