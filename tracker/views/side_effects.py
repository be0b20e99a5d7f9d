"""Side effects of a week, one page, and recording them."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, see_other
from tracker import today
from tracker.actions.side_effects import record_side_effects
from tracker.forms.side_effects import SideEffectsForm
from tracker.idempotency import recorded, recorded_at
from tracker.logic.day import page_of
from tracker.side_effects import Week, week


@require_safe
def side_effects(request: AuthenticatedHttpRequest, date: dt.date) -> HttpResponse:
    """The week up to *date*. Today and the two days before can be filled in."""
    found = _week(request, date, timezone.now())
    return _page(request, found, SideEffectsForm(initial=found.initial))


@require_POST
@recorded
def log_side_effects(request: AuthenticatedHttpRequest, date: dt.date) -> HttpResponse:
    """The whole week at once. 404 for a day that is closed or to come."""
    now = timezone.now()
    said_at = recorded_at(request, now)
    if date not in _open_days(request, said_at):
        raise Http404
    form = SideEffectsForm(request.POST)
    if not form.is_valid():
        return _page(request, _week(request, date, now), form, status=422)
    much, note = form.answer
    record_side_effects(
        user_id=request.user.pk,
        date=date,
        much=much,
        note=note,
        red_flag=bool(form.cleaned_data["now"]),
        recorded_at=said_at,
        now=now,
    )
    return see_other(f"{resolve_url('tracker:side_effects', date=date)}#kept")


def _week(request: AuthenticatedHttpRequest, date: dt.date, now: dt.datetime) -> Week:
    days = _open_days(request, now)
    if not today.EARLIEST <= date <= days[0]:
        raise Http404
    return week(user_id=request.user.pk, date=date, open_days=days, now=now)


def _open_days(request: AuthenticatedHttpRequest, at: dt.datetime) -> list[dt.date]:
    """The latest first."""
    page = page_of(at, zone=request.user.zone, day_start=request.user.day_start)
    return [page - today.DAY * back for back in range(today.BACK_FILL.days + 1)]


def _page(request: AuthenticatedHttpRequest, found: Week, form: SideEffectsForm, status: int = 200) -> HttpResponse:
    return render(request, "tracker/side_effects.html", {"week": found, "form": form}, status=status)
