"""The sleep diary, one night on a page, and recording it."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, see_other
from tracker import today
from tracker.actions.sleep_diary import record_night
from tracker.forms.sleep import NightForm
from tracker.idempotency import recorded, recorded_at
from tracker.logic.day import page_of
from tracker.nights import DAY, Diary, diary


@require_safe
def night(request: AuthenticatedHttpRequest, date: dt.date) -> HttpResponse:
    """The night before the morning of *date*. Today's and the two before can be filled in."""
    now = timezone.now()
    found = _diary(request, date, now)
    form = NightForm(initial=found.initial, day=date, zone=request.user.zone, said_at=now)
    return _page(request, found, form)


@require_POST
@recorded
def log_sleep(request: AuthenticatedHttpRequest, date: dt.date) -> HttpResponse:
    """The whole night at once: a field that was not sent is empty, and nothing but empty ones take the night back."""
    now = timezone.now()
    said_at = recorded_at(request, now)
    if date not in _open_days(request, said_at):
        raise Http404
    form = NightForm(request.POST, day=date, zone=request.user.zone, said_at=said_at)
    if not form.is_valid():
        return _page(request, _diary(request, date, now), form, status=422)
    record_night(user_id=request.user.pk, date=date, answers=form.answers, recorded_at=said_at, now=now)
    return see_other(f"{resolve_url('tracker:sleep_night', date=date)}#kept")


def _diary(request: AuthenticatedHttpRequest, date: dt.date, now: dt.datetime) -> Diary:
    days = _open_days(request, now)
    if not today.EARLIEST <= date <= days[0]:
        raise Http404
    return diary(user_id=request.user.pk, date=date, open_days=days)


def _open_days(request: AuthenticatedHttpRequest, at: dt.datetime) -> list[dt.date]:
    """The latest first."""
    page = page_of(at, zone=request.user.zone, day_start=request.user.day_start)
    return [page - DAY * back for back in range(today.BACK_FILL.days + 1)]


def _page(request: AuthenticatedHttpRequest, found: Diary, form: NightForm, status: int = 200) -> HttpResponse:
    goes_on = (request.POST if request.method == "POST" else request.GET).get("then") == "night"
    context = {"diary": found, "form": form, "goes_on": goes_on}
    return render(request, "tracker/sleep_night.html", context, status=status)
