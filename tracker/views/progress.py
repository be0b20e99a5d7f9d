"""What was recorded, over time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from tracker.charts import habits_by_week
from tracker.grids import NOT_RECORDED
from tracker.logic.day import page_of
from tracker.models import Dose
from tracker.mood_chart import mood_line
from tracker.mood_months import EARLIEST, last_weeks, mood_month
from tracker.night_chart import nights_of
from tracker.nights import last_nights
from tracker.progress import progress as read


@require_safe
def progress(request: AuthenticatedHttpRequest) -> HttpResponse:
    found = read(user_id=request.user.pk, now=timezone.now())
    sleep = last_nights(user_id=request.user.pk, today=found.until, zone=request.user.zone)
    moods = last_weeks(user_id=request.user.pk, today=found.until)
    context = {
        "progress": replace(found, recorded=found.recorded or sleep is not None or moods is not None),
        "moods": moods,
        "nights": nights_of(sleep) if sleep else None,
        "chart": habits_by_week(found.habits),
        "states": [*Dose.State.values, NOT_RECORDED],
        "weekdays": list(WEEKDAYS.values()),
    }
    return render(request, "tracker/progress.html", context)


@require_safe
def mood(request: AuthenticatedHttpRequest, year: int, month: int) -> HttpResponse:
    person = request.user
    today = page_of(timezone.now(), zone=person.zone, day_start=person.day_start)
    if not 1 <= month <= 12 or not EARLIEST.year <= year <= today.year:
        raise Http404
    first = dt.date(year, month, 1)
    if first > today:
        raise Http404
    found = mood_month(user_id=person.pk, month=first, today=today)
    context = {
        "month": found,
        "chart": mood_line(found.found),
        "notes": [day for day in found.found.days if day.note],
        "weekdays": list(WEEKDAYS.values()),
    }
    return render(request, "tracker/mood_month.html", context)
