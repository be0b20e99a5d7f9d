"""What the browser's worker may keep. Nothing, unless a view says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Literal

from django.http import HttpRequest, HttpResponse

Kind = Literal["public", "private"]


def sw_cache[**P, R: HttpRequest](
    kind: Kind,
) -> Callable[[Callable[Concatenate[R, P], HttpResponse]], Callable[Concatenate[R, P], HttpResponse]]:
    """Let the worker keep this page for when there is no network.

    "private": until sign-out, or until somebody else signs in. "public": the same for everyone and kept for good; the
    base template then shows nothing of the person.
    """

    def decorate(view: Callable[Concatenate[R, P], HttpResponse]) -> Callable[Concatenate[R, P], HttpResponse]:
        @wraps(view)
        def marked(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            request.sw_cache = kind  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return marked

    return decorate


def kept_as(request: HttpRequest) -> Kind | None:
    """What `sw_cache` said for this request."""
    kind: Kind | None = getattr(request, "sw_cache", None)
    return kind
