"""Recording: one occurrence, one state."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest


@require_POST
def log_dose(request: AuthenticatedHttpRequest, schedule: UUID, date: date, slot: int) -> HttpResponse:
    return HttpResponse(status=503)


@require_POST
def log_habit(request: AuthenticatedHttpRequest, schedule: UUID, date: date, slot: int) -> HttpResponse:
    return HttpResponse(status=503)


@require_POST
def log_wind_down(request: AuthenticatedHttpRequest, schedule: UUID, date: date, slot: int) -> HttpResponse:
    return HttpResponse(status=503)
