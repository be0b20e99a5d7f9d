"""Recording: one occurrence, one state. The same request twice is one recording."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
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
from tracker.actions.medication import record_dose
from tracker.actions.sleep import record_wind_down
from tracker.idempotency import recorded, recorded_at
from tracker.logic.day import page_of
from tracker.logic.schedule import Occurrence, find_occurrence
from tracker.models import Dose, HabitEntry, Schedule, WindDown

FARTHEST = dt.timedelta(days=20)
Record = Callable[..., Dose | HabitEntry | WindDown]


@require_POST
@recorded
def log_dose(request: AuthenticatedHttpRequest, schedule: UUID, date: dt.date, slot: int) -> HttpResponse:
    """Said in time, a dose was taken when that was said; said later, nobody knows when."""
    found = _schedule(request, "medicine", schedule)
    now = timezone.now()
    occurrence = _occurrence(request, found, date, slot, now)
    said_at = recorded_at(request, now)
    in_time = said_at < found.expires_at(occurrence, person_zone=request.user.zone)
    return _log(request, record_dose, found, occurrence, now, at=said_at if in_time else None)


@require_POST
@recorded
def log_habit(request: AuthenticatedHttpRequest, schedule: UUID, date: dt.date, slot: int) -> HttpResponse:
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
    page = min(_page(request.user, occurrence.at - schedule.lead), _page(request.user, now))
    return _answer(request, today.day(user_id=request.user.pk, date=page, now=now), schedule, occurrence)


def _answer(
    request: AuthenticatedHttpRequest, day: today.Day, schedule: Schedule, occurrence: Occurrence
) -> HttpResponse:
    item = day.item(schedule.pk, occurrence.date, occurrence.slot)
    if request.htmx and item:
        return render(request, "tracker/today.html#answer", {"day": day, "item": item, "answer": True})
    page = resolve_url("tracker:today") if day.is_today else resolve_url("tracker:day", date=day.date)
    return see_other(f"{page}#{item.anchor}" if item else page)


def _page(person: User, at: dt.datetime) -> dt.date:
    return page_of(at, zone=person.zone, day_start=person.day_start)
