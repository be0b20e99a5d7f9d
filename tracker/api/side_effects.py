"""Side effects of a week."""

from __future__ import annotations

import datetime as dt
from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from accounts.models import User
from tracker.actions.side_effects import record_side_effects
from tracker.api.described import DATE, SPAN, reads, records
from tracker.api.door import PersonRequest, PersonView
from tracker.api.fields import At, Said, Truth, Words
from tracker.api.recording import RecordingView, require_open
from tracker.api.spans import span_of
from tracker.forms.side_effects import NOTE_LENGTH
from tracker.models import SideEffects


class SideEffectsSaid(Said):
    """The whole week at once; `much` "" takes it back. `red_flag`: one of those that need medical advice now.

    Of a red flag nothing is kept but that a card was called for.
    """

    much = serializers.ChoiceField(choices=SideEffects.Much.choices, allow_blank=True)
    note = Words(max_length=NOTE_LENGTH, required=False, default="", many_lines=True)
    red_flag = Truth(required=False, default=False)


class SideEffectsShown(serializers.Serializer[Any]):
    date = serializers.DateField()
    much = serializers.CharField()
    note = serializers.CharField()
    recorded_at = At(allow_null=True)


class SideEffectsAllShown(serializers.Serializer[Any]):
    side_effects = SideEffectsShown(many=True)


@records("record_side_effects", SideEffectsSaid, SideEffectsShown, name=[DATE], description="Record side effects.")
class SideEffectsView(RecordingView):
    said, shown = SideEffectsSaid, SideEffectsShown

    def record(
        self, person: User, words: dict[str, Any], said_at: dt.datetime, now: dt.datetime, **name: Any
    ) -> SideEffects:
        require_open(person, name["date"], said_at)
        note = words.pop("note")
        who: dict[str, Any] = {"user_id": person.pk, "recorded_at": said_at, "now": now}
        row = record_side_effects(**who, **name, **words, note=note if words["much"] else "")
        return row or self.standing(person, **name)

    def standing(self, person: User, **name: Any) -> SideEffects:
        return SideEffects.objects.for_user(person).filter(**name).first() or SideEffects(user=person, **name)


class SideEffectsAllView(PersonView):
    @reads("list_side_effects", SideEffectsAllShown, parameters=SPAN, of_query=True)
    def get(self, request: PersonRequest) -> Response:
        """What was said of side effects, by date. `much` "" was taken back."""
        found = SideEffects.objects.for_user(request.user).filter(date__range=span_of(request))
        return Response(SideEffectsAllShown({"side_effects": found}).data)
