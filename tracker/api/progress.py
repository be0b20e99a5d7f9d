"""What was recorded over time, as the summary has it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.response import Response

from tracker import progress
from tracker.api.described import reads
from tracker.api.door import PersonRequest, PersonView

SECTIONS = ("goals", "medicine", "habits")
LONGEST, USUAL = 366, 28
DAYS = OpenApiParameter("days", {"type": "integer", "minimum": 1, "maximum": LONGEST, "default": USUAL})


class Days(serializers.Serializer[Any]):
    days = serializers.IntegerField(min_value=1, max_value=LONGEST, default=USUAL)


class GoalLineShown(serializers.Serializer[Any]):
    title = serializers.CharField()
    reached = serializers.IntegerField()
    of = serializers.IntegerField()
    next = serializers.CharField()


class MedicineLineShown(serializers.Serializer[Any]):
    """`recorded` of `due` doses, `taken` of `recorded`; null where too little is known for a number."""

    name = serializers.CharField()
    dose = serializers.CharField()
    taken_since = serializers.DateField(allow_null=True)
    taken = serializers.IntegerField(allow_null=True)
    recorded = serializers.IntegerField()
    due = serializers.IntegerField()


class WeekShown(serializers.Serializer[Any]):
    start = serializers.DateField()
    done = serializers.IntegerField()
    due = serializers.IntegerField()


class HabitLineShown(serializers.Serializer[Any]):
    title = serializers.CharField()
    weeks = WeekShown(many=True)


class ProgressShown(serializers.Serializer[Any]):
    since = serializers.DateField()
    until = serializers.DateField()
    goals = GoalLineShown(many=True)
    medicines = MedicineLineShown(many=True)
    habits = HabitLineShown(many=True)


class ProgressView(PersonView):
    @reads("read_progress", ProgressShown, parameters=[DAYS], of_query=True)
    def get(self, request: PersonRequest) -> Response:
        """The last days, today's included: doses, habits by week, and goals."""
        query = Days(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        found = progress.summary(
            user_id=request.user.pk, sections=SECTIONS, days=query.validated_data["days"], now=timezone.now()
        )
        return Response(ProgressShown(found).data)
