"""What a server must have before it meets a person. Run by `check --deploy`, and at the start in production."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

CSP_MIDDLEWARE = "django.middleware.csp.ContentSecurityPolicyMiddleware"
NOT_SHARED = ("LocMemCache", "DummyCache", "FileBasedCache")
KEY_BYTES = 32
YEAR = 365 * 24 * 60 * 60


def production_problems() -> list[str]:
    """What keeps these settings from serving people, as sentences; [] when nothing does."""
    return [*_browser(), *_keys(), *_cache()]


@register(Tags.security, deploy=True)
def production(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    return [Error(problem, id="pwa.E001") for problem in production_problems()]


def _browser() -> list[str]:
    policy = {name: [str(value) for value in values] for name, values in getattr(settings, "SECURE_CSP", {}).items()}
    loose = [value for values in policy.values() for value in values if "unsafe" in value or value == "*"]
    cookies = {"session": "SESSION", "CSRF": "CSRF"}
    wrong = [label for label, prefix in cookies.items() if not _bound_to_host(prefix)]
    return [
        *(["DEBUG is on."] if settings.DEBUG else []),
        *(
            ["There is no Content-Security-Policy: SECURE_CSP needs a default-src, and its middleware."]
            if "default-src" not in policy or CSP_MIDDLEWARE not in settings.MIDDLEWARE
            else []
        ),
        *([f"The Content-Security-Policy is loose: {', '.join(loose)}."] if loose else []),
        *(["HSTS is off or shorter than a year: SECURE_HSTS_SECONDS."] if settings.SECURE_HSTS_SECONDS < YEAR else []),
        *(f"The {label} cookie is not a secure __Host- cookie." for label in wrong),
    ]


def _bound_to_host(prefix: str) -> bool:
    name, secure, path, domain = (
        getattr(settings, f"{prefix}_COOKIE_{part}") for part in ("NAME", "SECURE", "PATH", "DOMAIN")
    )
    return name.startswith("__Host-") and secure and path == "/" and not domain


def _keys() -> list[str]:
    masters = getattr(settings, "MASTER_KEYS", None) or {}
    weak = not masters or any(len(key) != KEY_BYTES or len(set(key)) < KEY_BYTES // 4 for key in masters.values())
    return [
        *(["SECRET_KEY is missing, short, or the one of the tests."] if not _is_secret(settings.SECRET_KEY) else []),
        *(["MASTER_KEY is missing or not random: nothing can be sealed safely."] if weak else []),
        *(["VAPID_KEY is missing or malformed: no push can be signed."] if not _is_vapid_key() else []),
        *(
            ["VAPID_SUBJECT must be a mailto: or https: address that reaches you."]
            if not getattr(settings, "VAPID_SUBJECT", "").startswith(("mailto:", "https:"))
            else []
        ),
    ]


def _is_secret(key: str) -> bool:
    return len(key) >= KEY_BYTES and not key.startswith(("only ", "django-insecure"))


def _is_vapid_key() -> bool:
    text = getattr(settings, "VAPID_KEY", "")
    try:
        return len(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))) == KEY_BYTES
    except (ValueError, binascii.Error):
        return False


def _cache() -> list[str]:
    backend = str(settings.CACHES.get("default", {}).get("BACKEND", ""))
    if backend and not backend.endswith(NOT_SHARED):
        return []
    return ["The cache is not shared between processes, so the limits on sign-in and passcodes would not hold."]
