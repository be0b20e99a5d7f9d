"""Headers for caches and for the worker."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_vary_headers

from pwa.caching import kept_as
from pwa.person import person_mark


class ShellMiddleware:
    """A signed-in person's pages are theirs alone and are asked for anew; only what `sw_cache` marked may be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.conditional = ConditionalGetMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        kind = kept_as(request) or response.headers.get("X-SW-Cache")
        if kind == "public" and response.status_code == 200:
            return self._public(request, response)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "private, no-cache"
            patch_vary_headers(response, ["Cookie", "HX-Request"])
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers["X-SW-User"] = person_mark(request)
        if kind == "private":
            self._private(request, response)
        return response

    def _public(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers["X-SW-Cache"] = "public"
        response.headers.setdefault("Cache-Control", "public, no-cache")
        return self.conditional.process_response(request, response)

    def _private(self, request: HttpRequest, response: HttpResponseBase) -> None:
        """A message belongs to one showing of the page, not to the copy that is kept."""
        if response.status_code == 200 and not getattr(get_messages(request), "used", False):
            response.headers["X-SW-Cache"] = "private"
        else:
            response.headers.pop("X-SW-Cache", None)
