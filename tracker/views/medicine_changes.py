"""Changing, ending, pausing a medicine: as agreed with whoever prescribes it, or kept as a question."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from pwa.toast import say_with_undo
from tracker.actions import medication as actions
from tracker.actions import pausing
from tracker.actions.errors import NotFound, TooManyLines, TooManyMedicines
from tracker.actions.sessions import add_line
from tracker.forms.medicine_changes import ChangeForm, EndForm, PauseForm
from tracker.medication import medicine_card
from tracker.models import AgendaLine, Medicine
from tracker.versions import in_words


@require_http_methods(["GET", "HEAD", "POST"])
def medicine_edit(request: AuthenticatedHttpRequest, medicine: UUID) -> HttpResponse:
    """Another dose or other times are saved as agreed; or `keep=question`, and nothing of the medicine changes."""
    found = _current(request, medicine)
    beside = Medicine.objects.for_user(request.user).current()
    form = ChangeForm(posted(request), today=timezone.localdate(), medicine=found, beside=beside)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        context = {"form": form, "medicine": found, "card": medicine_card(found)}
        return render(request, "tracker/medicine_form.html", context, status=status)
    if form.is_question:
        return _kept_as_question(request, found, form.question())
    actions.change_medicine(
        user_id=request.user.pk,
        medicine_id=found.pk,
        label=form.label(),
        rule=form.rule(),
        limits=form.limits(),
        agreed=form.change(),
        now=timezone.now(),
    )
    messages.success(request, _("Saved."))
    return see_other("tracker:medicine", medicine=found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def medicine_end(request: AuthenticatedHttpRequest, medicine: UUID) -> HttpResponse:
    found = get_object_or_404(Medicine.objects.for_user(request.user), pk=medicine)
    if found.ended_at is not None:
        return see_other("tracker:medicine", medicine=found.pk)
    form = EndForm(posted(request), today=timezone.localdate(), medicine=found)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "tracker/medicine_end.html", found, form)
    if form.is_question:
        return _kept_as_question(request, found, form.question())
    was = in_words(found.dose, found.last_rule, found.as_needed)
    actions.end_medicine(user_id=request.user.pk, medicine_id=found.pk, agreed=form.end(was=was), now=timezone.now())
    undo = reverse("tracker:medicine_restore", args=[found.pk])
    say_with_undo(request, _("Put away. What you recorded stays."), undo=undo)
    return see_other("tracker:plan")


@require_POST
def medicine_restore(request: AuthenticatedHttpRequest, medicine: UUID) -> HttpResponse:
    found = get_object_or_404(Medicine.objects.for_user(request.user), pk=medicine)
    try:
        actions.restore_medicine(user_id=request.user.pk, medicine_id=found.pk, now=timezone.now())
    except TooManyMedicines:
        messages.info(request, full())
        return see_other("tracker:plan")
    messages.success(request, _("It is back in your plan."))
    return see_other("tracker:medicine", medicine=found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def medicine_pause(request: AuthenticatedHttpRequest, medicine: UUID) -> HttpResponse:
    """Told to by the prescriber: nothing is due until it is resumed."""
    found = _current(request, medicine)
    if found.paused_at is not None:
        return see_other("tracker:medicine", medicine=found.pk)
    form = PauseForm(posted(request), initial={"told_by": found.prescriber})
    if request.method != "POST" or not form.is_valid():
        return _page(request, "tracker/medicine_pause.html", found, form)
    pausing.pause_medicine(
        user_id=request.user.pk, medicine_id=found.pk, told_by=form.cleaned_data["told_by"], now=timezone.now()
    )
    undo = reverse("tracker:medicine_resume", args=[found.pk])
    say_with_undo(request, _("Paused. Nothing is due, and nothing reminds you of it."), undo=undo)
    return see_other("tracker:medicine", medicine=found.pk)


@require_POST
def medicine_resume(request: AuthenticatedHttpRequest, medicine: UUID) -> HttpResponse:
    found = _current(request, medicine)
    pausing.resume_medicine(user_id=request.user.pk, medicine_id=found.pk, now=timezone.now())
    undo = reverse("tracker:medicine_resume_undo", args=[found.pk])
    say_with_undo(request, _("The pause is over. Its times stand on Today again."), undo=undo)
    return see_other("tracker:medicine", medicine=found.pk)


@require_POST
def medicine_resume_undo(request: AuthenticatedHttpRequest, medicine: UUID) -> HttpResponse:
    found = _current(request, medicine)
    try:
        pausing.take_back_resuming(user_id=request.user.pk, medicine_id=found.pk, now=timezone.now())
        messages.success(request, _("It is paused as before."))
    except NotFound:
        messages.info(request, _("It was not paused."))
    return see_other("tracker:medicine", medicine=found.pk)


def full() -> str:
    return _("Your plan holds %(count)d medicines, and that is as many as fit.") % {"count": Medicine.MOST_CURRENT}


def _current(request: AuthenticatedHttpRequest, medicine: UUID) -> Medicine:
    return get_object_or_404(Medicine.objects.for_user(request.user).current(), pk=medicine)


def _page(request: AuthenticatedHttpRequest, template: str, medicine: Medicine, form: Form) -> HttpResponse:
    context = {"medicine": medicine_card(medicine), "form": form}
    return render(request, template, context, status=422 if form.errors else 200)


def _kept_as_question(request: AuthenticatedHttpRequest, medicine: Medicine, text: str) -> HttpResponse:
    origin = AgendaLine.Origin.MEDICINE.value
    try:
        line = add_line(user_id=request.user.pk, text=text, origin=origin, for_doctor=True)
    except TooManyLines:
        words = _("Your list holds %(count)d lines, and that is as many as fit.")
        messages.info(request, words % {"count": AgendaLine.MOST_OPEN})
        return see_other("tracker:session")
    undo = reverse("tracker:line_remove", args=[line.pk])
    say_with_undo(request, _("Kept as a question for the doctor. Nothing about the medicine changed."), undo=undo)
    return see_other("tracker:medicine", medicine=medicine.pk)
