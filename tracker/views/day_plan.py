"""The plan of one day: written on its page, ticked there and on Today."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, see_other
from tracker import today
from tracker.actions import day_plan as actions
from tracker.day_plan import DayPlanCard
from tracker.day_plan import day_plan as read_plan
from tracker.forms.day_plan import DayPlanForm
from tracker.idempotency import recorded, recorded_at
from tracker.logic.day import page_of
from tracker.views.log import cannot_be_recorded

DAY = dt.timedelta(days=1)


@require_safe
def day_plan(request: AuthenticatedHttpRequest, date: dt.date) -> HttpResponse:
    """Today's, that of the evening before, and those two days back to fill in; older ones to read."""
    page = _page(request, timezone.now())
    if not today.EARLIEST <= date <= page + DAY:
        raise Http404
    card = read_plan(user_id=request.user.pk, date=date, is_open=_is_open(date, page))
    return _draw(request, card, page, DayPlanForm(card=card))


@require_POST
@recorded
def log_day_plan(request: AuthenticatedHttpRequest, date: dt.date) -> HttpResponse:
    """`must`, `kind` and `pleasant` are written; `thing` with `state` "done" or "" is ticked. 404 for a closed day."""
    now = timezone.now()
    said_at, page = recorded_at(request, now), _page(request, now)
    if not _is_open(date, _page(request, said_at)):
        raise Http404
    if "thing" in request.POST:
        return _tick(request, date, page, said_at, now)
    card = read_plan(user_id=request.user.pk, date=date, is_open=True)
    form = DayPlanForm(request.POST, card=card)
    if not form.is_valid():
        return _draw(request, card, page, form, status=422)
    actions.write_day_plan(user_id=request.user.pk, date=date, words=form.words(), recorded_at=said_at, now=now)
    return _to_plan(date)


def _tick(
    request: AuthenticatedHttpRequest, date: dt.date, page: dt.date, said_at: dt.datetime, now: dt.datetime
) -> HttpResponse:
    thing, state = request.POST["thing"], request.POST.get("state")
    if thing not in actions.THINGS or state not in ("done", ""):
        return cannot_be_recorded()
    actions.tick_day_plan(
        user_id=request.user.pk, date=date, thing=thing, done=state == "done", recorded_at=said_at, now=now
    )
    if not request.htmx:
        return _to_plan(date)
    card = read_plan(user_id=request.user.pk, date=date, is_open=_is_open(date, page))
    return render(request, "tracker/day_plan_answer.html", {"plan": card, "today": page})


def _draw(
    request: AuthenticatedHttpRequest, card: DayPlanCard, page: dt.date, form: DayPlanForm, status: int = 200
) -> HttpResponse:
    return render(request, "tracker/day_plan.html", {"plan": card, "form": form, "today": page}, status=status)


def _to_plan(date: dt.date) -> HttpResponse:
    return see_other(resolve_url("tracker:day_plan", date=date) + "#day-plan")


def _is_open(date: dt.date, page: dt.date) -> bool:
    return date <= page + DAY and today.can_record(date, recorded=page)


def _page(request: AuthenticatedHttpRequest, at: dt.datetime) -> dt.date:
    return page_of(at, zone=request.user.zone, day_start=request.user.day_start)
