"""What was done of what is due: doses, habits, homework and wind-downs."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from accounts.models import User
from tracker.actions.habits import record_habit
from tracker.actions.homework import record_homework
from tracker.actions.medication import record_dose
from tracker.actions.sleep import record_wind_down
from tracker.api.described import OCCURRENCE, SPAN, reads, records
from tracker.api.door import PersonRequest, PersonView
from tracker.api.fields import At, Instant, Said, Words
from tracker.api.recording import RecordingView, entry_of, require_open_occurrence
from tracker.api.spans import span_of
from tracker.models import Dose, HabitEntry, HomeworkEntry, WindDown

NOTE_LENGTH = 1000


class DoseSaid(Said):
    """What the person says of one dose; state "" undoes. Only what they say is ever recorded as missed.

    `taken_at`: when it was taken, null where nobody knows; left out, it is as a tap says. `reason` belongs to a dose
    missed or skipped on purpose. What is left out stays as it is.
    """

    state = serializers.ChoiceField(choices=Dose.State.choices, allow_blank=True)
    taken_at = Instant(required=False, allow_null=True)
    reason = serializers.ChoiceField(choices=Dose.Reason.choices, allow_blank=True, required=False)
    note = Words(max_length=NOTE_LENGTH, required=False)


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
        mine = require_open_occurrence(person, "medicine", said_at, now, **name)
        found = mine.find(date=name["date"], slot=name["slot"], person_zone=person.zone)
        in_time = found is not None and said_at < mine.expires_at(found, person_zone=person.zone)
        at = words.pop("taken_at", said_at if in_time else None)
        who = {"user_id": person.pk, "recorded_at": said_at, "now": now}
        return record_dose(**who, **_named(name), at=at, **words)

    def standing(self, person: User, **name: Any) -> Any:
        return entry_of(Dose, person, **name)


class HabitSaid(Said):
    """What the person says of one habit; state "" undoes."""

    state = serializers.ChoiceField(choices=HabitEntry.State.choices, allow_blank=True)


@records("record_habit", HabitSaid, EntryShown, name=OCCURRENCE, description="Record one habit.")
class HabitView(RecordingView):
    said, shown = HabitSaid, EntryShown

    def record(
        self, person: User, words: dict[str, Any], said_at: dt.datetime, now: dt.datetime, **name: Any
    ) -> HabitEntry:
        require_open_occurrence(person, "habit", said_at, now, **name)
        return record_habit(user_id=person.pk, **_named(name), **words, recorded_at=said_at, now=now)

    def standing(self, person: User, **name: Any) -> Any:
        return entry_of(HabitEntry, person, **name)


class HomeworkSaid(Said):
    """What became of one piece of homework; state "" undoes. `barrier` stands beside partly and not done.

    What is left out stays as it is.
    """

    state = serializers.ChoiceField(choices=HomeworkEntry.State.choices, allow_blank=True, required=False)
    barrier = serializers.ChoiceField(choices=HomeworkEntry.Barrier.choices, allow_blank=True, required=False)
    note = Words(max_length=NOTE_LENGTH, required=False)


class HomeworkShown(EntryShown):
    barrier = serializers.CharField()
    note = serializers.CharField()


@records("record_homework", HomeworkSaid, HomeworkShown, name=OCCURRENCE, description="Record homework.")
class HomeworkView(RecordingView):
    said, shown = HomeworkSaid, HomeworkShown

    def record(
        self, person: User, words: dict[str, Any], said_at: dt.datetime, now: dt.datetime, **name: Any
    ) -> HomeworkEntry:
        require_open_occurrence(person, "homework", said_at, now, **name)
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
        require_open_occurrence(person, "bedtime", said_at, now, **name)
        return record_wind_down(user_id=person.pk, **_named(name), **words, recorded_at=said_at, now=now)

    def standing(self, person: User, **name: Any) -> Any:
        return entry_of(WindDown, person, **name)


class EntriesShown(serializers.Serializer[Any]):
    doses = DoseShown(many=True)
    habits = EntryShown(many=True)
    homework = HomeworkShown(many=True)
    wind_downs = EntryShown(many=True)


class EntriesView(PersonView):
    @reads("list_entries", EntriesShown, parameters=SPAN, of_query=True)
    def get(self, request: PersonRequest) -> Response:
        """What was recorded of doses, habits, homework and wind-downs, by date. State "" was taken back."""
        of = {"user_id": request.user.pk, "date__range": span_of(request)}
        models = {"doses": Dose, "habits": HabitEntry, "homework": HomeworkEntry, "wind_downs": WindDown}
        found = {name: model._default_manager.filter(**of).order_by("date", "slot") for name, model in models.items()}
        return Response(EntriesShown(found).data)


def _named(name: dict[str, Any]) -> dict[str, Any]:
    """As the actions name an occurrence."""
    schedule: UUID = name["schedule"]
    return {"schedule_id": schedule, "date": name["date"], "slot": name["slot"]}
