"""The check-in of one medicine: how a dose went, or the thought of stopping."""

from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from tracker.actions import medication as actions
from tracker.actions.errors import NotDue
from tracker.actions.stopping import say_stopped, say_thinking_of_stopping, take_back_stopped, take_back_thought
from tracker.forms.medication import CheckInForm
from tracker.medication import check_in, medicine_card, words_to_say
from tracker.models import Dose, Medicine
from tracker.stopping import stopped

STATES = {"taken": Dose.State.TAKEN.value, "missed": Dose.State.MISSED.value, "not_yet": ""}


@require_http_methods(["GET", "HEAD", "POST"])
def medicine_check_in(request: AuthenticatedHttpRequest, medicine: UUID) -> HttpResponse:
    """ "Taken" and "Not yet" lead back to the day; a missed dose and the thought of stopping are answered here.

    `?answer=stop` shows that answer at once, and notes nothing.
    """
    found = get_object_or_404(Medicine.objects.for_user(request.user), pk=medicine)
    now = timezone.now()
    standing = check_in(user=request.user, medicine=found, now=now)
    wanted = "stop" if request.GET.get("answer") == "stop" else ""
    form = CheckInForm(posted(request), standing=standing, answer=wanted)
    if request.method != "POST" or not form.is_valid() or not _carried_out(request, form, found, now):
        context = {
            "form": form,
            "medicine": medicine_card(found),
            "standing": standing,
            "words": words_to_say(found, reasons=standing.reasons, today=timezone.localdate()),
        }
        return render(request, "tracker/medicine_check_in.html", context, status=422 if form.errors else 200)
    answer = form.cleaned_data["answer"]
    if answer in ("stop", "missed"):
        return see_other("tracker:medicine_check_in", medicine=found.pk)
    messages.success(request, _("Noted.") if answer == "taken" else _("All right. It is still on Today."))
    return see_other("tracker:today")


@require_POST
def medicine_take_back(request: AuthenticatedHttpRequest, medicine: UUID) -> HttpResponse:
    """The thought of stopping was tapped by mistake."""
    found = get_object_or_404(Medicine.objects.for_user(request.user), pk=medicine)
    take_back_thought(user_id=request.user.pk, medicine_id=found.pk, now=timezone.now())
    messages.success(request, _("No longer noted for today."))
    return see_other("tracker:medicine_check_in", medicine=found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def medicine_stopped(request: AuthenticatedHttpRequest, medicine: UUID) -> HttpResponse:
    """ "I’ve already stopped": the card and whom to call. A GET notes nothing; `take_back` in a POST takes it back."""
    found = get_object_or_404(Medicine.objects.for_user(request.user), pk=medicine)
    now = timezone.now()
    if request.method == "POST":
        act = take_back_stopped if "take_back" in request.POST else say_stopped
        act(user_id=request.user.pk, medicine_id=found.pk, now=now)
        if act is take_back_stopped:
            messages.success(request, _("No longer noted for today."))
        return see_other("tracker:medicine_stopped", medicine=found.pk)
    context = {"medicine": medicine_card(found), "stopped": stopped(user=request.user, medicine=found, now=now)}
    return render(request, "tracker/medicine_stopped.html", context)


def _carried_out(request: AuthenticatedHttpRequest, form: CheckInForm, medicine: Medicine, now: datetime) -> bool:
    """Record the answer; False, with a sentence beside the dose, where its schedule has no such dose any more."""
    who, answer = request.user.pk, form.cleaned_data["answer"]
    if answer == "stop":
        reasons = form.cleaned_data["reasons"]
        say_thinking_of_stopping(user_id=who, medicine_id=medicine.pk, reasons=reasons, now=now)
        return True
    schedule, day, slot = form.cleaned_data["dose"].split("/")
    try:
        actions.record_dose(
            user_id=who,
            schedule_id=UUID(schedule),
            date=date.fromisoformat(day),
            slot=int(slot),
            state=STATES[answer],
            at=now,
            recorded_at=now,
            now=now,
        )
    except NotDue:
        form.add_error("dose", form.fields["dose"].error_messages["invalid_choice"])
        return False
    return True
