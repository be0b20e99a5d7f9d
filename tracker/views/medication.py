"""A medicine as it stands on the label, and its page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from tracker.actions import medication as actions
from tracker.actions.errors import TooManyMedicines
from tracker.ahead import first_time
from tracker.as_needed import as_needed
from tracker.forms.medication import MedicineForm
from tracker.medication import medicine_card
from tracker.medicine_days import days_of_doses, doses_due, settled
from tracker.models import Medicine
from tracker.supply import supply_of
from tracker.versions import versions
from tracker.views.medicine_changes import full


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
            limits=form.limits(),
            now=timezone.now(),
        )
    except TooManyMedicines:
        form.add_error(None, full())
        return render(request, "tracker/medicine_form.html", {"form": form}, status=422)
    return see_other("tracker:medicine", medicine=medicine.pk)


@require_safe
def medicine(request: AuthenticatedHttpRequest, medicine: UUID) -> HttpResponse:
    found, person = get_object_or_404(Medicine.objects.for_user(request.user), pk=medicine), request.user
    now = timezone.now()
    due = doses_due(user=person, medicine_id=found.pk, now=now)
    card = medicine_card(found)
    context = {
        "medicine": card,
        "days": days_of_doses(due, user=person, medicine_id=found.pk, now=now),
        "versions": versions(user=person, medicine=found, doses=settled(due, now)),
        "supply": supply_of(user=person, medicine=found, now=now),
        "stands": as_needed(user=person, medicine=found, now=now) if card.as_needed else None,
        "first_time": first_time(found.schedules.current().first(), zone=person.zone, now=now),
    }
    return render(request, "tracker/medicine_detail.html", context)
