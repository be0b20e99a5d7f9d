"""You: what a person sets of themselves, signing out, and leaving."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import people
from accounts.forms import LeaveForm, YouForm
from accounts.http import AuthenticatedHttpRequest, posted, see_other


@require_http_methods(["GET", "HEAD", "POST"])
def you(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Country and the start of the day; the way to everything else about the account."""
    person = request.user
    form = YouForm(
        posted(request), initial={"country": person.country, "day_start": person.day_start.strftime("%H:%M")}
    )
    if form.is_valid():
        people.change_settings(user_id=person.pk, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return see_other(request.path)
    response = render(request, "accounts/you.html", {"form": form}, status=422 if form.errors else 200)
    response["Cache-Control"] = "private, no-cache"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Deletes the account and everything in it, once the address is typed."""
    form = LeaveForm(posted(request), own=request.user.email)
    if form.is_valid():
        people.erase(user_id=request.user.pk, now=timezone.now())
        logout(request)
        messages.success(request, _("Your account and everything in it is deleted."))
        response = see_other(settings.LOGOUT_REDIRECT_URL)
        response["Clear-Site-Data"] = '"storage"'
        return response
    response = render(request, "accounts/leave.html", {"form": form}, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response
