"""Today, and the days before it."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from pwa.caching import sw_cache
from tracker import today as page


@require_safe
@sw_cache("private")
def today(request: AuthenticatedHttpRequest) -> HttpResponse:
    found = page.day(user_id=request.user.pk, date=None, now=timezone.now())
    return render(request, "tracker/today.html", {"day": found})


@require_safe
def day(request: AuthenticatedHttpRequest, date: dt.date) -> HttpResponse:
    try:
        found = page.day(user_id=request.user.pk, date=date, now=timezone.now())
    except page.NoSuchDay as error:
        raise Http404 from error
    return render(request, "tracker/today.html", {"day": found})
