"""The plan of one day: something it must hold, something kind, something pleasant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from tracker.actions.habits import record_tool
from tracker.actions.people import lock_person, page_date
from tracker.models import DayPlan, Habit

THINGS = ("must", "kind", "pleasant")


@transaction.atomic
def write_day_plan(
    *, user_id: UUID, date: dt.date, words: Mapping[str, str], recorded_at: dt.datetime, now: dt.datetime
) -> DayPlan | None:
    """The plan of the page *date* with these words, by the names of THINGS; what is not named stays.

    Other words are not done yet; none take the thing away. Who writes a plan of that day or a later one has planned:
    the habit with that tool is done. None where there is no plan and nothing was written.
    """
    values = {name: {"text": text} for name, text in words.items()}
    if any(words.values()) and page_date(user_id, min(recorded_at, now)) <= date:
        record_tool(user_id=user_id, tool=Habit.Tool.DAY_PLAN, recorded_at=recorded_at, now=now)
    return _say(user_id=user_id, date=date, values=values, recorded_at=recorded_at, now=now)


@transaction.atomic
def tick_day_plan(
    *, user_id: UUID, date: dt.date, thing: str, done: bool, recorded_at: dt.datetime, now: dt.datetime
) -> DayPlan | None:
    """One of THINGS, done or not done. Where nothing is written it changes nothing."""
    return _say(user_id=user_id, date=date, values={thing: {"done": done}}, recorded_at=recorded_at, now=now)


def _say(
    *,
    user_id: UUID,
    date: dt.date,
    values: Mapping[str, Mapping[str, str | bool]],
    recorded_at: dt.datetime,
    now: dt.datetime,
) -> DayPlan | None:
    """Of two sayings of one thing the later `recorded_at` stands; a time ahead of *now* counts as *now*.

    Raises ValueError for a thing that is none of THINGS.
    """
    if unknown := set(values) - set(THINGS):
        raise ValueError(f"{len(unknown)} unknown things")
    lock_person(user_id)
    said_at = min(recorded_at, now)
    plan = DayPlan.objects.for_user(user_id).filter(date=date).first()
    things = dict(plan.things) if plan else {}
    for name, value in values.items():
        before = things.get(name, {"text": "", "done": False, "at": ""})
        if not before["at"] or dt.datetime.fromisoformat(before["at"]) <= said_at:
            things[name] = _after(before, value) | {"at": said_at.isoformat()}
    if plan is None:
        if not any(thing["text"] for thing in things.values()):
            return None
        plan = DayPlan(user_id=user_id, date=date, recorded_at=said_at)
    plan.things, plan.recorded_at = things, max(plan.recorded_at, said_at)
    plan.save()
    return plan


def _after(before: Mapping[str, str | bool], value: Mapping[str, str | bool]) -> dict[str, str | bool]:
    text = value.get("text", before["text"])
    done = bool(text) and bool(value.get("done", before["done"] and text == before["text"]))
    return {"text": text, "done": done}
