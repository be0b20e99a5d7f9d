"""Schedule: when something is due. The rule in local time; `next_at` is a cached instant to send at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cached_property, reduce
from operator import or_
from typing import Any, ClassVar
from uuid import UUID

from django.db import connections, models

from accounts.owned import Owned, OwnedQuerySet
from accounts.zones import ZoneField, zone_or_utc
from tracker.logic.schedule import (
    LONGEST_GRACE,
    Kind,
    Occurrence,
    Rule,
    find_occurrence,
    grace,
    next_occurrence,
    occurrences,
)


def read_times(values: list[str]) -> tuple[dt.time, ...]:
    return tuple(dt.time.fromisoformat(value) for value in values)


def rule_columns(rule: Rule) -> dict[str, Any]:
    """The rule as the columns of a schedule; `Schedule.rule` reads it back equal."""
    return {
        "every": rule.every,
        "interval": rule.interval,
        "times": [time.isoformat() for time in rule.times],
        "weekdays": sorted(rule.weekdays),
        "month_day": rule.month_day,
        "on_days": rule.on_days,
        "off_days": rule.off_days,
        "start": rule.start,
        "end": rule.end,
    }


def exactly_one(*names: str) -> models.Q:
    """That one of these columns holds a value and the others none."""
    return reduce(or_, (models.Q(**{f"{name}__isnull": name != set_one for name in names}) for set_one in names))


class ScheduleQuerySet(OwnedQuerySet["Schedule"]):
    def current(self) -> ScheduleQuerySet:
        return self.filter(until__isnull=True)

    def move_on(self, next_at: Mapping[UUID, dt.datetime | None]) -> None:
        """Set `next_at` of these schedules in one statement; `bulk_update` takes six times as long."""
        if not next_at:
            return
        connection = connections[self.db]
        columns = (Schedule._meta.pk, Schedule._meta.get_field("next_at"))
        row = ", ".join(f"CAST(%s AS {field.db_type(connection)})" for field in columns)
        if connection.vendor == "sqlite":
            row = "%s, %s"
        params = [
            field.get_db_prep_value(value, connection)
            for pair in next_at.items()
            for field, value in zip(columns, pair, strict=True)
        ]
        sql = (
            f"WITH moved (id, next_at) AS (VALUES {', '.join([f'({row})'] * len(next_at))}) "  # noqa: S608
            f"UPDATE {Schedule._meta.db_table} SET next_at = moved.next_at FROM moved "
            f"WHERE {Schedule._meta.db_table}.id = moved.id"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, params)


class Schedule(Owned):
    """One nullable foreign key per noun, exactly one of them set.

    A rule is never edited: a change closes this schedule (`until`) and opens another (`since`),
    so that slots are never renumbered.
    """

    class Every(models.TextChoices):
        DAY = "day"
        WEEK = "week"
        MONTH = "month"
        HOURS = "hours"
        ONCE = "once"

    NOUNS: ClassVar[tuple[str, ...]] = ("medicine", "habit", "homework", "bedtime")
    KINDS: ClassVar[dict[str, Kind]] = {
        "medicine": "dose",
        "habit": "habit",
        "homework": "homework",
        "bedtime": "wind_down",
    }

    medicine = models.ForeignKey("tracker.Medicine", null=True, on_delete=models.CASCADE, related_name="schedules")
    habit = models.ForeignKey("tracker.Habit", null=True, on_delete=models.CASCADE, related_name="schedules")
    homework = models.ForeignKey("tracker.Homework", null=True, on_delete=models.CASCADE, related_name="schedules")
    bedtime = models.ForeignKey("tracker.Bedtime", null=True, on_delete=models.CASCADE, related_name="schedules")

    every = models.CharField(max_length=5, choices=Every.choices)
    interval = models.PositiveSmallIntegerField(default=1)
    times = models.JSONField(default=list)
    weekdays = models.JSONField(default=list)
    month_day = models.PositiveSmallIntegerField(null=True)
    on_days = models.PositiveSmallIntegerField(null=True)
    off_days = models.PositiveSmallIntegerField(null=True)
    start = models.DateField()
    end = models.DateField(null=True)

    zone = ZoneField(blank=True)
    lead = models.DurationField(default=dt.timedelta)
    remind = models.BooleanField(default=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("next_at", name="schedule_next_at")]
        constraints = [
            models.CheckConstraint(
                name="schedule_has_one_noun",
                condition=exactly_one("medicine", "habit", "homework", "bedtime"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def noun(self) -> str:
        """Which kind of thing is due: "medicine", "habit", "homework" or "bedtime"."""
        return next(noun for noun in self.NOUNS if getattr(self, f"{noun}_id") is not None)

    @cached_property
    def rule(self) -> Rule:
        return Rule(
            every=self.every,  # type: ignore[arg-type]
            interval=self.interval,
            times=read_times(self.times),
            weekdays=frozenset(self.weekdays),
            month_day=self.month_day,
            on_days=self.on_days,
            off_days=self.off_days,
            start=self.start,
            end=self.end,
        )

    @property
    def kind(self) -> Kind:
        """What falls due: "dose", "habit", "homework" or "wind_down"."""
        return self.KINDS[self.noun]

    def zone_for(self, person_zone: str) -> str:
        """Its own zone, or the person's where it follows the person; a name no longer known counts as UTC."""
        return zone_or_utc(self.zone or person_zone).key

    def occurrences(self, *, start: dt.datetime, end: dt.datetime, person_zone: str) -> Iterator[Occurrence]:
        """Those in [start, end) of the time this schedule is in force."""
        end = end if self.until is None else min(end, self.until)
        return occurrences(self.rule, start=max(start, self.since), end=end, zone=self.zone_for(person_zone))

    def find(self, *, date: dt.date, slot: int, person_zone: str) -> Occurrence | None:
        """The occurrence of that name; None when there is none, or when the schedule was not in force at it."""
        found = find_occurrence(self.rule, date=date, slot=slot, zone=self.zone_for(person_zone))
        return found if found and self.since <= found.at and (self.until is None or found.at < self.until) else None

    def find_any(self, *, date: dt.date, slot: int, person_zone: str) -> Occurrence | None:
        """As `find`, also of a time this schedule was not in force: what was said of it then stays."""
        return find_occurrence(self.rule, date=date, slot=slot, zone=self.zone_for(person_zone))

    def expires_at(self, occurrence: Occurrence, *, person_zone: str) -> dt.datetime:
        """The instant from which a reminder of it would be worse than none."""
        return occurrence.at + grace(self.kind, self.rule, occurrence, self.zone_for(person_zone))

    def send_after(self, after: dt.datetime, *, person_zone: str) -> dt.datetime | None:
        """The first instant to send at that is later than *after*; None when no reminder will follow."""
        if self.until is not None or not self.remind:
            return None
        found = next_occurrence(self.rule, after=after + self.lead, zone=self.zone_for(person_zone))
        return found.at - self.lead if found else None

    def send_afresh(self, now: dt.datetime, *, person_zone: str) -> dt.datetime | None:
        """As `send_after`, but from now minus grace: an occurrence that a move made due lately still counts."""
        if self.until is not None or not self.remind:
            return None
        start, zone = max(now - LONGEST_GRACE, self.since), self.zone_for(person_zone)
        recent = occurrences(self.rule, start=start, end=now, zone=zone)
        fresh = (one for one in recent if self.expires_at(one, person_zone=person_zone) > now)
        found = next(fresh, None) or next_occurrence(self.rule, after=now - dt.datetime.resolution, zone=zone)
        return found.at - self.lead if found else None


class OccurrenceEntry(Owned):
    """What a person recorded of one occurrence (schedule, local date, slot). No row: nothing recorded.

    Undo clears `state` and keeps the row, so that the later `recorded_at` wins.
    """

    date = models.DateField()
    slot = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)
