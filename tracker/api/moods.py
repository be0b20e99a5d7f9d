"""How the days were, and how they were planned."""

from __future__ import annotations

import datetime as dt
from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from accounts.models import User
from tracker.actions.moods import record_mood
from tracker.api.described import DATE, SPAN, reads, records
from tracker.api.door import PersonRequest, PersonView
from tracker.api.fields import At, Said, Whole, Words
from tracker.api.recording import RecordingView, require_open
from tracker.api.spans import span_of
from tracker.forms.moods import NOTE_LENGTH
from tracker.models import Mood


class MoodSaid(Said):
    """How a day was, 1 very low to 5 very good, and a line about it. Null takes the level back; what is left out
    stays."""

    level = Whole(min_value=min(Mood.Level.values), max_value=max(Mood.Level.values), allow_null=True, required=False)
    note = Words(max_length=NOTE_LENGTH, required=False)


class MoodShown(serializers.Serializer[Any]):
    date = serializers.DateField()
    level = serializers.IntegerField(allow_null=True)
    note = serializers.CharField()
    recorded_at = At(allow_null=True)


class MoodsShown(serializers.Serializer[Any]):
    moods = MoodShown(many=True)


@records("record_mood", MoodSaid, MoodShown, name=[DATE], description="Record how a day was.")
class MoodView(RecordingView):
    said, shown = MoodSaid, MoodShown

    def record(self, person: User, words: dict[str, Any], said_at: dt.datetime, now: dt.datetime, **name: Any) -> Mood:
        require_open(person, name["date"], said_at)
        clear = "level" in words and words["level"] is None
        mood = record_mood(user_id=person.pk, **name, **words, clear=clear, recorded_at=said_at, now=now)
        return mood or self.standing(person, **name)

    def standing(self, person: User, **name: Any) -> Mood:
        return Mood.objects.for_user(person).filter(**name).first() or Mood(user=person, **name)


class MoodsView(PersonView):
    @reads("list_moods", MoodsShown, parameters=SPAN, of_query=True)
    def get(self, request: PersonRequest) -> Response:
        """How each day was of which something was said, by date."""
        found = Mood.objects.for_user(request.user).filter(date__range=span_of(request)).order_by("date")
        return Response(MoodsShown({"moods": found}).data)
