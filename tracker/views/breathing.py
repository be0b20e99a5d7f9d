"""Five minutes of slow breathing: a page that is the same for everyone, and the tick that follows it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, see_other
from guide.views.kept import kept
from tracker.actions.habits import record_tool
from tracker.idempotency import recorded, recorded_at
from tracker.models import Habit


@login_not_required
@require_safe
def breathing(request: HttpRequest) -> HttpResponse:
    return kept(request, render(request, "tracker/breathing.html"))


@require_POST
@recorded
def log_tool(request: AuthenticatedHttpRequest, tool: str) -> HttpResponse:
    """Done, of the habit of today that has this tool; where there is none nothing is recorded. Undone on Today."""
    if tool not in Habit.Tool.values:
        raise Http404
    now = timezone.now()
    entry = record_tool(user_id=request.user.pk, tool=tool, recorded_at=recorded_at(request, now), now=now)
    anchor = f"#habit-{entry.schedule_id}-{entry.date}-{entry.slot}" if entry else ""
    return see_other(resolve_url("tracker:today") + anchor)
