"""The medicines a person keeps now, with what Today needs of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, Q

from tracker.models import Medicine, Schedule
from tracker.record import Key
from tracker.supply import SOON, days_left


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineNow:
    """`changed_on`: its latest change that has begun. `name` is the nickname where there is one."""

    row: Medicine
    changed_on: dt.date | None

    @property
    def id(self) -> UUID:
        return self.row.pk

    @property
    def name(self) -> str:
        return str(self.row.nickname or self.row.name)

    @property
    def as_needed(self) -> bool:
        return self.row.as_needed is not None

    def days_left(
        self, schedules: Iterable[Schedule], told: Collection[Key], *, zone: str, now: dt.datetime
    ) -> int | None:
        """Of its supply, by those of *schedules* that are its own; None also where it lasts longer."""
        mine = [schedule for schedule in schedules if schedule.medicine_id == self.id]
        return days_left(self.row, mine, told, zone=zone, now=now, within=SOON)


def medicines_now(user_id: UUID, *, today: dt.date) -> tuple[MedicineNow, ...]:
    """Those in the plan, the oldest first, in one query."""
    begun = Max("changes__date", filter=Q(changes__date__lte=today))
    rows = Medicine.objects.for_user(user_id).current().annotate(changed_on=begun).order_by("created_at")
    return tuple(MedicineNow(row=row, changed_on=row.changed_on) for row in rows)  # type: ignore[attr-defined]
