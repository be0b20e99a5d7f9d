"""The care team and the stretches of therapy, as their page shows them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from tracker.logic.episodes import weeks_between
from tracker.models import Appointment, Carer, Episode

NOT_DIALLED = re.compile(r"[^0-9+]")


@dataclass(frozen=True, slots=True, kw_only=True)
class CarerRow:
    """`dial` is the number as a telephone takes it, "" where there is none."""

    id: UUID
    name: str
    role: str
    role_label: str
    phone: str
    dial: str
    ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeRow:
    """`sessions` counts those that the person went to; `weeks` are full ones since the start, of the present one."""

    id: UUID
    therapist: str
    started_on: dt.date
    focus: str
    approach: str
    sessions: int
    weeks: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CareTeam:
    """The episodes with the latest first."""

    carers: tuple[CarerRow, ...]
    ended: tuple[CarerRow, ...]
    episodes: tuple[EpisodeRow, ...]


def care_team(*, user_id: UUID, today: dt.date) -> CareTeam:
    """Two queries."""
    rows = [carer_row(carer) for carer in Carer.objects.for_user(user_id)]
    return CareTeam(
        carers=tuple(row for row in rows if not row.ended),
        ended=tuple(row for row in rows if row.ended),
        episodes=episodes(user_id=user_id, today=today),
    )


def episodes(*, user_id: UUID, today: dt.date) -> tuple[EpisodeRow, ...]:
    """The latest first, in one query."""
    went = Count("appointments", filter=Q(appointments__outcome=Appointment.Outcome.ATTENDED))
    found = list(Episode.objects.for_user(user_id).select_related("therapist").annotate(went=went))
    return tuple(
        EpisodeRow(
            id=episode.pk,
            therapist=episode.therapist.name if episode.therapist else "",
            started_on=episode.started_on,
            focus=episode.focus,
            approach=episode.approach,
            sessions=episode.went,  # type: ignore[attr-defined]
            weeks=weeks_between(episode.started_on, today) if episode is found[-1] else None,
        )
        for episode in reversed(found)
    )


def carer_row(carer: Carer) -> CarerRow:
    return CarerRow(
        id=carer.pk,
        name=carer.name,
        role=carer.role,
        role_label=str(Carer.Role(carer.role).label),
        phone=carer.phone,
        dial=NOT_DIALLED.sub("", carer.phone),
        ended=carer.ended_at is not None,
    )


def people_to_choose(user_id: UUID) -> list[tuple[UUID, str]]:
    """The ids and names of the present care team, in one query."""
    return [(carer.pk, carer.name) for carer in Carer.objects.for_user(user_id).current()]


def carer_names(user_id: UUID) -> list[str]:
    """Those of the present care team, in one query."""
    return [carer.name for carer in Carer.objects.for_user(user_id).current()]
