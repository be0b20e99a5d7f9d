"""What the service worker is made of."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse

from pwa.manifest import BREATHING, HARD_MOMENTS, HELP, TODAY

ASSETS = [
    "pwa/app.css",
    "pwa/fonts/besley-latin.woff2",
    "pwa/sprite.svg",
    "pwa/icon.svg",
    "pwa/htmx-4.0.1.min.js",
    "pwa/outbox.js",
    "pwa/app.js",
    "pwa/offline.js",
    "pwa/typed.js",
    "tracker/tools.css",
    "tracker/breathing.js",
]
WORKER = "pwa/worker.js"


def worker_context() -> dict[str, Any]:
    """For templates/pwa/sw.js. A new version whenever anything that is kept at install differs."""
    return {
        "version": _version() if settings.DEBUG else _lasting_version(),
        "assets": [static(name) for name in ASSETS],
        "pages": [reverse("pwa:offline"), reverse("pwa:not_saved"), HELP, HARD_MOMENTS, BREATHING],
        "outbox": static("pwa/outbox.js"),
        "worker": static(WORKER),
        "icon": static("pwa/icons/192.png"),
        "badge": static("pwa/icons/badge.png"),
        "help": HELP,
        "plan": HARD_MOMENTS,
        "sign_in": f"{reverse(settings.LOGIN_URL)}?next={TODAY}",
    }


def _version() -> str:
    digest = sha256(get_template("pwa/sw.js").template.source.encode())  # type: ignore[attr-defined]
    for name in [*ASSETS, WORKER]:
        digest.update(Path(str(finders.find(name))).read_bytes())
    return digest.hexdigest()[:12]


@cache
def _lasting_version() -> str:
    return _version()
