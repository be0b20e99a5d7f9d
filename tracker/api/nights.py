"""The sleep diary."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response

from accounts.models import User
from tracker.actions.sleep_diary import record_night
from tracker.api.described import DATE, SPAN, reads, records
from tracker.api.door import PersonRequest, PersonView
from tracker.api.fields import At, Said, WallTime, Whole
from tracker.api.recording import RecordingView, require_open
from tracker.api.spans import span_of
from tracker.forms.sleep import NightForm
from tracker.logic.sleep import Answers, answers_from
from tracker.models import SleepNight


class NightSaid(Said):
    """The whole night before the morning of the date, at once: what is left out is empty, and nothing but empty fields
    take the night back. Times are local; `to_sleep` and `awake` are minutes; `quality` is 1 very bad to 5 very good.
    """

    into_bed = WallTime(allow_null=True, required=False)
    tried = WallTime(allow_null=True, required=False)
    to_sleep = Whole(min_value=0, max_value=1439, allow_null=True, required=False)
    wakings = Whole(min_value=0, max_value=99, allow_null=True, required=False)
    awake = Whole(min_value=0, max_value=1439, allow_null=True, required=False)
    woke = WallTime(allow_null=True, required=False)
    got_up = WallTime(allow_null=True, required=False)
    quality = Whole(min_value=1, max_value=5, allow_null=True, required=False)


class NightShown(serializers.Serializer[Any]):
    date = serializers.DateField()
    into_bed = WallTime(source="answers.into_bed", allow_null=True)
    tried = WallTime(source="answers.tried", allow_null=True)
    to_sleep = serializers.IntegerField(source="answers.to_sleep", allow_null=True)
    wakings = serializers.IntegerField(source="answers.wakings", allow_null=True)
    awake = serializers.IntegerField(source="answers.awake", allow_null=True)
    woke = WallTime(source="answers.woke", allow_null=True)
    got_up = WallTime(source="answers.got_up", allow_null=True)
    quality = serializers.IntegerField(source="answers.quality", allow_null=True)
    recorded_at = At(allow_null=True)


class NightsShown(serializers.Serializer[Any]):
    nights = NightShown(many=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    date: dt.date
    answers: Answers
    recorded_at: dt.datetime | None = None


@records("record_night", NightSaid, NightShown, name=[DATE], description="Record one night of the sleep diary.")
class NightView(RecordingView):
    said, shown = NightSaid, NightShown

    def record(self, person: User, words: dict[str, Any], said_at: dt.datetime, now: dt.datetime, **name: Any) -> Kept:
        require_open(person, name["date"], said_at)
        form = NightForm(words, day=name["date"], zone=person.zone, said_at=said_at)
        _require_valid(form)
        record_night(user_id=person.pk, **name, answers=form.answers, recorded_at=said_at, now=now)
        return self.standing(person, **name)

    def standing(self, person: User, **name: Any) -> Kept:
        night = SleepNight.objects.for_user(person).filter(**name).first()
        return _kept(night) if night else Kept(date=name["date"], answers=Answers())


class NightsView(PersonView):
    @reads("list_nights", NightsShown, parameters=SPAN, of_query=True)
    def get(self, request: PersonRequest) -> Response:
        """Each night that was filled in, by the date of its morning."""
        found = SleepNight.objects.for_user(request.user).filter(date__range=span_of(request))
        return Response(NightsShown({"nights": [_kept(night) for night in found if night.answers]}).data)


def _require_valid(form: NightForm) -> None:
    """422 where what is said contradicts itself, or is still to come."""
    if not form.is_valid():
        found = {name: errors[0].code or "invalid" for name, errors in form.errors.as_data().items()}
        raise ValidationError({name: [ErrorDetail("", code)] for name, code in found.items()})


def _kept(night: SleepNight) -> Kept:
    return Kept(date=night.date, answers=answers_from(night.answers), recorded_at=night.recorded_at)
