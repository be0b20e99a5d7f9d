"""The person as Today needs them: their clock, and what stands about their days in general."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.zones import zone_or_utc
from tracker.models import AgendaLine, Goal, GoalRating, HabitPause, SideEffects, SleepNight, SmallDay


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Dates are those of pages, both ends inclusive; None where there is none.

    `small_since`: since when the page `small_on` is smaller. `rests`: the latest rest of all habits that stands.
    """

    id: UUID
    zone: str
    day_start: dt.time
    joined: dt.datetime
    lines: int
    small_on: dt.date | None
    small_since: dt.datetime | None
    rests_from: dt.date | None
    rests_until: dt.date | None
    rest_id: UUID | None
    first_goal_at: dt.datetime | None
    slept_on: dt.date | None
    side_effects_on: dt.date | None
    rated_on: dt.date | None

    @property
    def tzinfo(self) -> ZoneInfo:
        return zone_or_utc(self.zone)

    @property
    def goals_since(self) -> dt.date | None:
        """The date of the oldest goal that is active."""
        return self.first_goal_at.astimezone(self.tzinfo).date() if self.first_goal_at else None

    def rests_on(self, page: dt.date) -> bool:
        """Whether the habits rest on that page."""
        return bool(self.rests_from and self.rests_until and self.rests_from <= page <= self.rests_until)


def person_of(user_id: UUID) -> Person:
    """In one query. Raises User.DoesNotExist."""
    small = _latest(SmallDay.objects.standing(), "-date")
    rest = _latest(HabitPause.objects.filter(ended_at__isnull=True), "-until")
    lines = AgendaLine.objects.open().filter(user=OuterRef("pk")).order_by().values("user")
    values = (
        User.objects.filter(pk=user_id)
        .values("zone", "day_start")
        .annotate(
            joined=F("date_joined"),
            lines=Coalesce(Subquery(lines.annotate(count=Count("pk")).values("count")), 0),
            small_on=Subquery(small.values("date")[:1]),
            small_since=Subquery(small.values("since")[:1]),
            rests_from=Subquery(rest.values("since")[:1]),
            rests_until=Subquery(rest.values("until")[:1]),
            rest_id=Subquery(rest.values("pk")[:1]),
            first_goal_at=Subquery(_latest(Goal.objects.active(), "created_at").values("created_at")[:1]),
            slept_on=_last(SleepNight.objects.all()),
            side_effects_on=_last(SideEffects.objects.all()),
            rated_on=_last(GoalRating.objects.all()),
        )
        .get()
    )
    return Person(id=user_id, **values)


def _latest[Rows: QuerySet](rows: Rows, order: str) -> Rows:  # type: ignore[type-arg]
    return rows.filter(user=OuterRef("pk")).order_by(order)


def _last(rows: QuerySet) -> Subquery:  # type: ignore[type-arg]
    return Subquery(rows.filter(user=OuterRef("pk")).order_by("-date").values("date")[:1])
