"""What somebody without an account said: sealed, in a cookie of their browser, until it is closed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.cache import patch_cache_control

from accounts.http import see_other
from accounts.vault import SealError, seal_for_browser, unseal_from_browser

LONGEST: Final = timedelta(days=7)  # some browsers are never closed


@dataclass(frozen=True)
class Kept:
    """`at`: the instant of the last answer."""

    said: dict[str, Any]
    at: datetime


@dataclass(frozen=True)
class BrowserCookie:
    """`page`: the name of the address under which it is sent. `holds`: what is in it, by name."""

    name: str
    page: str
    holds: tuple[tuple[str, type], ...]

    def read(self, request: HttpRequest, *, now: datetime) -> Kept | None:
        """None where there is none, where it was altered or has another shape, and where it is over seven days old."""
        try:
            found = json.loads(unseal_from_browser(request.COOKIES.get(self.name, ""), label=self.name))
            at, said = datetime.fromtimestamp(found["at"], UTC), found["said"]
            fits = all(isinstance(said[name], kind) for name, kind in self.holds)
        except (SealError, ValueError, KeyError, TypeError):
            return None
        return Kept(said, at) if fits and now - LONGEST < at <= now else None

    def lost(self, request: HttpRequest, *, now: datetime) -> bool:
        """Whether the browser brought something that can't be read any more."""
        return self.name in request.COOKIES and self.read(request, now=now) is None

    def write(self, response: HttpResponse, said: dict[str, Any], *, now: datetime) -> None:
        content = json.dumps({"at": int(now.timestamp()), "said": said}, separators=(",", ":")).encode()
        response.set_cookie(
            self.name,
            seal_for_browser(content, label=self.name),
            path=reverse(self.page),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )

    def forgotten(self) -> HttpResponse:
        """Back to its page, with nothing left in the browser."""
        response = see_other(self.page)
        self.forget(response)
        return response

    def forget(self, response: HttpResponse) -> None:
        response.delete_cookie(self.name, path=reverse(self.page), samesite="Lax")


def not_stored(response: HttpResponse) -> HttpResponse:
    """Going back asks anew, and so shows what was answered; on a shared machine there is nothing to go back to."""
    patch_cache_control(response, private=True, no_store=True)
    return response


def sent_by_us(request: HttpRequest) -> QueryDict | None:
    """What a form of this site sent, for a page that carries no token. None for a GET, and for what a page of somebody
    else sent: their words are not shown under our name. Browsers too old to say so are believed."""
    from_here = request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
    return request.POST if request.method == "POST" and from_here else None
