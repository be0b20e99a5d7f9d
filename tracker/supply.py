"""How long the supply of a medicine lasts, from the count and the schedule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from accounts.models import User
from tracker.actions.supply import Key, uses
from tracker.logic import supply as logic
from tracker.models import Dose, Medicine, Schedule

HORIZON, DAY = dt.timedelta(days=400), dt.timedelta(days=1)
SOON = dt.timedelta(days=max(logic.WARN_AT) + 2)  # far enough to see whether a refill is worth a word


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """`count` doses were left on `on`. `days`: until the first dose that is not covered, `working` of them Mondays to
    Fridays; None where nothing tells: as needed, paused, or more than a year."""

    count: int
    on: dt.date
    days: int | None
    working: int

    @property
    def is_low(self) -> bool:
        """Whether ordering now avoids a gap."""
        return logic.threshold(self.days) is not None


def days_left(
    medicine: Medicine,
    schedules: Collection[Schedule],
    paused: Collection[Key],
    *,
    zone: str,
    now: dt.datetime,
    within: dt.timedelta = HORIZON,
) -> int | None:
    """Days to the first dose that the counted supply does not cover; None where it is not counted, where no time tells
    (as needed, paused, put away), or where it lasts longer than *within*. No query.

    *schedules*: the medicine's own that are in force, others do no harm. *paused*: its doses that were told to pause,
    which use up nothing. *zone*: the person's.
    """
    if medicine.supply is None or medicine.as_needed or medicine.paused_at or medicine.ended_at:
        return None
    since = dt.datetime.fromisoformat(medicine.supply["at"])
    on = dt.date.fromisoformat(medicine.supply["on"])
    left = medicine.supply.get("left", medicine.supply["count"])
    due = uses(schedules, paused, since=since, end=now + within, zone=zone)
    days = (at.astimezone(ZoneInfo(zone)).date() for at in due)
    return logic.days_left(left, on, days, max(_first_day(schedules, zone, now), on))


def told_to_pause(user: User) -> set[Key]:
    """The doses of the person that the prescriber told them to pause, in one query."""
    told = Dose.objects.for_user(user).filter(state=Dose.State.TOLD_TO_PAUSE)
    return set(told.values_list("schedule_id", "date", "slot"))


def supply_of(*, user: User, medicine: Medicine, now: dt.datetime) -> Supply | None:
    """The supply as the medicine's pages show it; None where it is not counted. Two queries."""
    if medicine.supply is None:
        return None
    schedules = list(medicine.schedules.all())
    days = days_left(medicine, schedules, told_to_pause(user), zone=user.zone, now=now)
    return Supply(
        count=medicine.supply["count"],
        on=dt.date.fromisoformat(medicine.supply["on"]),
        days=days,
        working=logic.working_days(days or 0, now.astimezone(user.tzinfo).date()),
    )


def _first_day(schedules: Iterable[Schedule], zone: str, now: dt.datetime) -> dt.date:
    """Today, or tomorrow once today's doses have fallen due, so that 28 doses of one a day are 28 days."""
    today = now.astimezone(ZoneInfo(zone)).date()
    midnight = dt.datetime.combine(today + DAY, dt.time.min, ZoneInfo(zone))
    later = (one for each in schedules for one in each.occurrences(start=now, end=midnight, person_zone=zone))
    return today if any(later) else today + DAY
