"""/readyz: whether reminders can go out. For whoever runs the installation; holds nothing personal."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reminders import readiness


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    state = readiness.check(now=timezone.now())
    answer = {
        "database": state.database,
        "broker": state.broker,
        "late_seconds": state.late_seconds,
        "problems": state.problems,
    }
    return JsonResponse(answer, status=503 if state.problems else 200)
