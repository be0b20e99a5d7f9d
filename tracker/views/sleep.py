"""The bedtime."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from pwa.toast import say_with_undo
from tracker.actions import sleep as actions
from tracker.ahead import first_time
from tracker.forms.sleep import BedtimeForm
from tracker.models import Schedule
from tracker.plan import bedtime_card


@require_http_methods(["GET", "HEAD", "POST"])
def bedtime(request: AuthenticatedHttpRequest) -> HttpResponse:
    card = bedtime_card(user_id=request.user.pk)
    form = BedtimeForm(posted(request), initial={"at": card.at, "plan": card.plan} if card else {})
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        current = Schedule.objects.for_user(request.user).current().filter(bedtime__isnull=False).first()
        begins = first_time(current, zone=request.user.zone, now=timezone.now())
        context = {"form": form, "bedtime": card, "first_time": begins}
        return render(request, "tracker/bedtime.html", context, status=status)
    actions.set_bedtime(
        user_id=request.user.pk, at=form.cleaned_data["at"], plan=form.cleaned_data["plan"], now=timezone.now()
    )
    messages.success(request, _("Saved."))
    return see_other("tracker:bedtime")


@require_POST
def bedtime_clear(request: AuthenticatedHttpRequest) -> HttpResponse:
    actions.clear_bedtime(user_id=request.user.pk, now=timezone.now())
    say_with_undo(request, _("No bedtime any more."), undo=reverse("tracker:bedtime_restore"))
    return see_other("tracker:plan")


@require_POST
def bedtime_restore(request: AuthenticatedHttpRequest) -> HttpResponse:
    actions.restore_bedtime(user_id=request.user.pk, now=timezone.now())
    messages.success(request, _("Your bedtime is back."))
    return see_other("tracker:bedtime")
