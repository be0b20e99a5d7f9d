"""Sends whoever is not signed in to sign-in, and activates the person's zone and language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page is for people signed in, but those marked `@login_not_required`.

    htmx would follow the redirect and put the sign-in page into a row: it is told 401, and where the whole page goes.
    Whoever sent a form comes back to the page it was on: where it went may answer no GET.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        return redirect_to_login(_came_from(request))

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        sign_in = resolve_url(settings.LOGIN_URL)
        if not HtmxDetails(request) or response.headers.get("Location", "").partition("?")[0] != sign_in:
            return response
        return HttpResponse(status=401, headers={"HX-Redirect": f"{sign_in}?{urlencode({'next': _here(request)})}"})


def _came_from(request: HttpRequest) -> str:
    """The page of ours that the form was on, by its path."""
    page = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        path = urlsplit(page)._replace(scheme="", netloc="", fragment="").geturl()
        if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None):
            return path
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def _here(request: HttpRequest) -> str:
    """The page from which htmx asked."""
    try:
        return HtmxDetails(request).current_url_abs_path or resolve_url(settings.LOGIN_REDIRECT_URL)
    except ValueError:
        return resolve_url(settings.LOGIN_REDIRECT_URL)


class PersonMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        spoken = request.user.language in dict(settings.LANGUAGES)
        language = request.user.language if spoken else settings.LANGUAGE_CODE
        with timezone.override(request.user.tzinfo), translation.override(language):
            return self.get_response(request)
