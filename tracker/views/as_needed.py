"""A medicine without times: what its label says first, then one tap records."""

from datetime import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, see_other
from tracker.actions.as_needed import record_as_needed
from tracker.actions.errors import NotFound
from tracker.as_needed import as_needed
from tracker.forms.dose import AsNeededForm
from tracker.idempotency import recorded, recorded_at
from tracker.medication import medicine_card
from tracker.models import Medicine
from tracker.views.log import cannot_be_recorded


@require_safe
def medicine_as_needed(request: AuthenticatedHttpRequest, medicine: UUID) -> HttpResponse:
    found = get_object_or_404(Medicine.objects.for_user(request.user), pk=medicine)
    now = timezone.now()
    return _page(request, found, AsNeededForm(zone=request.user.tzinfo, now=now), uuid4(), now)


@require_POST
@recorded
def log_as_needed(request: AuthenticatedHttpRequest, medicine: UUID, dose: UUID) -> HttpResponse:
    """`state` "taken", or "" to take it back; `day` and `taken_at` where it was not now."""
    found = get_object_or_404(Medicine.objects.for_user(request.user), pk=medicine)
    now = timezone.now()
    said_at = recorded_at(request, now)
    form = AsNeededForm(request.POST, zone=request.user.tzinfo, now=said_at)
    if not form.is_valid():
        return _page(request, found, form, dose, now)
    try:
        record_as_needed(
            user_id=request.user.pk,
            medicine_id=found.pk,
            dose_id=dose,
            state=request.POST["state"],
            taken_at=form.instant,
            recorded_at=said_at,
            now=now,
        )
    except NotFound as error:
        raise Http404 from error
    except (KeyError, ValueError):
        return cannot_be_recorded()
    messages.success(request, _("Recorded.") if request.POST["state"] else _("Taken off the list."))
    return see_other("tracker:medicine_as_needed", medicine=found.pk)


def _page(
    request: AuthenticatedHttpRequest, medicine: Medicine, form: AsNeededForm, dose: UUID, now: datetime
) -> HttpResponse:
    context = {
        "medicine": medicine_card(medicine),
        "stands": as_needed(user=request.user, medicine=medicine, now=now),
        "form": form,
        "dose": dose,
    }
    return render(request, "tracker/medicine_as_needed.html", context, status=422 if form.errors else 200)
