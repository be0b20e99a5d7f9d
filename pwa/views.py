"""The shell's plumbing: alive, the manifest, the worker, the offline page, the look, the parts page."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.http import see_other
from pwa.caching import sw_cache
from pwa.forms import LookForm, PartsForm
from pwa.manifest import manifest
from pwa.person import person_mark
from pwa.worker import worker_context


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: no session, no database."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
@cache_control(no_cache=True)
def web_manifest(request: HttpRequest) -> HttpResponse:
    return JsonResponse(manifest(), content_type="application/manifest+json")


@login_not_required
@require_safe
@cache_control(no_cache=True)
def sw(request: HttpRequest) -> HttpResponse:
    """The service worker, or with SW_OFF the one that removes itself and all it kept."""
    if settings.SW_OFF:
        return render(request, "pwa/sw_off.js", content_type="text/javascript; charset=utf-8")
    return render(request, "pwa/sw.js", worker_context(), content_type="text/javascript; charset=utf-8")


@login_not_required
@require_safe
@sw_cache("public")
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "pwa/offline.html")


@login_not_required
@require_safe
@sw_cache("public")
def not_saved(request: HttpRequest) -> HttpResponse:
    """What the worker answers to a form that did not reach the server."""
    return render(request, "pwa/not_saved.html")


@login_not_required
@require_safe
@never_cache
def hello(request: HttpRequest) -> HttpResponse:
    """For the outbox: who is signed in, by a mark that names nobody, and a fresh token."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    return JsonResponse({"csrf": get_token(request), "user": person_mark(request)})


@login_not_required
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the system says, kept in a cookie of this device."""
    form = LookForm(request.POST)
    here = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(here, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = see_other(here if safe and here.startswith("/") else "/")
    if form.is_valid():
        response.set_cookie(
            "theme",
            form.cleaned_data["theme"],
            max_age=timedelta(days=365),
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    return response


@login_not_required
def parts(request: HttpRequest) -> HttpResponse:
    """Every part with its states, for whoever works on the looks."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "pwa/parts.html", {"form": PartsForm(), "refused": PartsForm(PartsForm.WRONG)})
