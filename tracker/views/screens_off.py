"""A dim page for the evening: how long until bedtime, and what goes where."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from tracker.screens_off import evening


@require_safe
def screens_off(request: AuthenticatedHttpRequest) -> HttpResponse:
    found = evening(user_id=request.user.pk, zone=request.user.zone, now=timezone.now())
    return render(request, "tracker/screens_off.html", {"evening": found, "theme": "dark"})
