"""The next appointment and the list to bring, as the Session page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.models import AgendaLine, Appointment

ICONS = {
    AgendaLine.Origin.OWN: "",
    AgendaLine.Origin.GUIDE: "book-open",
    AgendaLine.Origin.MEDICINE: "pill",
    AgendaLine.Origin.QUESTION: "message-square-quote",
    AgendaLine.Origin.HOMEWORK: "list-checks",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NextSession:
    """`starts_at` is aware, in the person's zone; `weekday` and `when` are words."""

    id: UUID
    starts_at: datetime
    weekday: str
    when: str
    with_whom: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`number` counts from 1. `origin` is "" for the person's own words."""

    id: UUID
    number: int
    text: str
    origin: str
    icon: str
    private: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    next: NextSession | None
    lines: tuple[Line, ...]


def agenda(*, user_id: UUID, zone: str, now: datetime) -> Agenda:
    """What the Session page shows, in two queries."""
    lines = AgendaLine.objects.for_user(user_id).open()
    return Agenda(
        next=next_session(user_id=user_id, zone=zone, now=now),
        lines=tuple(_line(number, line) for number, line in enumerate(lines, start=1)),
    )


def next_session(*, user_id: UUID, zone: str, now: datetime) -> NextSession | None:
    appointment = Appointment.objects.for_user(user_id).upcoming(now).first()
    if appointment is None:
        return None
    starts_at = appointment.starts_at.astimezone(ZoneInfo(zone))
    days = (starts_at.date() - now.astimezone(ZoneInfo(zone)).date()).days
    return NextSession(
        id=appointment.pk,
        starts_at=starts_at,
        weekday=date_format(starts_at, "l"),
        when=_("%(day)s, %(time)s, %(away)s")
        % {"day": date_format(starts_at, "l j F"), "time": f"{starts_at:%H:%M}", "away": _away(days)},
        with_whom=appointment.with_whom,
        place=appointment.place,
    )


def _away(days: int) -> str:
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": apnumber(days)}


def _line(number: int, line: AgendaLine) -> Line:
    origin = AgendaLine.Origin(line.origin)
    return Line(
        id=line.pk,
        number=number,
        text=line.text,
        origin="" if origin is AgendaLine.Origin.OWN else str(origin.label),
        icon=ICONS[origin],
        private=line.private,
    )
