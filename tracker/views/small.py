"""Make today smaller."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest, see_other
from tracker import today
from tracker.actions.small import make_smaller
from tracker.idempotency import recorded, recorded_at
from tracker.logic.day import page_of
from tracker.views.log import cannot_be_recorded


@require_POST
@recorded
def log_smaller(request: AuthenticatedHttpRequest, date: dt.date) -> HttpResponse:
    """`state` "on", or "" for the whole day again."""
    now, state = timezone.now(), request.POST.get("state")
    said_at = recorded_at(request, now)
    page = page_of(said_at, zone=request.user.zone, day_start=request.user.day_start)
    if date > page or not today.can_record(date, recorded=page):
        raise Http404
    if state not in ("on", ""):
        return cannot_be_recorded()
    make_smaller(user_id=request.user.pk, date=date, smaller=state == "on", recorded_at=said_at, now=now)
    return see_other(f"{resolve_url('tracker:today')}#smaller")
