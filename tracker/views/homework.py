"""Homework: new, changed, put away."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from pwa.toast import say_with_undo
from tracker.actions import homework as actions
from tracker.actions.errors import TooManyHomework
from tracker.care_team import carer_names
from tracker.forms.homework import TEMPLATES, HomeworkForm, template
from tracker.homework import homework_page
from tracker.models import Homework
from tracker.past import PastSession, sessions_to_choose
from tracker.work import Clock


@require_http_methods(["GET", "HEAD", "POST"])
def homework_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """`?like=2` fills the form from the second template, `?like=0` opens it empty; `session` is where it was set."""
    session = request.GET.get("session", "")
    if request.method != "POST" and "like" not in request.GET:
        return render(request, "tracker/homework_choice.html", {"templates": TEMPLATES, "session": session})
    start_from = template(request.GET.get("like", ""))
    sessions = _sessions(request)
    set_in = next((one for one in sessions if str(one.id) == session), None)
    form = HomeworkForm(
        posted(request),
        **_of(request, sessions),
        start_from=start_from,
        beside=Homework.objects.for_user(request.user).current(),
        more={"appointment": set_in.id, "set_by": set_in.with_whom} if set_in else None,
    )
    if request.method == "POST" and (made := _added(request, form)):
        messages.success(request, _("It is in your plan."))
        return see_other("tracker:homework", homework=made.pk)
    return _form(request, form)


@require_safe
def homework(request: AuthenticatedHttpRequest, homework: UUID) -> HttpResponse:
    """`?on=2026-11-03` shows the card of that day."""
    found = get_object_or_404(Homework.objects.for_user(request.user).select_related("appointment"), pk=homework)
    clock = Clock(zone=request.user.zone, day_start=request.user.day_start, now=timezone.now())
    page = homework_page(found, at=clock)
    work = page.work_of(_day(request.GET.get("on", "")), today=clock.page(clock.now))
    others = [other for other in page.work if other != work and not other.state]
    context = {"homework": page, "work": work, "others": others, "back": "plan"}
    return render(request, "tracker/homework_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def homework_edit(request: AuthenticatedHttpRequest, homework: UUID) -> HttpResponse:
    found = get_object_or_404(Homework.objects.for_user(request.user).current(), pk=homework)
    sessions = _sessions(request, found.appointment_id)
    form = HomeworkForm(posted(request), **_of(request, sessions), homework=found)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, homework=found)
    actions.change_homework(
        user_id=request.user.pk,
        homework_id=found.pk,
        task=form.task(),
        rule=form.rule(),
        remind=form.cleaned_data["remind"],
        now=timezone.now(),
    )
    messages.success(request, _("Saved."))
    return see_other("tracker:homework", homework=found.pk)


@require_POST
def homework_end(request: AuthenticatedHttpRequest, homework: UUID) -> HttpResponse:
    found = get_object_or_404(Homework.objects.for_user(request.user), pk=homework)
    actions.end_homework(user_id=request.user.pk, homework_id=found.pk, now=timezone.now())
    undo = reverse("tracker:homework_restore", args=[found.pk])
    say_with_undo(request, _("Put away. What you recorded stays."), undo=undo)
    return see_other("tracker:plan")


@require_POST
def homework_restore(request: AuthenticatedHttpRequest, homework: UUID) -> HttpResponse:
    found = get_object_or_404(Homework.objects.for_user(request.user), pk=homework)
    try:
        actions.restore_homework(user_id=request.user.pk, homework_id=found.pk, now=timezone.now())
    except TooManyHomework:
        messages.info(request, _full())
        return see_other("tracker:plan")
    messages.success(request, _("It is back in your plan."))
    return see_other("tracker:homework", homework=found.pk)


def _added(request: AuthenticatedHttpRequest, form: HomeworkForm) -> Homework | None:
    """The homework; None, with what is wrong in the form, where it cannot be."""
    if not form.is_valid():
        return None
    try:
        return actions.add_homework(
            user_id=request.user.pk,
            homework_id=form.cleaned_data["homework_id"],
            task=form.task(),
            rule=form.rule(),
            remind=form.cleaned_data["remind"],
            now=timezone.now(),
        )
    except TooManyHomework:
        form.add_error(None, _full())
        return None


def _form(request: AuthenticatedHttpRequest, form: HomeworkForm, **more: Any) -> HttpResponse:
    context = {"form": form, "carers": carer_names(request.user.pk), **more}
    return render(request, "tracker/homework_form.html", context, status=422 if form.is_bound else 200)


def _sessions(request: AuthenticatedHttpRequest, chosen: UUID | None = None) -> list[PastSession]:
    return sessions_to_choose(user_id=request.user.pk, zone=request.user.zone, now=timezone.now(), chosen=chosen)


def _of(request: AuthenticatedHttpRequest, sessions: list[PastSession]) -> dict[str, Any]:
    choices = [(session.id, session.words) for session in sessions]
    return {"zone": request.user.zone, "now": timezone.now(), "sessions": choices}


def _day(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _full() -> str:
    return _("Your plan holds %(count)d pieces of homework. Put one away first, then this one fits.") % {
        "count": Homework.MOST_CURRENT
    }
