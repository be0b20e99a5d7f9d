"""Someone of whom everything that the interface knows is kept, and the names by which it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from accounts.models import User
from tests.factories.tracker import (
    create_as_needed,
    create_bedtime,
    create_goal,
    create_habit,
    create_homework,
    create_medicine,
    create_night,
    schedule_of,
)

TODAY = date(2026, 11, 3)


@dataclass(frozen=True, slots=True)
class Put:
    """An operation that records, a name it can be carried out on, and what to say."""

    route: str
    name: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def path(self) -> str:
        return self.route.format(**self.name)


def everything(user: User) -> list[Put]:
    medicine, habit = create_medicine(user=user, times=(time(8), time(20))), create_habit(user=user)
    homework, bedtime, goal = create_homework(user=user, due=None), create_bedtime(user=user), create_goal(user=user)
    needed = {"medicine": str(create_as_needed(user=user).pk), "dose": "5f1c0b8e-58a4-4d0e-9b57-6a3f6c1b2d11"}
    create_night(user=user, on=date(2026, 11, 2))
    day = {"date": str(TODAY)}

    def due(noun: Any) -> dict[str, str]:
        return {"schedule": str(schedule_of(noun).pk), **day, "slot": "0"}

    occurrence = "{schedule}/{date}/{slot}/"
    return [
        Put(
            f"/api/v1/doses/{occurrence}", due(medicine), {"state": "missed", "reason": "forgot", "note": "On a train"}
        ),
        Put("/api/v1/as-needed-doses/{medicine}/{dose}/", needed, {"state": "taken"}),
        Put(f"/api/v1/habits/{occurrence}", due(habit), {"state": "done"}),
        Put(f"/api/v1/homework/{occurrence}", due(homework), {"state": "partly", "barrier": "busy", "note": "Half"}),
        Put(f"/api/v1/wind-downs/{occurrence}", due(bedtime), {"state": "done"}),
        Put("/api/v1/moods/{date}/", day, {"level": 4, "note": "Sun"}),
        Put("/api/v1/nights/{date}/", day, {"into_bed": "23:00", "woke": "06:40", "quality": 3}),
        Put("/api/v1/small-days/{date}/", day, {"smaller": True}),
        Put("/api/v1/day-plans/{date}/", day, {"must": "Post the letter", "must_done": True, "kind": "Tea"}),
        Put("/api/v1/side-effects/{date}/", day, {"much": "a_little", "note": "Dry mouth"}),
        Put("/api/v1/goals/{goal}/{date}/", {"goal": str(goal.pk), **day}, {"rating": 6}),
        Put("/api/v1/milestones/{milestone}/", {"milestone": str(_first(goal))}, {"reached": True}),
    ]


def _first(goal: Any) -> Any:
    return goal.milestones.all()[0].pk
