"""What was recorded, over time."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from tracker.charts import habits_by_week
from tracker.grids import NOT_RECORDED
from tracker.models import Dose
from tracker.night_chart import nights_of
from tracker.nights import last_nights
from tracker.progress import progress as read


@require_safe
def progress(request: AuthenticatedHttpRequest) -> HttpResponse:
    found = read(user_id=request.user.pk, now=timezone.now())
    sleep = last_nights(user_id=request.user.pk, today=found.until, zone=request.user.zone)
    context = {
        "progress": replace(found, recorded=found.recorded or sleep is not None),
        "nights": nights_of(sleep) if sleep else None,
        "chart": habits_by_week(found.habits),
        "states": [*Dose.State.values, NOT_RECORDED],
        "weekdays": list(WEEKDAYS.values()),
    }
    return render(request, "tracker/progress.html", context)
