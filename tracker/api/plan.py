"""What the person keeps: medicines, habits, homework and a bedtime, each with its schedules."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from tracker.api.described import reads
from tracker.api.door import PersonRequest, PersonView
from tracker.api.fields import At
from tracker.models import Bedtime, Habit, Homework, Medicine


class ScheduleShown(serializers.Serializer[Any]):
    """When it is due, in local time, from `since` until `until`. A change ends one schedule and begins another."""

    id = serializers.UUIDField()
    since = At()
    until = At(allow_null=True)
    every = serializers.CharField()
    interval = serializers.IntegerField()
    times = serializers.ListField(child=serializers.CharField())
    weekdays = serializers.ListField(child=serializers.IntegerField())
    month_day = serializers.IntegerField(allow_null=True)
    on_days = serializers.IntegerField(allow_null=True)
    off_days = serializers.IntegerField(allow_null=True)
    start = serializers.DateField()
    end = serializers.DateField(allow_null=True)
    zone = serializers.CharField()


class KeptShown(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    ended_at = At(allow_null=True)
    schedules = ScheduleShown(many=True)


class LimitsShown(serializers.Serializer[Any]):
    """What the label says of a medicine as needed; null where it says nothing."""

    most_a_day = serializers.IntegerField(allow_null=True)
    gap_minutes = serializers.IntegerField(allow_null=True)


class MedicineShown(KeptShown):
    name = serializers.CharField()
    dose = serializers.CharField()
    nickname = serializers.CharField()
    form = serializers.CharField()
    prescriber = serializers.CharField()
    taken_since = serializers.DateField(allow_null=True)
    as_needed = LimitsShown(allow_null=True)
    paused_at = At(allow_null=True)


class HabitShown(KeptShown):
    title = serializers.CharField()
    smallest = serializers.CharField()
    times_a_week = serializers.IntegerField(allow_null=True)


class HomeworkKeptShown(KeptShown):
    title = serializers.CharField()
    why = serializers.CharField()
    set_by = serializers.CharField()
    when_and_where = serializers.CharField()
    smallest = serializers.CharField()


class BedtimeShown(KeptShown):
    plan = serializers.CharField()


class MedicinesShown(serializers.Serializer[Any]):
    medicines = MedicineShown(many=True)


class HabitsShown(serializers.Serializer[Any]):
    habits = HabitShown(many=True)


class HomeworkAllShown(serializers.Serializer[Any]):
    homework = HomeworkKeptShown(many=True)


class BedtimesShown(serializers.Serializer[Any]):
    bedtimes = BedtimeShown(many=True)


class MedicinesView(PersonView):
    @reads("list_medicines", MedicinesShown)
    def get(self, request: PersonRequest) -> Response:
        """Every medicine as it stands on the label, with its schedules."""
        found = Medicine.objects.for_user(request.user).order_by("created_at").prefetch_related("schedules")
        return Response(MedicinesShown({"medicines": found}).data)


class HabitsView(PersonView):
    @reads("list_habits", HabitsShown)
    def get(self, request: PersonRequest) -> Response:
        """Every habit with its schedules."""
        found = Habit.objects.for_user(request.user).prefetch_related("schedules")
        return Response(HabitsShown({"habits": found}).data)


class HomeworkAllView(PersonView):
    @reads("list_homework", HomeworkAllShown)
    def get(self, request: PersonRequest) -> Response:
        """All homework with its schedules."""
        found = Homework.objects.for_user(request.user).prefetch_related("schedules")
        return Response(HomeworkAllShown({"homework": found}).data)


class BedtimesView(PersonView):
    @reads("list_bedtimes", BedtimesShown)
    def get(self, request: PersonRequest) -> Response:
        """Every bedtime with its schedules, for the wind-downs."""
        found = Bedtime.objects.for_user(request.user).order_by("created_at").prefetch_related("schedules")
        return Response(BedtimesShown({"bedtimes": found}).data)
