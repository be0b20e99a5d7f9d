"""What every template may use."""

from typing import Any

from django.http import HttpRequest

from pwa.caching import kept_as
from pwa.person import person_mark

THEMES = ("light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the base template shows of the person.

    `signed_in`: false also on a page that is the same for everyone. `sw_user`: who records, for the forms under
    /log/. `theme`: "light", "dark", or "" for the system's.
    """
    mark = "" if kept_as(request) == "public" else person_mark(request)
    theme = request.COOKIES.get("theme", "")
    return {"signed_in": bool(mark), "sw_user": mark, "theme": theme if theme in THEMES else ""}
