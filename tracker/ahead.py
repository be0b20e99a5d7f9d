"""What is in the plan and has not fallen due yet: when it comes, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from tracker.logic.schedule import Occurrence, next_occurrence
from tracker.models import Schedule
from tracker.plan import medicine_title
from tracker.words import when_in_words


def first_time(schedule: Schedule | None, *, zone: str, now: dt.datetime) -> str:
    """ "tomorrow at 09:00" until *schedule* first falls due, "" afterwards."""
    found = _first(schedule, zone, now) if schedule else None
    return when_in_words(found.at, zone=ZoneInfo(zone), now=now) if found else ""


def ahead(schedules: Iterable[Schedule], *, today: Collection[UUID], zone: str, now: dt.datetime) -> tuple[str, ...]:
    """A sentence for each current schedule that is not on today's page, the soonest first; homework due once is there.

    *today* are the ids of those that are. While something is, only what has never fallen due is said.
    """
    schedules = list(schedules)
    found = [
        (at, _sentence(schedule, at, changed=_follows(schedule, schedules), zone=zone, now=now))
        for schedule in schedules
        if schedule.until is None and schedule.pk not in today and not _is_homework_once(schedule)
        for at in _next(schedule, zone, now, only_first=bool(today))
    ]
    return tuple(sentence for _at, sentence in sorted(found))


def _first(schedule: Schedule, zone: str, now: dt.datetime) -> Occurrence | None:
    after = schedule.since - dt.datetime.resolution
    found = next_occurrence(schedule.rule, after=after, zone=schedule.zone_for(zone))
    return found if found and found.at > now else None


def _next(schedule: Schedule, zone: str, now: dt.datetime, *, only_first: bool) -> Iterator[dt.datetime]:
    """The next instant, less the lead of a wind-down; none where there is nothing to say."""
    found = _first(schedule, zone, now)
    if found is None and not only_first:
        found = next_occurrence(schedule.rule, after=now, zone=schedule.zone_for(zone))
    if found:
        yield found.at - schedule.lead if schedule.kind == "wind_down" else found.at


def _follows(schedule: Schedule, schedules: list[Schedule]) -> bool:
    return any(
        other.until and getattr(other, f"{schedule.noun}_id") == getattr(schedule, f"{schedule.noun}_id")
        for other in schedules
    )


def _sentence(schedule: Schedule, at: dt.datetime, *, changed: bool, zone: str, now: dt.datetime) -> str:
    begun = changed or _first(schedule, zone, now) is None
    sentence = _("%(title)s comes next %(when)s.") if begun else _("%(title)s starts %(when)s.")
    return sentence % {"title": _title(schedule), "when": when_in_words(at, zone=ZoneInfo(zone), now=now)}


def _title(schedule: Schedule) -> str:
    if schedule.medicine:
        return medicine_title(schedule.medicine)
    titled = schedule.habit or schedule.homework
    return str(titled.title) if titled else _("Wind-down")


def _is_homework_once(schedule: Schedule) -> bool:
    return schedule.noun == "homework" and schedule.every == Schedule.Every.ONCE
