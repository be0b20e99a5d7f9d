"""The cards of medicine safety as a page shows them: exact words, drug-neutral, each with its next step.

    card_rows(user_id=…, now=…) -> list[SafetyCard]                      one query
    safety_cards(user_id=…, zone=…, day_start=…, now=…, rows=…, medicines=…, doses=…, moods=…,
                 changed=…, days_left=…, item_9=…) -> SafetyCards        none

Reading writes nothing: what stands by the record alone has no row until it is put aside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from tracker.actions.safety import started_on
from tracker.logic.day import bounds, page_of
from tracker.logic.medicine_safety import (
    COMPUTED,
    STANDS_FOR,
    UNANSWERED_AFTER,
    DueDose,
    Trigger,
    cools_down,
    is_mood_worse,
    is_rough_time,
    low_adherence,
    refill,
    two_missed,
)
from tracker.models import Medicine, Mood, SafetyCard
from tracker.record import Said
from tracker.safety_cards import REFILLS, Card, Maker, Name
from tracker.safety_texts import Detail, DoseName

LOOK_BACK = dt.timedelta(days=60)
AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyCards:
    """`first`: the most pressing, two at most; `rest`: behind "more"; `noted`: those put aside today."""

    first: tuple[Card, ...] = ()
    rest: tuple[Card, ...] = ()
    noted: tuple[Card, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.first or self.noted)


def card_rows(*, user_id: UUID, now: dt.datetime) -> list[SafetyCard]:
    """Those of the last 60 days, the oldest first, in one query."""
    return list(SafetyCard.objects.for_user(user_id).filter(raised_at__gte=now - LOOK_BACK))


def safety_cards(
    *,
    user_id: UUID,
    zone: str,
    day_start: dt.time,
    now: dt.datetime,
    rows: Iterable[SafetyCard],
    medicines: Sequence[Medicine],
    doses: Iterable[Said],
    moods: Iterable[Mood],
    changed: Mapping[UUID, dt.date] | None = None,
    days_left: Mapping[UUID, int | None] | None = None,
    item_9: int | None = None,
) -> SafetyCards:
    """The cards that stand at *now*, the most pressing first.

    *medicines*: the current ones. *doses*: what fell due in the last 15 days, of whatever kind. *moods*: of the last
    14 pages. *changed*: the latest change of each medicine, from whose day on its doses are of the
    present version. *days_left*: of its supply. *item_9*: the latest answer.
    """
    today = page_of(now, zone=zone, day_start=day_start)
    start, _end = bounds(today, zone=zone, day_start=day_start)
    last = {(Trigger(row.trigger), row.medicine_id): row for row in rows if row.trigger}
    held = {medicine.pk: medicine for medicine in medicines}
    worse = is_mood_worse({mood.date: mood.level for mood in moods if mood.level}, today=today, item_9=item_9)
    record: dict[Name, Detail] = {}
    for medicine_id, facts in _by_medicine(doses, medicines).items():
        medicine, changed_on = held[medicine_id], (changed or {}).get(medicine_id)
        rough = is_rough_time(today=today, started_on=started_on(medicine), changed_on=changed_on)
        left = (days_left or {}).get(medicine_id)
        for trigger, detail in _computed(medicine, facts, left, changed_on, rough=rough and worse, now=now):
            record[trigger, medicine_id] = detail
    make = Maker(user_id, held, today)
    cards = make.cards(_standing(record, last, held, now, zone), noted=False)
    noted = make.cards(_noted(record, last, since=start), noted=True)
    return SafetyCards(first=cards[:AT_ONCE], rest=cards[AT_ONCE:], noted=noted)


def said_cards(
    *, user_id: UUID, rows: Iterable[SafetyCard], medicines: Sequence[Medicine], side_effects: bool, now: dt.datetime
) -> tuple[Card, ...]:
    """What an answer about side effects calls for on its own page, in its cooldown too: the urgent card where one
    stands, and the one about *side_effects* that get in the way."""
    last = {(Trigger(row.trigger), row.medicine_id): row for row in rows if row.trigger}
    flags = (Trigger.RED_FLAGS, None)
    found: dict[Name, Detail] = {flags: None} if flags in last and _said(flags, last[flags], now) else {}
    if side_effects:
        found[Trigger.SIDE_EFFECTS, medicines[0].pk if len(medicines) == 1 else None] = None
    return Maker(user_id, {medicine.pk: medicine for medicine in medicines}, now.date()).cards(found, noted=False)


def _by_medicine(doses: Iterable[Said], medicines: Iterable[Medicine]) -> dict[UUID, list[Said]]:
    found: dict[UUID, list[Said]] = {medicine.pk: [] for medicine in medicines}
    for row in doses:
        if row.schedule.medicine_id in found:
            found[row.schedule.medicine_id].append(row)
    return found


def _standing(
    record: Mapping[Name, Detail],
    last: Mapping[Name, SafetyCard],
    held: Mapping[UUID, Medicine],
    now: dt.datetime,
    zone: str,
) -> dict[Name, Detail]:
    """What the record calls for and was not put aside, and what was said."""
    aside = {
        (trigger, medicine.pk)
        for medicine in held.values()
        for trigger in Trigger
        if (row := last.get((trigger, medicine.pk))) and _put_aside(row, trigger, medicine, now, zone)
    }
    said_so: dict[Name, Detail] = {name: None for name, row in last.items() if _said(name, row, now)}
    return said_so | {name: detail for name, detail in record.items() if name not in aside}


def _noted(record: Mapping[Name, Detail], last: Mapping[Name, SafetyCard], *, since: dt.datetime) -> dict[Name, Detail]:
    """Those put aside from *since* on that would otherwise stand."""
    return {
        name: record.get(name)
        for name, row in last.items()
        if row.settled_at and row.settled_at >= since and (name in record or name[0] not in COMPUTED)
    }


def _computed(
    medicine: Medicine,
    doses: Sequence[Said],
    left: int | None,
    changed_on: dt.date | None,
    *,
    rough: bool,
    now: dt.datetime,
) -> Iterable[tuple[Trigger, Detail]]:
    if rough:
        yield Trigger.WORSE_MOOD, None
    if left is not None and (reached := refill(left)):
        yield reached, left
    if medicine.paused_at:
        return
    if two_missed([DueDose(at=row.at, state=row.state) for row in doses], now=now):
        yield Trigger.TWO_MISSED, _last_due(doses, now)
    present = [row for row in doses if row.schedule.until is None and row.date >= (changed_on or row.date)]
    known = [row for row in present if row.state or (row.lapses_at is not None and row.lapses_at <= now)]
    version = [DueDose(at=row.at, state=row.state) for row in known]
    if happened := low_adherence(version, now=now):
        yield Trigger.LOW_ADHERENCE, happened


def _last_due(doses: Iterable[Said], now: dt.datetime) -> DoseName:
    known = (row for row in doses if row.at <= now and (row.state or row.at + UNANSWERED_AFTER <= now))
    last = max(known, key=lambda row: row.at)
    return DoseName(last.schedule.pk, last.date, last.slot)


def _said(name: Name, row: SafetyCard, now: dt.datetime) -> bool:
    """Whether it stands because it was said, and was not put aside."""
    return name[0] not in COMPUTED and row.settled_at is None and now < row.raised_at + STANDS_FOR


def _put_aside(row: SafetyCard, trigger: Trigger, medicine: Medicine, now: dt.datetime, zone: str) -> bool:
    """A refill is put aside once for all of this supply, anything else for its cooldown."""
    if row.settled_at is None:
        return False
    if trigger in REFILLS and medicine.supply:
        return page_of(row.settled_at, zone=zone, day_start=dt.time()) >= dt.date.fromisoformat(medicine.supply["on"])
    return cools_down(trigger, raised_at=row.raised_at, now=now)
