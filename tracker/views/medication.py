"""A medicine as it stands on the label, and its check-in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from pwa.toast import say_with_undo
from tracker.actions import medication as actions
from tracker.actions.errors import TooManyMedicines
from tracker.ahead import first_time
from tracker.forms.medication import MedicineForm
from tracker.medication import last_days, medicine_card
from tracker.models import Medicine


@require_http_methods(["GET", "HEAD", "POST"])
def medicine_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    current = Medicine.objects.for_user(request.user).current()
    form = MedicineForm(posted(request), today=timezone.localdate(), beside=current)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "tracker/medicine_form.html", {"form": form}, status=status)
    try:
        medicine = actions.add_medicine(
            user_id=request.user.pk,
            medicine_id=form.cleaned_data["medicine_id"],
            label=form.label(),
            rule=form.rule(),
            now=timezone.now(),
        )
    except TooManyMedicines:
        form.add_error(None, _full())
        return render(request, "tracker/medicine_form.html", {"form": form}, status=422)
    return see_other("tracker:medicine", medicine=medicine.pk)


@require_safe
def medicine(request: AuthenticatedHttpRequest, medicine: UUID) -> HttpResponse:
    found = get_object_or_404(Medicine.objects.for_user(request.user), pk=medicine)
    now = timezone.now()
    context = {
        "medicine": medicine_card(found),
        "days": last_days(user=request.user, medicine_id=found.pk, now=now),
        "first_time": first_time(found.schedules.current().first(), zone=request.user.zone, now=now),
    }
    return render(request, "tracker/medicine_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def medicine_edit(request: AuthenticatedHttpRequest, medicine: UUID) -> HttpResponse:
    found = get_object_or_404(Medicine.objects.for_user(request.user).current(), pk=medicine)
    form = MedicineForm(posted(request), today=timezone.localdate(), medicine=found)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "tracker/medicine_form.html", {"form": form, "medicine": found}, status=status)
    actions.change_medicine(
        user_id=request.user.pk, medicine_id=found.pk, label=form.label(), rule=form.rule(), now=timezone.now()
    )
    messages.success(request, _("Saved."))
    return see_other("tracker:medicine", medicine=found.pk)


@require_POST
def medicine_end(request: AuthenticatedHttpRequest, medicine: UUID) -> HttpResponse:
    found = get_object_or_404(Medicine.objects.for_user(request.user), pk=medicine)
    actions.end_medicine(user_id=request.user.pk, medicine_id=found.pk, now=timezone.now())
    undo = reverse("tracker:medicine_restore", args=[found.pk])
    say_with_undo(request, _("Put away. What you recorded stays."), undo=undo)
    return see_other("tracker:plan")


@require_POST
def medicine_restore(request: AuthenticatedHttpRequest, medicine: UUID) -> HttpResponse:
    found = get_object_or_404(Medicine.objects.for_user(request.user), pk=medicine)
    try:
        actions.restore_medicine(user_id=request.user.pk, medicine_id=found.pk, now=timezone.now())
    except TooManyMedicines:
        messages.info(request, _full())
        return see_other("tracker:plan")
    messages.success(request, _("It is back in your plan."))
    return see_other("tracker:medicine", medicine=found.pk)


def _full() -> str:
    return _("Your plan holds %(count)d medicines, and that is as many as fit.") % {"count": Medicine.MOST_CURRENT}
