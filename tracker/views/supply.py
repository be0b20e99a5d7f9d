"""How many doses are left, and how long they last."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from tracker.actions.supply import count_supply, stop_counting
from tracker.forms.supply import SupplyForm
from tracker.medication import medicine_card
from tracker.models import Medicine
from tracker.supply import supply_of


@require_http_methods(["GET", "HEAD", "POST"])
def medicine_supply(request: AuthenticatedHttpRequest, medicine: UUID) -> HttpResponse:
    """A new count, after a refill too."""
    found = get_object_or_404(Medicine.objects.for_user(request.user).current(), pk=medicine)
    now = timezone.now()
    form = SupplyForm(posted(request), today=timezone.localdate())
    if request.method != "POST" or not form.is_valid():
        supply = supply_of(user=request.user, medicine=found, now=now)
        context = {"form": form, "medicine": medicine_card(found), "supply": supply}
        return render(request, "tracker/medicine_supply.html", context, status=422 if form.errors else 200)
    said = form.cleaned_data
    count_supply(user_id=request.user.pk, medicine_id=found.pk, count=said["count"], on=said["counted_on"], now=now)
    messages.success(request, _("Counted."))
    return see_other("tracker:medicine", medicine=found.pk)


@require_POST
def medicine_supply_stop(request: AuthenticatedHttpRequest, medicine: UUID) -> HttpResponse:
    found = get_object_or_404(Medicine.objects.for_user(request.user), pk=medicine)
    stop_counting(user_id=request.user.pk, medicine_id=found.pk)
    messages.success(request, _("No longer counted."))
    return see_other("tracker:medicine", medicine=found.pk)
