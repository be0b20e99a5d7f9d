"""The plan: everything a person keeps, in one list."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from tracker.plan import plan as read_plan


@require_safe
def plan(request: AuthenticatedHttpRequest) -> HttpResponse:
    return render(request, "tracker/plan.html", {"plan": read_plan(user_id=request.user.pk)})
