"""The sheet for the doctor, to print or to read from, and the lines that stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import AuthenticatedHttpRequest, see_other
from tracker.actions.doctor_sheet import add_doctor_lines
from tracker.actions.errors import TooManyLines
from tracker.doctor_sheet import doctor_sheet as sheet
from tracker.forms.doctor_sheet import QUESTIONS, DoctorLineForm, DoctorQuestionsForm
from tracker.models import AgendaLine


@require_safe
def doctor_sheet(request: AuthenticatedHttpRequest) -> HttpResponse:
    return _page(request)


@require_http_methods(["GET", "HEAD", "POST"])
def doctor_line(request: AuthenticatedHttpRequest) -> HttpResponse:
    """A line of one's own, or one that another page suggests: `text` and `origin`. A GET finds the sheet."""
    if request.method != "POST":
        return see_other("tracker:doctor_sheet")
    form = DoctorLineForm(request.POST)
    if form.is_valid() and _added(request, form, [form.cleaned_data["text"]], form.cleaned_data["origin"]):
        return see_other("tracker:doctor_sheet")
    return _page(request, form=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def doctor_questions(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Those of the questions that were ticked. A GET finds the sheet."""
    if request.method != "POST":
        return see_other("tracker:doctor_sheet")
    form = DoctorQuestionsForm(request.POST)
    if form.is_valid() and _added(request, form, form.texts(), AgendaLine.Origin.QUESTION):
        return see_other("tracker:doctor_sheet")
    return _page(request, questions=form, status=422)


def _added(request: AuthenticatedHttpRequest, form: Form, texts: Sequence[str], origin: str) -> bool:
    try:
        add_doctor_lines(user_id=request.user.pk, texts=texts, origin=origin, now=timezone.now())
    except TooManyLines:
        words = _("Your list holds %(count)d lines. Take one off first.") % {"count": AgendaLine.MOST_OPEN}
        form.add_error(None, words)
        return False
    messages.success(request, _("It stands on the sheet for the doctor."))
    return True


def _page(request: AuthenticatedHttpRequest, *, status: int = 200, **forms: Any) -> HttpResponse:
    found = sheet(user=request.user, now=timezone.now())
    texts = {line.text for line in found.lines}
    context = {
        "sheet": found,
        "form": DoctorLineForm(),
        "questions": None,
        "worth_asking": [(key, text, str(text) in texts) for key, text in QUESTIONS.items()],
        **forms,
    }
    return render(request, "tracker/doctor_sheet.html", context, status=status)
