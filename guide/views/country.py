"""The country whose numbers somebody chose to see on this device, kept in a cookie that names nothing else."""

import re
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from guide.help_now import Numbers, numbers_here

COOKIE = "country"


def chosen(request: HttpRequest) -> str:
    """The two letters chosen before on this device, "" where none were."""
    code = request.COOKIES.get(COOKIE, "")
    return code if re.fullmatch("[A-Z]{2}", code) else ""


def remember(request: HttpRequest, response: HttpResponse, *, asked: str) -> None:
    """Keep a choice that was made now; the answer that carries it is for this browser alone."""
    code = asked.upper()
    if re.fullmatch("[A-Z]{2}", code) and code != chosen(request):
        response.set_cookie(
            COOKIE,
            code,
            max_age=timedelta(days=365),
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
            httponly=True,
        )
        response.headers["Cache-Control"] = "private, no-cache"


def numbers_for(request: HttpRequest) -> Numbers | None:
    """Of the person's own country where they set one, else of the one chosen here, else of the browser's region."""
    own = request.user.country if request.user.is_authenticated else ""
    return numbers_here(
        asked=own or chosen(request),
        accept_language=request.headers.get("Accept-Language", ""),
        today=timezone.now().date(),
    )
