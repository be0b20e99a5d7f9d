"""What every template may use."""

from typing import Any

from django.http import HttpRequest

from pwa.person import person_mark

THEMES = ("light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    """`sw_user`: who recorded an entry, for the forms under /log/. `theme`: light, dark, or "" for the system's."""
    theme = request.COOKIES.get("theme", "")
    return {"sw_user": person_mark(request), "theme": theme if theme in THEMES else ""}
