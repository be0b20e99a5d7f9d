"""What an installed Turnstone is called, looks like and opens. Nothing in it says what it is for."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.translation import get_language, get_language_bidi, gettext

# Paths, not names: the shell knows no feature app. A test follows each of them.
TODAY, GUIDE, HELP, HARD_MOMENTS = "/today/", "/guide/", "/help/now/", "/help/safety-plan/"
BREATHING = "/breathing/"
PAPER = "#f0f1eb"


def manifest() -> dict[str, Any]:
    """The web app manifest in the active language."""
    return {
        "id": "/",
        "start_url": f"{TODAY}?src=app",
        "scope": "/",
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "name": "Turnstone",
        "short_name": "Turnstone",
        "description": gettext("A page for each day, reminders, and things to read."),
        "display": "standalone",
        "display_override": ["standalone", "minimal-ui"],
        "orientation": "any",
        "theme_color": PAPER,
        "background_color": PAPER,
        "categories": ["health", "lifestyle"],
        "icons": [_icon("192"), _icon("512"), _icon("maskable", "maskable"), _icon("monochrome", "monochrome")],
        "shortcuts": [
            _shortcut(gettext("Today"), TODAY),
            _shortcut(gettext("Guide"), GUIDE),
            _shortcut(gettext("Help now"), HELP),
        ],
        "screenshots": [
            _screen("today", "1080x2400", "narrow", gettext("A day on one page")),
            _screen("session", "1080x2400", "narrow", gettext("A list to take along")),
            _screen("today-wide", "1280x800", "wide", gettext("A day on one page")),
        ],
        "launch_handler": {"client_mode": ["navigate-existing", "auto"]},
    }


def _icon(name: str, purpose: str = "any") -> dict[str, str]:
    size = name if name.isdigit() else "512"
    return {
        "src": static(f"pwa/icons/{name}.png"),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }


def _screen(name: str, sizes: str, form_factor: str, label: str) -> dict[str, str]:
    src = static(f"pwa/screens/{name}.png")
    return {"src": src, "sizes": sizes, "type": "image/png", "form_factor": form_factor, "label": label}


def _shortcut(name: str, url: str) -> dict[str, Any]:
    return {"name": name, "url": url, "icons": [_icon("192")]}
