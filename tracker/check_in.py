"""The check-in of a day: how it is, how the night was, one thing more. Each is kept at once, and each may be left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from tracker.items import Item
from tracker.today import Day

Step = Literal["mood", "night", "more", "done"]
STEPS: tuple[Step, ...] = ("mood", "night", "more", "done")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """`step` is what to ask now. `item`: the one thing more, where it is something of the day's plan; `side_effects`:
    where it is the question of the week."""

    step: Step
    number: int
    item: Item | None = None
    side_effects: bool = False


def check_in(day: Day, *, after: str, night_filled: bool, now: dt.datetime) -> CheckIn:
    """The first step that comes later than *after* ("" for the beginning) and has no answer yet."""
    item = next((item for item in day.items if item.tick and not item.state and not item.met and item.at <= now), None)
    asks = day.asks.side_effects
    has_more = asks or item is not None
    answered = {"mood": bool(day.mood.label), "night": night_filled, "more": not has_more, "done": False}
    begin = STEPS.index(after) + 1 if after in STEPS[:-1] else 0
    step = next(step for step in STEPS[begin:] if not answered[step])
    return CheckIn(
        step=step,
        number=STEPS.index(step) + 1,
        item=None if asks else item,
        side_effects=asks,
    )
