"""Taking everything out."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from tracker.exports import as_json, as_tables


@require_safe
def export(request: AuthenticatedHttpRequest) -> HttpResponse:
    return render(request, "tracker/export_page.html")


@require_safe
def export_json(request: AuthenticatedHttpRequest) -> HttpResponse:
    now = timezone.now()
    return _download(request, as_json(person=request.user, now=now), "json", "application/json", now)


@require_safe
def export_csv(request: AuthenticatedHttpRequest) -> HttpResponse:
    now = timezone.now()
    return _download(request, as_tables(person=request.user, now=now), "zip", "application/zip", now)


def _download(request: AuthenticatedHttpRequest, data: bytes, ending: str, kind: str, now: dt.datetime) -> HttpResponse:
    day = now.astimezone(request.user.tzinfo).date()
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="turnstone-{day}.{ending}"'
    response["Cache-Control"] = "no-store"
    return response
