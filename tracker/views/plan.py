"""The plan: everything a person keeps, in one list."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from tracker.habits import pause_on
from tracker.homework import homework_rows
from tracker.logic.day import page_of
from tracker.plan import plan as read_plan


@require_safe
def plan(request: AuthenticatedHttpRequest) -> HttpResponse:
    person = request.user
    page = page_of(timezone.now(), zone=person.zone, day_start=person.day_start)
    homework = homework_rows(person.pk, today=timezone.localdate(timezone=person.tzinfo))
    context = {
        "plan": read_plan(user_id=person.pk),
        "pause": pause_on(user_id=person.pk, date=page),
        "homework": [row for row in homework if not row.ended and not row.over],
        "homework_away": [row for row in homework if row.ended or row.over],
    }
    return render(request, "tracker/plan.html", context)
