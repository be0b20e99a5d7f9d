"""Schedules open and close; a rule is never edited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.zones import known_zones
from tracker.actions.errors import NotFound
from tracker.actions.occurrences import carry_over
from tracker.actions.people import lock_person
from tracker.logic.schedule import Rule
from tracker.models import Bedtime, Habit, Homework, Medicine, Schedule
from tracker.models.schedules import rule_columns

NOUNS: dict[str, Callable[[UUID], QuerySet[Any]]] = {
    "medicine": Medicine.objects.for_user,
    "habit": Habit.objects.for_user,
    "homework": Homework.objects.for_user,
    "bedtime": Bedtime.objects.for_user,
}


@transaction.atomic
def open_schedule(
    *,
    user_id: UUID,
    noun: str,
    noun_id: UUID,
    rule: Rule,
    lead: timedelta = timedelta(0),
    zone: str = "",
    remind: bool = True,
    now: datetime,
) -> Schedule:
    """A schedule from *now* on; its first reminder is the first whose time to send is still to come.

    Where it follows another of the same noun, what was ticked there ahead of time is ticked here.
    *noun* is "medicine", "habit", "homework" or "bedtime", *lead* how long before the occurrence to send. *zone* is
    an IANA name, or "" to follow the person; a rule of hours never follows and takes the person's present zone.
    Raises NotFound when the noun is not the person's, ValueError when the zone is unknown.
    """
    person = lock_person(user_id)
    _check_noun(user_id, noun, noun_id)
    _check_zone(zone)
    schedule = Schedule(
        user_id=user_id,
        **{f"{noun}_id": noun_id},
        **rule_columns(rule),
        zone=_kept_zone(rule, zone, person),
        lead=lead,
        remind=remind,
        since=now,
    )
    schedule.next_at = schedule.send_after(now, person_zone=person.zone)
    schedule.save()
    carry_over(schedule, person_zone=person.zone)
    return schedule


@transaction.atomic
def close_schedule(*, user_id: UUID, schedule_id: UUID, now: datetime) -> Schedule:
    """Ends at *now*: later occurrences are gone. Closing twice changes nothing. Raises NotFound."""
    schedule = _locked_schedule(user_id, schedule_id)
    if schedule.until is None:
        schedule.until, schedule.next_at = now, None
        schedule.save(update_fields=["until", "next_at"])
    return schedule


@transaction.atomic
def replace_schedule(
    *, user_id: UUID, schedule_id: UUID, rule: Rule, lead: timedelta, zone: str, remind: bool, now: datetime
) -> Schedule:
    """The schedule in force afterwards: the same one when the rule is equal, else a new one from *now* on.

    Lead, zone and remind change in place; a change of lead or zone looks again at what is due since the grace
    window. Raises NotFound, also for a closed schedule, and ValueError when the zone is unknown.
    """
    person = lock_person(user_id)
    schedule = _locked_schedule(user_id, schedule_id)
    if schedule.until is not None:
        raise NotFound("schedule is closed")
    _check_zone(zone)
    if schedule.rule != rule:
        close_schedule(user_id=user_id, schedule_id=schedule_id, now=now)
        noun_id: UUID = getattr(schedule, f"{schedule.noun}_id")
        return open_schedule(
            user_id=user_id,
            noun=schedule.noun,
            noun_id=noun_id,
            rule=rule,
            lead=lead,
            zone=zone,
            remind=remind,
            now=now,
        )
    _retime(schedule, lead=lead, zone=_kept_zone(rule, zone, person), remind=remind, person=person, now=now)
    return schedule


@transaction.atomic
def follow_rule(
    *, user_id: UUID, noun: str, noun_id: UUID, rule: Rule, remind: bool | None = None, now: datetime
) -> Schedule | None:
    """As `replace_schedule`, for the noun's current schedule, whose lead and zone stay, and `remind` where it is None.

    After a rule of hours, whose zone was that of its time, another rule is written where the person is now.
    None where the noun has no current schedule.
    """
    current = Schedule.objects.for_user(user_id).current().filter(**{f"{noun}_id": noun_id}).first()
    if current is None:
        return None
    return replace_schedule(
        user_id=user_id,
        schedule_id=current.pk,
        rule=rule,
        lead=current.lead,
        zone="" if current.every == Schedule.Every.HOURS and current.rule != rule else current.zone,
        remind=current.remind if remind is None else remind,
        now=now,
    )


@transaction.atomic
def move(*, user_id: UUID, zone: str, now: datetime) -> None:
    """The person is in another time zone: what follows them keeps its wall time, what keeps its own zone stays.

    *zone* is an IANA name; raises ValueError when it is unknown and NotFound when the person is.
    """
    person = lock_person(user_id)
    _check_zone(zone)
    person.zone = zone
    person.save(update_fields=["zone"])
    following = list(Schedule.objects.for_user(user_id).current().filter(zone="").select_for_update())
    for schedule in following:
        schedule.next_at = schedule.send_afresh(now, person_zone=zone)
    Schedule.objects.bulk_update(following, ["next_at"])


def _retime(schedule: Schedule, *, lead: timedelta, zone: str, remind: bool, person: User, now: datetime) -> None:
    before = (schedule.lead, schedule.zone, schedule.remind)
    if before == (lead, zone, remind):
        return
    schedule.lead, schedule.zone, schedule.remind = lead, zone, remind
    only_remind = before[:2] == (lead, zone)
    send = schedule.send_after if only_remind else schedule.send_afresh
    schedule.next_at = send(now, person_zone=person.zone)
    schedule.save(update_fields=["lead", "zone", "remind", "next_at"])


def _kept_zone(rule: Rule, zone: str, person: User) -> str:
    return zone or (person.zone if rule.every == "hours" else "")


def _locked_schedule(user_id: UUID, schedule_id: UUID) -> Schedule:
    schedule = Schedule.objects.for_user(user_id).select_for_update().filter(pk=schedule_id).first()
    if schedule is None:
        raise NotFound("schedule")
    return schedule


def _check_noun(user_id: UUID, noun: str, noun_id: UUID) -> None:
    if noun not in NOUNS or not NOUNS[noun](user_id).filter(pk=noun_id).exists():
        raise NotFound("noun")


def _check_zone(zone: str) -> None:
    if zone and zone not in known_zones():
        raise ValueError("zone is unknown")
