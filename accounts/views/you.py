"""You: what a person sets of themselves, signing out, and leaving."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

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
        response = see_other("accounts:gone")
        response["Clear-Site-Data"] = '"storage"'
        return response
    response = render(request, "accounts/leave.html", {"form": form}, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@login_not_required
@require_safe
def gone(request: HttpRequest) -> HttpResponse:
    """Where leaving ends. Whoever has an account is not told that it is deleted."""
    if request.user.is_authenticated:
        return see_other("accounts:you")
    return render(request, "accounts/gone.html", {"start": resolve_url(settings.LOGOUT_REDIRECT_URL)})
