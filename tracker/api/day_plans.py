"""The plan of one day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from rest_framework import serializers

from accounts.models import User
from tracker.actions.day_plan import THINGS, tick_day_plan, write_day_plan
from tracker.api.described import DATE, records
from tracker.api.fields import Said, Truth, Words
from tracker.api.recording import RecordingView, require_open
from tracker.forms.day_plan import LENGTH
from tracker.models import DayPlan

DAY = dt.timedelta(days=1)


class DayPlanSaid(Said):
    """One must, one kind and one small pleasant thing of a day; "" takes one away. What is left out stays."""

    must = Words(max_length=LENGTH, required=False)
    kind = Words(max_length=LENGTH, required=False)
    pleasant = Words(max_length=LENGTH, required=False)
    must_done = Truth(required=False)
    kind_done = Truth(required=False)
    pleasant_done = Truth(required=False)


class DayPlanShown(serializers.Serializer[Any]):
    date = serializers.DateField()
    must = serializers.CharField()
    kind = serializers.CharField()
    pleasant = serializers.CharField()
    must_done = serializers.BooleanField()
    kind_done = serializers.BooleanField()
    pleasant_done = serializers.BooleanField()


@records("write_day_plan", DayPlanSaid, DayPlanShown, name=[DATE], description="Write the plan of a day, and tick it.")
class DayPlanView(RecordingView):
    """A day can be planned the evening before."""

    said, shown = DayPlanSaid, DayPlanShown

    def record(
        self, person: User, words: dict[str, Any], said_at: dt.datetime, now: dt.datetime, **name: Any
    ) -> dict[str, Any]:
        date: dt.date = name["date"]
        require_open(person, date, said_at, ahead=DAY)
        who: dict[str, Any] = {"user_id": person.pk, "date": date, "recorded_at": said_at, "now": now}
        written = {thing: words[thing] for thing in THINGS if thing in words}
        with transaction.atomic():
            write_day_plan(**who, words=written)
            for thing in THINGS:
                if f"{thing}_done" in words:
                    tick_day_plan(**who, thing=thing, done=words[f"{thing}_done"])
        return self.standing(person, date=date)

    def standing(self, person: User, **name: Any) -> dict[str, Any]:
        row = DayPlan.objects.for_user(person).filter(**name).first()
        things = row.things if row else {}
        texts = {thing: things.get(thing, {}).get("text", "") for thing in THINGS}
        done = {f"{thing}_done": things.get(thing, {}).get("done", False) for thing in THINGS}
        return {**name, **texts, **done}
