"""Goals, milestones, and how close a goal is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.response import Response

from accounts.models import User
from tracker.actions.goals import mark_milestone, rate_goal
from tracker.api.described import DATE, reads, records
from tracker.api.door import PersonRequest, PersonView
from tracker.api.fields import At, Said, Truth, Whole
from tracker.api.recording import RecordingView, require_open
from tracker.logic.goals import LEAST, MOST
from tracker.models import Goal, GoalRating, Milestone

GOAL = OpenApiParameter("goal", OpenApiTypes.UUID, OpenApiParameter.PATH)
MILESTONE = OpenApiParameter("milestone", OpenApiTypes.UUID, OpenApiParameter.PATH)


class MilestoneShown(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    reached_on = serializers.DateField(allow_null=True)


class RatingShown(serializers.Serializer[Any]):
    date = serializers.DateField()
    rating = serializers.IntegerField(allow_null=True)
    recorded_at = At(allow_null=True)


class GoalShown(serializers.Serializer[Any]):
    """`where_from`, `good_enough` and each rating are 0 to 10; null where not said, or taken back."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    where_from = serializers.IntegerField(allow_null=True)
    good_enough = serializers.IntegerField(allow_null=True)
    agreed = serializers.BooleanField(allow_null=True)
    archived_at = At(allow_null=True)
    milestones = MilestoneShown(many=True)
    ratings = RatingShown(many=True)


class GoalsShown(serializers.Serializer[Any]):
    goals = GoalShown(many=True)


class GoalsView(PersonView):
    @reads("list_goals", GoalsShown)
    def get(self, request: PersonRequest) -> Response:
        """Every goal with its milestones and how close it was said to be."""
        found = Goal.objects.for_user(request.user).prefetch_related("milestones", "ratings")
        return Response(GoalsShown({"goals": found}).data)


class RatingSaid(Said):
    """How close the goal is, 0 to 10; null takes it back."""

    rating = Whole(min_value=LEAST, max_value=MOST, allow_null=True)


@records("rate_goal", RatingSaid, RatingShown, name=[GOAL, DATE], description="Say how close a goal is.")
class GoalRatingView(RecordingView):
    said, shown = RatingSaid, RatingShown

    def record(
        self, person: User, words: dict[str, Any], said_at: dt.datetime, now: dt.datetime, **name: Any
    ) -> GoalRating:
        require_open(person, name["date"], said_at)
        who: dict[str, Any] = {"user_id": person.pk, "goal_id": name["goal"], "date": name["date"]}
        row = rate_goal(**who, **words, recorded_at=said_at, now=now)
        return row or self.standing(person, **name)

    def standing(self, person: User, **name: Any) -> GoalRating:
        row = GoalRating.objects.for_user(person).filter(**name).first()
        return row or GoalRating(user=person, date=name["date"])


class MilestoneSaid(Said):
    reached = Truth()


@records("mark_milestone", MilestoneSaid, MilestoneShown, name=[MILESTONE], description="Reached, or not reached.")
class MilestoneView(RecordingView):
    said, shown = MilestoneSaid, MilestoneShown

    def record(
        self, person: User, words: dict[str, Any], said_at: dt.datetime, now: dt.datetime, **name: Any
    ) -> Milestone:
        return mark_milestone(user_id=person.pk, milestone_id=name["milestone"], **words, recorded_at=said_at, now=now)

    def standing(self, person: User, **name: Any) -> Milestone:
        row = Milestone.objects.for_user(person).filter(pk=name["milestone"]).first()
        if row is None:
            raise Http404
        return row
