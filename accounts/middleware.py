"""Sends whoever is not signed in to sign-in, and activates the person's zone and language."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django_htmx.middleware import HtmxDetails


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page is for people signed in, but those marked `@login_not_required`.

    htmx would follow the redirect and put the sign-in page into a row: it is told 401, and where the whole page goes.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        sign_in = resolve_url(settings.LOGIN_URL)
        if not HtmxDetails(request) or response.headers.get("Location", "").partition("?")[0] != sign_in:
            return response
        return HttpResponse(status=401, headers={"HX-Redirect": f"{sign_in}?{urlencode({'next': _here(request)})}"})


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
