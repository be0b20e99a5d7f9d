"""The time zone a person lives by."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from tracker.actions.schedules import move
from tracker.forms.zone import ZoneForm


@require_http_methods(["GET", "HEAD", "POST"])
def zone(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = ZoneForm(posted(request), initial={"zone": request.user.zone})
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "tracker/zone_form.html", {"form": form}, status=status)
    move(user_id=request.user.pk, zone=form.cleaned_data["zone"], now=timezone.now())
    messages.success(request, _("Saved. Your times keep their place on the clock."))
    return see_other("accounts:you")
