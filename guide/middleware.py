"""Help and the guide come whatever else is broken."""

from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse

from guide.views.country import COOKIE as COUNTRY


class HelpForAnyoneMiddleware:
    """Stands before the session: for the help page nobody is looked up, so that it needs no database and is the
    same for everyone who is in one country. The person's own country travels in the link, or in its own cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != reverse("guide:help"):
            return self.get_response(request)
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if name == COUNTRY}
        response = self.get_response(request)
        response.headers["Vary"] = "Accept-Language, Cookie"
        return response


class GuideForAnyoneMiddleware:
    """Stands after the session: whoever is signed in while the database is away reads the guide as nobody does.

    They stay signed in, and what their browser keeps of theirs stays where it is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _only_reads(request):
            return self.get_response(request)
        try:
            bool(request.user.is_authenticated)
        except (OperationalError, InterfaceError):
            response = self._as_nobody(request)
            if response.headers.get("Location", "").startswith(resolve_url(settings.LOGIN_URL)):
                raise  # a page of their own: to be asked to sign in would read as if they weren't
            return response
        return self.get_response(request)

    def _as_nobody(self, request: HttpRequest) -> HttpResponse:
        request.COOKIES = {}  # else the session's middleware would take the cookie of an empty session away
        request.session = import_module(settings.SESSION_ENGINE).SessionStore()
        request.user = AnonymousUser()
        response = self.get_response(request)
        response.headers["Cache-Control"] = "private, no-store"
        for header in ("X-SW-Cache", "X-SW-User"):
            response.headers.pop(header, None)
        return response


def _only_reads(request: HttpRequest) -> bool:
    here = request.path_info
    of_the_guide = here == reverse("guide:landing") or here.startswith(reverse("guide:index"))
    return of_the_guide and request.method in ("GET", "HEAD") and settings.SESSION_COOKIE_NAME in request.COOKIES
