"""Front door for reminders: what falls due, whether it still stands, and whose facts to look at again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db.models import Max

from accounts.models import User
from accounts.zones import zone_or_utc
from tracker.logic.facts import Facts
from tracker.logic.schedule import Kind, Occurrence, next_occurrence
from tracker.models import ENTRIES, Review, Schedule, StoppingThought
from tracker.rests import Clock, due_on, resting

LEASE = timedelta(minutes=10)
LONGEST_LOOK_BACK = timedelta(days=1)

Key = tuple[UUID, dt.date, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One occurrence to remind of. `at` is the occurrence, `due_at` when to send, `expires_at` when late is worse
    than never; all aware UTC."""

    user_id: UUID
    schedule_id: UUID
    kind: Kind
    date: dt.date
    slot: int
    at: datetime
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """open: nothing is recorded of it; settled: the person said what became of it; gone: there is no such
    occurrence any more, or nothing is to be said of it. The instants are the present ones; of what is gone, *now*.
    """

    state: Literal["open", "settled", "gone"]
    at: datetime
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """One thing that reminds: its name in the person's own words, "" for the wind-down, and its next instants to send
    at, aware UTC."""

    kind: Kind
    name: str
    at: tuple[datetime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenReview:
    """`taken` is what `finish_review` asks for, to tell whether something happened meanwhile."""

    review_id: UUID
    user_id: UUID
    taken: datetime


def take_due(*, now: datetime, until: datetime, limit: int) -> list[Due]:
    """What is to be sent by *until* (inclusive), from at most *limit* schedules, the longest due first.

    Call inside a transaction: the schedules stay locked until it ends, and what another has locked is left to it.
    Each moves on past *until*. After an outage a schedule gives what is still fresh at *now*, else its last one.
    Three queries, however many.
    """
    due = Schedule.objects.filter(next_at__lte=until).select_for_update(skip_locked=True)
    batch = list(due.order_by("next_at")[:limit])
    zones = {user_id: clock.zone for user_id, clock in _clocks(batch).items()}
    Schedule.objects.move_on(
        {schedule.pk: schedule.send_after(until, person_zone=zones[schedule.user_id]) for schedule in batch}
    )
    return [one for schedule in batch for one in _due_of(schedule, zones[schedule.user_id], now=now, until=until)]


def longest_waiting(*, now: datetime) -> datetime | None:
    """When what is due by *now* and was not taken yet was to be sent, the longest ago; None when all was taken."""
    waiting = Schedule.objects.filter(next_at__lte=now).order_by("next_at")
    return waiting.values_list("next_at", flat=True).first()


def standing(*, schedule_id: UUID, date: dt.date, slot: int, now: datetime) -> Standing:
    """How one occurrence stands; gone for an unknown schedule."""
    key = (schedule_id, date, slot)
    return standings([key], now=now)[key]


def standings(keys: Collection[Key], *, now: datetime) -> Mapping[Key, Standing]:
    """How each (schedule id, date, slot) stands; what rests is gone. At most nine queries, however many."""
    schedules = Schedule.objects.select_related("habit").in_bulk({schedule_id for schedule_id, _, _ in keys})
    clocks = _clocks(schedules.values())
    settled = _settled(keys, {schedule.noun for schedule in schedules.values()})
    stands = dict.fromkeys(keys, Standing(state="gone", at=now, due_at=now, expires_at=now))
    found = []
    for key in keys:
        schedule_id, date, slot = key
        schedule = schedules.get(schedule_id)
        if schedule is None or not schedule.remind:
            continue
        clock = clocks[schedule.user_id]
        if occurrence := schedule.find(date=date, slot=slot, person_zone=clock.zone):
            state: Literal["settled", "open"] = "settled" if key in settled else "open"
            stands[key] = _standing(schedule, occurrence, clock.zone, state)
            found.append(due_on(schedule, date=date, slot=slot, at=occurrence.at, clock=clock))
    for key in resting(found) - settled:
        stands[key] = replace(stands[key], state="gone")
    return stands


def coming(*, user_id: UUID, now: datetime, times: int) -> tuple[Coming, ...]:
    """What will remind the person, the soonest first, each with its next *times* instants after *now*.

    What they have recorded already does not remind. At most five queries.
    """
    zone = person_zone(user_id)
    reminding = Schedule.objects.for_user(user_id).current().filter(remind=True)
    schedules = list(reminding.select_related(*Schedule.NOUNS))
    done = _done_since(schedules, now)
    found = [Coming(kind=one.kind, name=_name(one), at=_next(one, zone, now, times, done)) for one in schedules]
    return tuple(sorted((one for one in found if one.at), key=lambda one: one.at))


def facts(*, user_id: UUID, now: datetime) -> Facts:
    """What the nudge rules may know of one person. Raises User.DoesNotExist."""
    return facts_of([user_id], now=now).get(user_id) or Facts(now=now, zone=person_zone(user_id))


def facts_of(user_ids: Collection[UUID], *, now: datetime) -> Mapping[UUID, Facts]:
    """The facts of each person; whoever has no account is missing. Two queries, however many."""
    thoughts = StoppingThought.objects.filter(user_id__in=user_ids).standing()
    last = dict(thoughts.order_by().values_list("user_id").annotate(Max("recorded_at")))
    zones = User.objects.filter(pk__in=user_ids).values_list("pk", "zone")
    return {pk: Facts(now=now, zone=zone, stopping_thought_at=last.get(pk)) for pk, zone in zones}


def person_zone(user_id: UUID) -> str:
    """The IANA name of the zone the person lives by. Raises User.DoesNotExist."""
    return User.objects.values_list("zone", flat=True).get(pk=user_id)


def take_reviews(*, now: datetime, limit: int) -> list[TakenReview]:
    """At most *limit* people whose facts are to be looked at, each leased for ten minutes. In a transaction."""
    due = Review.objects.filter(next_review_at__lte=now).select_for_update(skip_locked=True)
    reviews = list(due.order_by("next_review_at")[:limit])
    lease = now + LEASE
    Review.objects.filter(pk__in=[review.pk for review in reviews]).update(next_review_at=lease)
    return [TakenReview(review_id=review.pk, user_id=review.user_id, taken=lease) for review in reviews]


def finish_review(*, review_id: UUID, taken: datetime, next_at: datetime | None) -> None:
    """Look again at *next_at*, or at the next event where it is None; unless an event came meanwhile."""
    Review.objects.filter(pk=review_id, next_review_at=taken).update(next_review_at=next_at)


def _clocks(schedules: Iterable[Schedule]) -> dict[UUID, Clock]:
    people = {schedule.user_id for schedule in schedules}
    rows = User.objects.filter(pk__in=people).values_list("pk", "zone", "day_start")
    return {pk: Clock(zone_or_utc(zone).key, day_start) for pk, zone, day_start in rows}


def _due_of(schedule: Schedule, zone: str, *, now: datetime, until: datetime) -> list[Due]:
    start = max(schedule.next_at or now, now - LONGEST_LOOK_BACK) + schedule.lead
    end = until + schedule.lead + datetime.resolution
    found = [
        Due(
            user_id=schedule.user_id,
            schedule_id=schedule.pk,
            kind=schedule.kind,
            date=one.date,
            slot=one.slot,
            at=one.at,
            due_at=one.at - schedule.lead,
            expires_at=schedule.expires_at(one, person_zone=zone),
        )
        for one in schedule.occurrences(start=start, end=end, person_zone=zone)
    ]
    return [due for due in found if due.expires_at > now] or found[-1:]


def _name(schedule: Schedule) -> str:
    if schedule.medicine:
        return str(schedule.medicine.name)
    titled = schedule.habit or schedule.homework
    return str(titled.title) if titled else ""


def _next(schedule: Schedule, zone: str, now: datetime, times: int, done: Collection[Key]) -> tuple[datetime, ...]:
    found: list[datetime] = []
    after = now + schedule.lead
    while len(found) < times and (one := next_occurrence(schedule.rule, after=after, zone=schedule.zone_for(zone))):
        after = one.at
        if (schedule.pk, one.date, one.slot) not in done:
            found.append(one.at - schedule.lead)
    return tuple(found)


def _standing(schedule: Schedule, occurrence: Occurrence, zone: str, state: Literal["open", "settled"]) -> Standing:
    return Standing(
        state=state,
        at=occurrence.at,
        due_at=occurrence.at - schedule.lead,
        expires_at=schedule.expires_at(occurrence, person_zone=zone),
    )


def _done_since(schedules: Collection[Schedule], now: datetime) -> set[Key]:
    """What was recorded of them; a day before too, since a schedule's date is that of its own zone."""
    since = now.date() - timedelta(days=1)
    return {
        (entry.schedule_id, entry.date, entry.slot)
        for noun in {schedule.noun for schedule in schedules}
        for entry in ENTRIES[noun].objects.filter(schedule__in=schedules, date__gte=since).exclude(state="")
    }


def _settled(keys: Collection[Key], nouns: Iterable[str]) -> set[Key]:
    schedule_ids, dates = {key[0] for key in keys}, {key[1] for key in keys}
    return {
        (entry.schedule_id, entry.date, entry.slot)
        for noun in nouns
        for entry in ENTRIES[noun].objects.filter(schedule__in=schedule_ids, date__in=dates).exclude(state="")
    }
