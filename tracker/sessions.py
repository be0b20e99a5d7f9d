"""The next appointment, what is open about the last, and the list to bring, as Session and Today show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker.logic.episodes import fit_due
from tracker.logic.homework import Known, Moment, ask_for_homework
from tracker.models import AgendaLine, Appointment, Homework, Schedule, SessionCheck

LOOK_BACK = timedelta(days=29)
ITS_LENGTH = timedelta(hours=1)
ASKED_FOR = timedelta(days=14)
CHECK_FOR = timedelta(days=7)
MOST_LATER = 5

ASK_FOR_HOMEWORK = {
    "something": gettext_lazy("Could I have something small to practise before next time?"),
    "together": gettext_lazy("Could we end with one thing I can try this week, and write it down together?"),
    "fits": gettext_lazy("What is one small thing between sessions that would fit what we are working on?"),
}

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
class LastSession:
    """A session that was: `day` in words, and with whom, "" where nobody was named."""

    id: UUID
    day: str
    with_whom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForHomework:
    """The offer to ask for homework; it is answered for the session `appointment_id`."""

    moment: Moment
    appointment_id: UUID

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """Key and words."""
        return [(key, str(text)) for key, text in ASK_FOR_HOMEWORK.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsNow:
    """What the appointments call for. `later`: the few after the next. `how_was`: one that nothing was said of;
    `check`: one that the four questions are open for; `fit`: the number of sessions after which the fit checklist is
    offered, None otherwise.
    """

    next: NextSession | None
    later: tuple[NextSession, ...]
    how_was: LastSession | None
    check: LastSession | None
    ask: AskForHomework | None
    fit: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """`lines` are those for the therapist, `for_doctor` how many more there are for the doctor."""

    now: SessionsNow
    lines: tuple[Line, ...]
    for_doctor: int

    @property
    def next(self) -> NextSession | None:
        return self.now.next


def agenda(*, user_id: UUID, zone: str, now: datetime) -> Agenda:
    """The list and the appointments, in two queries."""
    lines = list(AgendaLine.objects.for_user(user_id).open())
    mine = [line for line in lines if not line.for_doctor]
    return Agenda(
        now=sessions_now(user_id=user_id, zone=zone, now=now),
        lines=tuple(_line(number, line) for number, line in enumerate(mine, start=1)),
        for_doctor=len(lines) - len(mine),
    )


def sessions_now(*, user_id: UUID, zone: str, now: datetime) -> SessionsNow:
    """What the appointments call for, in one query, however many there are."""
    today = now.astimezone(ZoneInfo(zone)).date()
    rows = list(_recent(user_id, today, now))
    coming = [row for row in rows if row.starts_at >= now and not row.outcome]
    sessions = [row for row in rows if row.is_therapy]
    went = [row for row in sessions if row.outcome == Appointment.Outcome.ATTENDED]
    silent = [row for row in rows if _is_open(row, now)]
    last = went[-1] if went else None
    return SessionsNow(
        next=_next(coming[0], zone, now) if coming else None,
        later=tuple(_next(row, zone, now) for row in coming[1 : 1 + MOST_LATER]),
        how_was=_last(silent[-1], zone) if silent else None,
        check=_last(last, zone) if last and now - last.starts_at <= CHECK_FOR and not _has_check(last) else None,
        ask=_ask(last, next((row for row in coming if row.is_therapy), None), now),
        fit=last.number if last and fit_due(last.number) else None,  # type: ignore[attr-defined]
    )


def _recent(user_id: UUID, today: date, now: datetime) -> QuerySet[Appointment]:
    """Those of the last four weeks and to come, by time, each with what is known about homework.

    `number` counts the sessions of its stretch of therapy that the person went to, up to it.
    """
    homework = Homework.objects.filter(user=OuterRef("user")).order_by("-created_at")
    open_schedules = Schedule.objects.current().filter(user=OuterRef("user"), homework__isnull=False)
    left = open_schedules.filter(~Q(every=Schedule.Every.ONCE) | Q(start__gte=today))
    earlier = Appointment.objects.filter(
        user=OuterRef("user"), episode=OuterRef("episode"), starts_at__lte=OuterRef("starts_at")
    )
    count = earlier.order_by().values("episode").annotate(count=Count("pk")).values("count")
    rows = Appointment.objects.for_user(user_id).filter(starts_at__gte=now - LOOK_BACK).order_by("starts_at")
    return (
        rows.exclude(outcome__in=[Appointment.Outcome.CANCELLED, Appointment.Outcome.MISSED])
        .select_related("carer", "session_check")
        .annotate(set_at=Subquery(homework.values("created_at")[:1]), some_left=Exists(left), number=Subquery(count))
    )


def _is_open(row: Appointment, now: datetime) -> bool:
    """Whether it is over, of late, and nothing was said of it or put aside."""
    silent = not row.outcome and row.outcome_at is None
    return silent and ITS_LENGTH <= now - row.starts_at <= ASKED_FOR


def _ask(last: Appointment | None, coming: Appointment | None, now: datetime) -> AskForHomework | None:
    either = last or coming
    if either is None:
        return None
    known = Known(
        last_at=last.starts_at if last else None,
        last_asked=last.homework_asked_at if last else None,
        next_at=coming.starts_at if coming else None,
        next_asked=coming.homework_asked_at if coming else None,
        set_at=either.set_at,  # type: ignore[attr-defined]
        some_left=either.some_left,  # type: ignore[attr-defined]
    )
    moment = ask_for_homework(known, now=now)
    about = {"after": last, "before": coming}.get(moment or "")
    return AskForHomework(moment=moment, appointment_id=about.pk) if moment and about else None


def _has_check(row: Appointment) -> bool:
    try:
        return bool(row.session_check.answers)
    except SessionCheck.DoesNotExist:
        return False


def _last(row: Appointment, zone: str) -> LastSession:
    day = date_format(row.starts_at.astimezone(ZoneInfo(zone)), "l j F")
    return LastSession(id=row.pk, day=day, with_whom=row.whom)


def _next(appointment: Appointment, zone: str, now: datetime) -> NextSession:
    starts_at = appointment.starts_at.astimezone(ZoneInfo(zone))
    days = (starts_at.date() - now.astimezone(ZoneInfo(zone)).date()).days
    return NextSession(
        id=appointment.pk,
        starts_at=starts_at,
        weekday=date_format(starts_at, "l"),
        when=_("%(day)s, %(time)s, %(away)s")
        % {"day": date_format(starts_at, "l j F"), "time": f"{starts_at:%H:%M}", "away": _away(days)},
        with_whom=appointment.whom,
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
