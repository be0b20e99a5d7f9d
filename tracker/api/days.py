"""One page of the person's days, and making it smaller."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response

from accounts.models import User
from tracker import today
from tracker.actions.small import make_smaller
from tracker.api.described import DATE, reads, records
from tracker.api.door import PersonRequest, PersonView
from tracker.api.fields import At, Said, Truth
from tracker.api.recording import RecordingView, require_open
from tracker.models import SmallDay
from tracker.moods import DayMood


class ItemShown(serializers.Serializer[Any]):
    kind = serializers.CharField()
    schedule = serializers.UUIDField(source="schedule_id")
    date = serializers.DateField()
    slot = serializers.IntegerField()
    at = At()
    time = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()


class DayMoodShown(serializers.Serializer[Any]):
    level = serializers.SerializerMethodField()
    note = serializers.CharField()

    def get_level(self, mood: DayMood) -> int | None:
        return next((level.value for level in mood.levels if level.chosen), None)


class DayShown(serializers.Serializer[Any]):
    """`can_record`: whether something can still be put on it. `smaller`: the person made it smaller."""

    date = serializers.DateField()
    is_today = serializers.BooleanField()
    can_record = serializers.BooleanField()
    smaller = serializers.BooleanField(source="is_small")
    mood = DayMoodShown()
    items = ItemShown(many=True)


class TodayView(PersonView):
    @reads("read_today", DayShown)
    def get(self, request: PersonRequest) -> Response:
        """All that stands on today's page, and what was recorded of it."""
        return Response(DayShown(today.day(user_id=request.user.pk, date=None, now=timezone.now())).data)


class DayView(PersonView):
    @reads("read_day", DayShown, parameters=[DATE])
    def get(self, request: PersonRequest, date: dt.date) -> Response:
        """As today, for another day that was."""
        try:
            found = today.day(user_id=request.user.pk, date=date, now=timezone.now())
        except today.NoSuchDay:
            raise Http404 from None
        return Response(DayShown(found).data)


class SmallerSaid(Said):
    """Whether the day holds medicine and one small thing, and the rest rests."""

    smaller = Truth()


class SmallerShown(serializers.Serializer[Any]):
    date = serializers.DateField()
    smaller = serializers.BooleanField()


@records("record_smaller", SmallerSaid, SmallerShown, name=[DATE], description="Make a day smaller, or whole again.")
class SmallerView(RecordingView):
    said, shown = SmallerSaid, SmallerShown

    def record(
        self, person: User, words: dict[str, Any], said_at: dt.datetime, now: dt.datetime, **name: Any
    ) -> dict[str, Any]:
        require_open(person, name["date"], said_at)
        make_smaller(user_id=person.pk, **name, **words, recorded_at=said_at, now=now)
        return self.standing(person, **name)

    def standing(self, person: User, **name: Any) -> dict[str, Any]:
        return {**name, "smaller": SmallDay.objects.for_user(person).standing().filter(**name).exists()}
