"""Recording: one occurrence, one state. The same request twice is one recording."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest, see_other
from accounts.models import User
from tracker import today
from tracker.actions.errors import NotDue
from tracker.actions.habits import record_habit
from tracker.actions.medication import DoseSaid, record_dose, record_doses
from tracker.actions.sleep import record_wind_down
from tracker.forms.dose import DoseForm
from tracker.idempotency import recorded, recorded_at
from tracker.logic.day import page_of
from tracker.logic.schedule import Occurrence, find_occurrence
from tracker.models import Dose, HabitEntry, Schedule, WindDown
from tracker.views.dose import dose_page
from tracker.views.habits import said_of_habit

FARTHEST = dt.timedelta(days=20)
MOST_DOSES = 60
Record = Callable[..., Dose | HabitEntry | WindDown]


@require_POST
@recorded
def log_dose(request: AuthenticatedHttpRequest, schedule: UUID, date: dt.date, slot: int) -> HttpResponse:
    """Said in time, a dose was taken when that was said; said later, nobody knows when, unless `taken_at` tells.

    `reason` and `note` may come along; with `back`, the answer leads to the dose's own page.
    """
    found = _schedule(request, "medicine", schedule)
    now = timezone.now()
    occurrence = _occurrence(request, found, date, slot, now)
    said_at = recorded_at(request, now)
    form = DoseForm(request.POST, due=occurrence.at, zone=request.user.tzinfo, now=now)
    if not form.is_valid():
        return dose_page(request, found, occurrence, now=now, refused=form)
    in_time = said_at < found.expires_at(occurrence, person_zone=request.user.zone)
    at = form.instant if form.says_when else said_at if in_time else None
    answer = _log(request, record_dose, found, occurrence, now, at=at, **form.said())
    if "back" not in request.POST or answer.status_code >= HTTPStatus.BAD_REQUEST:
        return answer
    return see_other("tracker:dose", medicine=found.medicine_id, schedule=found.pk, date=date, slot=slot)


@require_POST
@recorded
def log_doses(request: AuthenticatedHttpRequest, date: dt.date) -> HttpResponse:
    """Several doses that stand on the page *date*: `dose` names each, as schedule:date:slot. All or none."""
    now = timezone.now()
    said_at = recorded_at(request, now)
    try:
        names = [_name(text) for text in request.POST.getlist("dose")]
        if not 0 < len(names) <= MOST_DOSES or "state" not in request.POST:
            return cannot_be_recorded()
        doses = [_dose(request, *name, said_at=said_at, now=now) for name in names]
        state = request.POST["state"]
        record_doses(user_id=request.user.pk, doses=doses, state=state, recorded_at=said_at, now=now)
    except NotDue as error:
        raise Http404 from error
    except ValueError:
        return cannot_be_recorded()
    page = min(date, _page(request.user, now))
    return _answer_all(request, today.day(user_id=request.user.pk, date=page, now=now), names[0])


@require_POST
@recorded
def log_habit(request: AuthenticatedHttpRequest, schedule: UUID, date: dt.date, slot: int) -> HttpResponse:
    """`on` "habit": answered as the habit's own page shows it, else as the day does."""
    found = _schedule(request, "habit", schedule)
    now = timezone.now()
    return _log(request, record_habit, found, _occurrence(request, found, date, slot, now), now)


@require_POST
@recorded
def log_wind_down(request: AuthenticatedHttpRequest, schedule: UUID, date: dt.date, slot: int) -> HttpResponse:
    found = _schedule(request, "bedtime", schedule)
    now = timezone.now()
    return _log(request, record_wind_down, found, _occurrence(request, found, date, slot, now), now)


def cannot_be_recorded() -> HttpResponse:
    """For a `state` that does not belong to what is recorded."""
    words = _("That cannot be recorded here.")
    return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")


def _name(text: str) -> tuple[UUID, dt.date, int]:
    schedule, date, slot = text.split(":")
    return UUID(schedule), dt.date.fromisoformat(date), int(slot)


def _dose(
    request: AuthenticatedHttpRequest,
    schedule: UUID,
    date: dt.date,
    slot: int,
    *,
    said_at: dt.datetime,
    now: dt.datetime,
) -> DoseSaid:
    found = _schedule(request, "medicine", schedule)
    occurrence = _occurrence(request, found, date, slot, now)
    in_time = said_at < found.expires_at(occurrence, person_zone=request.user.zone)
    return DoseSaid(schedule_id=schedule, date=date, slot=slot, at=said_at if in_time else None)


def _schedule(request: AuthenticatedHttpRequest, noun: str, schedule_id: UUID) -> Schedule:
    mine = Schedule.objects.for_user(request.user).filter(**{f"{noun}__isnull": False})
    return get_object_or_404(mine, pk=schedule_id)


def _occurrence(
    request: AuthenticatedHttpRequest, schedule: Schedule, date: dt.date, slot: int, now: dt.datetime
) -> Occurrence:
    """The occurrence of that name. 404 where the rule has none, and where its page is closed."""
    person = request.user
    if abs(date - now.date()) > FARTHEST:
        raise Http404
    found = find_occurrence(schedule.rule, date=date, slot=slot, zone=schedule.zone_for(person.zone))
    if found is None:
        raise Http404
    said_on = _page(person, recorded_at(request, now))
    if not today.can_record(_page(person, found.at - schedule.lead), recorded=said_on):
        raise Http404
    return found


def _log(
    request: AuthenticatedHttpRequest,
    record: Record,
    schedule: Schedule,
    occurrence: Occurrence,
    now: dt.datetime,
    **values: Any,
) -> HttpResponse:
    """Record `state`, or "" to undo, and answer with the row, or with the page it stands on."""
    try:
        record(
            user_id=request.user.pk,
            schedule_id=schedule.pk,
            date=occurrence.date,
            slot=occurrence.slot,
            state=request.POST["state"],
            recorded_at=recorded_at(request, now),
            now=now,
            **values,
        )
    except NotDue as error:
        raise Http404 from error
    except (KeyError, ValueError):
        return cannot_be_recorded()
    if schedule.habit and request.POST.get("on") == "habit":
        return said_of_habit(request, schedule.habit, state=request.POST["state"], now=now)
    page = min(_page(request.user, occurrence.at - schedule.lead), _page(request.user, now))
    return _answer(request, today.day(user_id=request.user.pk, date=page, now=now), schedule, occurrence)


def _answer(
    request: AuthenticatedHttpRequest, day: today.Day, schedule: Schedule, occurrence: Occurrence
) -> HttpResponse:
    item = day.item(schedule.pk, occurrence.date, occurrence.slot)
    if request.htmx and item:
        context = {"day": day, "item": item, "group": day.group_of(item), "answer": True}
        return render(request, "tracker/today.html#answer", context)
    return _to_page(day, item.anchor if item else "")


def _answer_all(request: AuthenticatedHttpRequest, day: today.Day, name: tuple[UUID, dt.date, int]) -> HttpResponse:
    item = day.item(*name)
    group = day.group_of(item) if item else None
    if request.htmx and group:
        return render(request, "tracker/doses_answer.html", {"day": day, "group": group, "answer": True})
    return _to_page(day, group.anchor if group else "")


def _to_page(day: today.Day, anchor: str) -> HttpResponse:
    page = resolve_url("tracker:today") if day.is_today else resolve_url("tracker:day", date=day.date)
    return see_other(f"{page}#{anchor}" if anchor else page)


def _page(person: User, at: dt.datetime) -> dt.date:
    return page_of(at, zone=person.zone, day_start=person.day_start)
