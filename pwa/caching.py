"""What the browser's worker may keep. Nothing, unless a view says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Literal

from django.http import HttpRequest, HttpResponse

Kind = Literal["public", "private"]


def sw_cache[**P, R: HttpRequest](
    kind: Kind, *, signed_in: Kind | None = None
) -> Callable[[Callable[Concatenate[R, P], HttpResponse]], Callable[Concatenate[R, P], HttpResponse]]:
    """Let the worker keep this page for when there is no network.

    "private": until sign-out, or until somebody else signs in. "public": the same for everyone and kept for good; the
    base template then shows nothing of the person. *signed_in* is the kind where somebody is signed in:
    `@sw_cache("public", signed_in="private")` for a page that greets its reader.
    """

    def decorate(view: Callable[Concatenate[R, P], HttpResponse]) -> Callable[Concatenate[R, P], HttpResponse]:
        @wraps(view)
        def marked(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            chosen = signed_in if signed_in and request.user.is_authenticated else kind
            request.sw_cache = chosen  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return marked

    return decorate


def kept_as(request: HttpRequest) -> Kind | None:
    """What `sw_cache` said for this request."""
    kind: Kind | None = getattr(request, "sw_cache", None)
    return kind
