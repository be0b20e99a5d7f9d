"""The next appointment, and what to bring to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from pwa.caching import sw_cache
from pwa.toast import say_with_undo
from tracker.actions import sessions
from tracker.actions.errors import TooManyLines
from tracker.care_team import people_to_choose
from tracker.forms.sessions import QUESTIONS, AppointmentForm, ChangedLineForm, NewLineForm, QuestionsForm
from tracker.models import AgendaLine, Appointment
from tracker.sessions import ASK_FOR_HOMEWORK, Agenda, agenda
from tracker.work import Clock, work_on


@require_safe
@sw_cache("private")
def session(request: AuthenticatedHttpRequest) -> HttpResponse:
    return _page(request, NewLineForm())


@require_safe
def large(request: AuthenticatedHttpRequest) -> HttpResponse:
    """To be read from, or handed over: private lines are left out unless `?private=shown`."""
    found, with_private = _agenda(request), request.GET.get("private") == "shown"
    context = {
        "agenda": found,
        "lines": [line for line in found.lines if with_private or not line.private],
        "private": sum(line.private for line in found.lines),
        "with_private": with_private,
    }
    return render(request, "tracker/session_large.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def appointment(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Another one, ahead or gone by."""
    return _keep_appointment(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_edit(request: AuthenticatedHttpRequest, appointment: UUID) -> HttpResponse:
    """One of which it was not said yet what became of it."""
    mine = Appointment.objects.for_user(request.user).filter(outcome="")
    return _keep_appointment(request, get_object_or_404(mine, pk=appointment))


@require_POST
def appointment_cancel(request: AuthenticatedHttpRequest, appointment: UUID) -> HttpResponse:
    found = get_object_or_404(Appointment.objects.for_user(request.user), pk=appointment)
    sessions.cancel_appointment(user_id=request.user.pk, appointment_id=found.pk, now=timezone.now())
    undo = reverse("tracker:appointment_restore", args=[found.pk])
    say_with_undo(request, _("The appointment is off your page. Your list stays."), undo=undo)
    return see_other("tracker:session")


@require_POST
def appointment_restore(request: AuthenticatedHttpRequest, appointment: UUID) -> HttpResponse:
    found = get_object_or_404(Appointment.objects.for_user(request.user), pk=appointment)
    sessions.restore_appointment(user_id=request.user.pk, appointment_id=found.pk)
    return see_other("tracker:session")


@require_http_methods(["GET", "HEAD", "POST"])
def line_add(request: AuthenticatedHttpRequest) -> HttpResponse:
    """From anywhere in the app: `text`, `origin`, `private`, and `next`, where to go afterwards.

    A GET comes back from signing in again in mid-form, and finds the list.
    """
    if request.method != "POST":
        return see_other("tracker:session")
    form = NewLineForm(request.POST)
    if form.is_valid():
        try:
            sessions.add_line(user_id=request.user.pk, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Added to your list."))
            return see_other(_next(request))
        except TooManyLines:
            form.add_error(None, _full())
    return _page(request, form, status=422)


@require_POST
def line_questions(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = QuestionsForm(request.POST)
    if form.is_valid():
        try:
            origin = AgendaLine.Origin.QUESTION
            sessions.add_lines(user_id=request.user.pk, texts=form.texts(), origin=origin)
            messages.success(request, _("Added to your list."))
            return see_other("tracker:session")
        except TooManyLines:
            form.add_error(None, _full())
    return _page(request, NewLineForm(), questions=form, status=422)


@require_POST
def ask_for_homework(request: AuthenticatedHttpRequest, appointment: UUID) -> HttpResponse:
    """`say` is the key of a sentence that goes on the list; without one, not now. `back` "today" leads there."""
    found = get_object_or_404(Appointment.objects.for_user(request.user), pk=appointment)
    text = str(ASK_FOR_HOMEWORK.get(request.POST.get("say", ""), ""))
    try:
        sessions.answer_homework_offer(user_id=request.user.pk, appointment_id=found.pk, text=text, now=timezone.now())
        if text:
            messages.success(request, _("Added to your list."))
    except TooManyLines:
        messages.error(request, _full())
    return see_other("tracker:today" if request.POST.get("back") == "today" else "tracker:session")


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: AuthenticatedHttpRequest, line: UUID) -> HttpResponse:
    found = get_object_or_404(AgendaLine.objects.for_user(request.user).open(), pk=line)
    initial = {"text": found.text, "private": found.private, "for_doctor": bool(found.for_doctor)}
    form = ChangedLineForm(posted(request), initial=initial)
    if form.is_valid():
        sessions.change_line(user_id=request.user.pk, line_id=line, now=timezone.now(), **form.cleaned_data)
        return see_other("tracker:session")
    return render(
        request, "tracker/line_edit.html", {"form": form, "line": found}, status=422 if form.is_bound else 200
    )


@require_POST
def line_move(request: AuthenticatedHttpRequest, line: UUID) -> HttpResponse:
    found = get_object_or_404(AgendaLine.objects.for_user(request.user).open(), pk=line)
    place = sessions.move_line(user_id=request.user.pk, line_id=found.pk, up=request.POST.get("to") != "down")
    if request.htmx:
        return render(request, "tracker/session.html#list", {"agenda": _agenda(request), "place": place + 1})
    return see_other(f"{reverse('tracker:session')}#line-{found.pk}")


@require_POST
def line_remove(request: AuthenticatedHttpRequest, line: UUID) -> HttpResponse:
    found = get_object_or_404(AgendaLine.objects.for_user(request.user), pk=line)
    sessions.drop_line(user_id=request.user.pk, line_id=found.pk, now=timezone.now())
    say_with_undo(request, _("Taken off your list."), undo=reverse("tracker:line_restore", args=[found.pk]))
    return see_other("tracker:session")


@require_POST
def line_restore(request: AuthenticatedHttpRequest, line: UUID) -> HttpResponse:
    found = get_object_or_404(AgendaLine.objects.for_user(request.user), pk=line)
    try:
        sessions.restore_line(user_id=request.user.pk, line_id=found.pk)
    except TooManyLines:
        messages.error(request, _full())
    return see_other("tracker:session")


def _page(request: AuthenticatedHttpRequest, form: NewLineForm, *, status: int = 200, **more: Any) -> HttpResponse:
    found = _agenda(request)
    texts = {line.text for line in found.lines}
    worth_asking = [(key, text, str(text) in texts) for key, text in QUESTIONS.items()]
    clock = Clock(zone=request.user.zone, day_start=request.user.day_start, now=timezone.now())
    context = {
        "agenda": found,
        "form": form,
        "worth_asking": worth_asking,
        "questions": None,
        "homework": work_on(user_id=request.user.pk, page=clock.page(clock.now), at=clock),
        **more,
    }
    return render(request, "tracker/session.html", context, status=status)


def _agenda(request: AuthenticatedHttpRequest) -> Agenda:
    return agenda(user_id=request.user.pk, zone=request.user.zone, now=timezone.now())


def _full() -> str:
    return _("Your list holds %(count)d lines. Take one off first.") % {"count": AgendaLine.MOST_OPEN}


def _next(request: AuthenticatedHttpRequest) -> str:
    wanted = request.POST.get("next", "")
    here = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=here, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else resolve_url("tracker:session")


def _keep_appointment(request: AuthenticatedHttpRequest, there: Appointment | None) -> HttpResponse:
    """What has begun leads to its page, what is still to come to the list."""
    now, initial = timezone.now(), _initial(request, there)
    form = AppointmentForm(posted(request), zone=request.user.zone, now=now, carers=_carers(request), initial=initial)
    if not form.is_valid():
        context = {"form": form, "appointment": there, "ahead": there is None or there.starts_at > now}
        return render(request, "tracker/appointment_edit.html", context, status=422 if form.is_bound else 200)
    values = form.cleaned_data
    carer = values.get("carer")
    kept = sessions.set_appointment(
        user_id=request.user.pk,
        appointment_id=there.pk if there else values["appointment_id"],
        starts_at=values["starts_at"],
        carer_id=carer,
        with_whom="" if carer else values["with_whom"],
        place=values["place"],
    )
    messages.success(request, _("Saved."))
    if kept.starts_at <= now:
        return see_other("tracker:past_session", appointment=kept.pk)
    return see_other("tracker:session")


def _initial(request: AuthenticatedHttpRequest, coming: Appointment | None) -> dict[str, Any]:
    if coming is None:
        return {}
    local = coming.starts_at.astimezone(request.user.tzinfo)
    whom = {"carer": coming.carer_id, "with_whom": coming.with_whom}
    return {"date": local.date(), "time": local.time(), "place": coming.place, **whom}


def _carers(request: AuthenticatedHttpRequest) -> list[tuple[UUID, str]]:
    return people_to_choose(request.user.pk)
