"""What was done of what is due: doses, habits, homework and wind-downs."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from accounts.models import User
from tracker.actions.as_needed import record_as_needed
from tracker.actions.habits import record_habit
from tracker.actions.homework import record_homework
from tracker.actions.medication import record_dose
from tracker.actions.sleep import record_wind_down
from tracker.api.described import OCCURRENCE, SPAN, reads, records
from tracker.api.door import PersonRequest, PersonView
from tracker.api.fields import At, Instant, Said, Words
from tracker.api.recording import RecordingView, entry_of, require_occurrence, require_open_occurrence
from tracker.api.spans import span_of
from tracker.forms.dose import NOTE_LENGTH as DOSE_NOTE
from tracker.forms.homework import NOTE_LENGTH as HOMEWORK_NOTE
from tracker.logic.day import bounds
from tracker.logic.homework import can_be_recorded
from tracker.models import AsNeededDose, Dose, HabitEntry, HomeworkEntry, WindDown

STATES = [("taken", "")]
AS_NEEDED = [
    OpenApiParameter("medicine", OpenApiTypes.UUID, OpenApiParameter.PATH),
    OpenApiParameter("dose", OpenApiTypes.UUID, OpenApiParameter.PATH, description="Made by the program, once a dose."),
]
AHEAD = dt.timedelta(minutes=2)  # a clock a little fast
BEFORE, AFTER = dt.timedelta(days=1), dt.timedelta(days=3)


class DoseSaid(Said):
    """What the person says of one dose; state "" undoes. Only what they say is ever recorded as missed.

    `taken_at`: when it was taken, null where nobody knows; left out, it is as a tap says. `reason` belongs to a dose
    missed or skipped on purpose. What is left out stays as it is.
    """

    state = serializers.ChoiceField(choices=Dose.State.choices, allow_blank=True)
    taken_at = Instant(required=False, allow_null=True)
    reason = serializers.ChoiceField(choices=Dose.Reason.choices, allow_blank=True, required=False)
    note = Words(max_length=DOSE_NOTE, required=False, many_lines=True)


class EntryShown(serializers.Serializer[Any]):
    schedule = serializers.UUIDField(source="schedule_id")
    date = serializers.DateField()
    slot = serializers.IntegerField()
    state = serializers.CharField()
    recorded_at = At()


class DoseShown(EntryShown):
    taken_at = At(allow_null=True)
    reason = serializers.CharField()
    note = serializers.CharField()


@records("record_dose", DoseSaid, DoseShown, name=OCCURRENCE, description="Record one dose.")
class DoseView(RecordingView):
    said, shown = DoseSaid, DoseShown

    def record(self, person: User, words: dict[str, Any], said_at: dt.datetime, now: dt.datetime, **name: Any) -> Dose:
        mine, found = require_open_occurrence(person, "medicine", said_at, **name)
        in_time = said_at < mine.expires_at(found, person_zone=person.zone)
        _require_around(words.get("taken_at"), person, now=now, first=found.at - BEFORE, last=found.at + AFTER)
        at = words.pop("taken_at", said_at if in_time else None)
        return record_dose(user_id=person.pk, **_named(name), at=at, **words, recorded_at=said_at, now=now)

    def standing(self, person: User, **name: Any) -> Any:
        return entry_of(Dose, person, **name)


class AsNeededSaid(Said):
    """One dose of a medicine as needed, by an id of the program's own; state "" takes it back.

    `taken_at`: today or yesterday; left out or null, it is when it was said. What the label says of most a day and of
    the gap stands with the medicine, to be shown before.
    """

    state = serializers.ChoiceField(choices=STATES, allow_blank=True)
    taken_at = Instant(required=False, allow_null=True)


class AsNeededShown(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    medicine = serializers.UUIDField(source="medicine_id")
    taken_at = At()
    recorded_at = At()
    withdrawn_at = At(allow_null=True)


@records("record_as_needed", AsNeededSaid, AsNeededShown, name=AS_NEEDED, description="Record one dose as needed.")
class AsNeededView(RecordingView):
    said, shown = AsNeededSaid, AsNeededShown

    def record(
        self, person: User, words: dict[str, Any], said_at: dt.datetime, now: dt.datetime, **name: Any
    ) -> AsNeededDose:
        at = words.pop("taken_at", None)
        _require_around(at, person, now=now, first=now - BEFORE, last=now)
        who: dict[str, Any] = {"medicine_id": name["medicine"], "dose_id": name["dose"], "user_id": person.pk}
        row = record_as_needed(**who, **words, taken_at=at, recorded_at=said_at, now=now)
        return row or self.standing(person, **name)

    def standing(self, person: User, **name: Any) -> AsNeededDose:
        row = AsNeededDose.objects.for_user(person).filter(pk=name["dose"], medicine=name["medicine"]).first()
        if row is None:
            raise Http404
        return row


class HabitSaid(Said):
    """What the person says of one habit; state "" undoes."""

    state = serializers.ChoiceField(choices=HabitEntry.State.choices, allow_blank=True)


@records("record_habit", HabitSaid, EntryShown, name=OCCURRENCE, description="Record one habit.")
class HabitView(RecordingView):
    said, shown = HabitSaid, EntryShown

    def record(
        self, person: User, words: dict[str, Any], said_at: dt.datetime, now: dt.datetime, **name: Any
    ) -> HabitEntry:
        require_open_occurrence(person, "habit", said_at, **name)
        return record_habit(user_id=person.pk, **_named(name), **words, recorded_at=said_at, now=now)

    def standing(self, person: User, **name: Any) -> Any:
        return entry_of(HabitEntry, person, **name)


class HomeworkSaid(Said):
    """What became of one piece of homework; state "" undoes. `barrier` stands beside partly and not done.

    What is left out stays as it is.
    """

    state = serializers.ChoiceField(choices=HomeworkEntry.State.choices, allow_blank=True, required=False)
    barrier = serializers.ChoiceField(choices=HomeworkEntry.Barrier.choices, allow_blank=True, required=False)
    note = Words(max_length=HOMEWORK_NOTE, required=False)


class HomeworkShown(EntryShown):
    barrier = serializers.CharField()
    note = serializers.CharField()


@records("record_homework", HomeworkSaid, HomeworkShown, name=OCCURRENCE, description="Record homework.")
class HomeworkView(RecordingView):
    said, shown = HomeworkSaid, HomeworkShown

    def record(
        self, person: User, words: dict[str, Any], said_at: dt.datetime, now: dt.datetime, **name: Any
    ) -> HomeworkEntry:
        _mine, found = require_occurrence(person, "homework", **name)
        if not can_be_recorded(found.at, said_at=said_at):
            raise Http404
        return record_homework(user_id=person.pk, **_named(name), **words, recorded_at=said_at, now=now)

    def standing(self, person: User, **name: Any) -> Any:
        return entry_of(HomeworkEntry, person, **name)


class WindDownSaid(Said):
    """Whether the person wound down on one evening; state "" undoes. The date is that of the bedtime."""

    state = serializers.ChoiceField(choices=WindDown.State.choices, allow_blank=True)


@records("record_wind_down", WindDownSaid, EntryShown, name=OCCURRENCE, description="Record one wind-down.")
class WindDownView(RecordingView):
    said, shown = WindDownSaid, EntryShown

    def record(
        self, person: User, words: dict[str, Any], said_at: dt.datetime, now: dt.datetime, **name: Any
    ) -> WindDown:
        require_open_occurrence(person, "bedtime", said_at, **name)
        return record_wind_down(user_id=person.pk, **_named(name), **words, recorded_at=said_at, now=now)

    def standing(self, person: User, **name: Any) -> Any:
        return entry_of(WindDown, person, **name)


class EntriesShown(serializers.Serializer[Any]):
    doses = DoseShown(many=True)
    as_needed = AsNeededShown(many=True)
    habits = EntryShown(many=True)
    homework = HomeworkShown(many=True)
    wind_downs = EntryShown(many=True)


class EntriesView(PersonView):
    @reads("list_entries", EntriesShown, parameters=SPAN, of_query=True)
    def get(self, request: PersonRequest) -> Response:
        """What was recorded of doses, habits, homework and wind-downs, by date. State "" was taken back."""
        person, (since, until) = request.user, span_of(request)
        of = {"user_id": person.pk, "date__range": (since, until)}
        models = {"doses": Dose, "habits": HabitEntry, "homework": HomeworkEntry, "wind_downs": WindDown}
        found = {name: model._default_manager.filter(**of).order_by("date", "slot") for name, model in models.items()}
        start, _ = bounds(since, zone=person.zone, day_start=person.day_start)
        _, end = bounds(until, zone=person.zone, day_start=person.day_start)
        as_needed = AsNeededDose.objects.for_user(person).filter(taken_at__gte=start, taken_at__lt=end)
        return Response(EntriesShown({**found, "as_needed": as_needed}).data)


def _require_around(
    at: dt.datetime | None, person: User, *, now: dt.datetime, first: dt.datetime, last: dt.datetime
) -> None:
    """422 for a time still to come, or on a local day before that of *first* or after that of *last*."""
    if at is None:
        return
    if at > now + AHEAD:
        raise ValidationError({"taken_at": ["future"]}, code="future")
    since, day, until = (one.astimezone(person.tzinfo).date() for one in (first, at, last))
    if not since <= day <= until:
        raise ValidationError({"taken_at": ["range"]}, code="range")


def _named(name: dict[str, Any]) -> dict[str, Any]:
    """As the actions name an occurrence."""
    schedule: UUID = name["schedule"]
    return {"schedule_id": schedule, "date": name["date"], "slot": name["slot"]}
