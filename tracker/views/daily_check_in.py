"""The check-in of today, a question a page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest, see_other
from tracker import today
from tracker.check_in import check_in
from tracker.models import SleepNight


@require_safe
def daily_check_in(request: AuthenticatedHttpRequest) -> HttpResponse:
    """`?after=mood`: what comes after it."""
    now = timezone.now()
    day = today.day(user_id=request.user.pk, date=None, now=now)
    night = SleepNight.objects.for_user(request.user).filter(date=day.date).first()
    found = check_in(day, after=request.GET.get("after", ""), night_filled=bool(night and night.answers), now=now)
    if found.step == "night":
        return see_other(f"{reverse('tracker:sleep_night', args=[day.date])}?then=night")
    return render(request, "tracker/daily_check_in.html", {"day": day, "check_in": found, "mood": day.mood})
