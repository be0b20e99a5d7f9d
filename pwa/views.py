"""The shell's plumbing: alive, the parts page, the manifest, the worker."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: no session, no database."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "pwa/offline.html")


@login_not_required
@require_safe
def parts(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    return render(request, "pwa/parts.html")
