"""Recording what became of homework: one tap, what got in the way, and a line about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest, see_other
from tracker.actions.errors import NotDue
from tracker.actions.homework import record_homework
from tracker.forms.homework import HomeworkSaidForm
from tracker.idempotency import recorded, recorded_at
from tracker.logic.homework import can_be_recorded
from tracker.logic.schedule import Occurrence, find_occurrence
from tracker.models import Schedule
from tracker.work import Clock, Work, one_work

IN_PLAN = "plan"
BACK_FILL = dt.timedelta(days=2)


@require_POST
@recorded
def log_homework(request: AuthenticatedHttpRequest, schedule: UUID, date: dt.date, slot: int) -> HttpResponse:
    """`state` done, partly, not_done or "" to undo; `barrier` and `note`. What is not sent is left as it is.

    404 where there is no such occurrence, and more than 14 days after it. `back` "plan" leads to its own page.
    """
    now, mine = timezone.now(), Schedule.objects.for_user(request.user).filter(homework__isnull=False)
    found = get_object_or_404(mine.select_related("homework"), pk=schedule)
    occurrence = find_occurrence(found.rule, date=date, slot=slot, zone=found.zone_for(request.user.zone))
    if occurrence is None or not can_be_recorded(occurrence.at, said_at=recorded_at(request, now)):
        raise Http404
    form = HomeworkSaidForm(request.POST)
    if not form.is_valid():
        return _refused(request, form, found, occurrence, now)
    try:
        record_homework(
            user_id=request.user.pk,
            schedule_id=found.pk,
            date=date,
            slot=slot,
            recorded_at=recorded_at(request, now),
            now=now,
            state=form.said("state"),
            barrier=form.said("barrier"),
            note=form.said("note"),
        )
    except NotDue as error:
        raise Http404 from error
    clock = _clock(request, now)
    work = one_work(found, occurrence, at=clock)
    if request.htmx:
        return _card(request, work, status=200)
    return see_other(f"{_page(request, work, clock)}#{work.anchor}")


def _refused(
    request: AuthenticatedHttpRequest,
    form: HomeworkSaidForm,
    schedule: Schedule,
    occurrence: Occurrence,
    now: dt.datetime,
) -> HttpResponse:
    """The card with what was typed, and a sentence beside it."""
    work = one_work(schedule, occurrence, at=_clock(request, now))
    errors = form.errors.as_data()
    words = errors["note"][0].messages[0] if "note" in errors else _("Choose one of the answers here.")
    work = replace(work, note=form.data.get("note", work.note), error=str(words))
    if request.htmx:
        return _card(request, work, status=422)
    context = {"work": work, "back": request.POST.get("back", "")}
    return render(request, "tracker/homework_refused.html", context, status=422)


def _card(request: AuthenticatedHttpRequest, work: Work, *, status: int) -> HttpResponse:
    context = {"work": work, "back": request.POST.get("back", "")}
    return render(request, "tracker/homework_answer.html", context, status=status)


def _page(request: AuthenticatedHttpRequest, work: Work, clock: Clock) -> str:
    """Its own page, else the page of the day it stands on; what is due once stands on Today."""
    if request.POST.get("back") == IN_PLAN:
        return f"{resolve_url('tracker:homework', homework=work.homework_id)}?on={work.date}"
    page, today = clock.page(work.at), clock.page(clock.now)
    on_its_page = work.repeats and today - BACK_FILL <= page < today
    return resolve_url("tracker:day", date=page) if on_its_page else resolve_url("tracker:today")


def _clock(request: AuthenticatedHttpRequest, now: dt.datetime) -> Clock:
    return Clock(zone=request.user.zone, day_start=request.user.day_start, now=now)
