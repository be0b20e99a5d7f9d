"""A server that is not fit to meet a person says why."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.test import override_settings

from config import env
from pwa.checks import production_problems

FIT: dict[str, Any] = {
    "DEBUG": False,
    "SECURE_HSTS_SECONDS": 63_072_000,
    "SESSION_COOKIE_NAME": "__Host-session",
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "CSRF_COOKIE_SECURE": True,
    "SECRET_KEY": env.make_secret(),
    "MASTER_KEYS": env.master_keys(env.make_master_key()),
    "VAPID_KEY": env.make_vapid_key(),
    "VAPID_SUBJECT": "mailto:operator@turnstone.example",
}


def test_a_server_with_everything_has_no_problem() -> None:
    with override_settings(**FIT):
        assert production_problems() == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"DEBUG": True}, "DEBUG"),
        ({"SECURE_CSP": {}}, "Content-Security-Policy"),
        ({"SECURE_CSP": {**settings.SECURE_CSP, "script-src": ["'unsafe-inline'"]}}, "loose"),
        ({"SECURE_CSP": {**settings.SECURE_CSP, "img-src": ["*"]}}, "loose"),
        ({"MIDDLEWARE": [one for one in settings.MIDDLEWARE if "csp" not in one]}, "Content-Security-Policy"),
        ({"SECURE_HSTS_SECONDS": 0}, "HSTS"),
        ({"SESSION_COOKIE_NAME": "sessionid"}, "session cookie"),
        ({"SESSION_COOKIE_SECURE": False}, "session cookie"),
        ({"CSRF_COOKIE_DOMAIN": "turnstone.example"}, "CSRF cookie"),
        ({"SECRET_KEY": "only for tests"}, "SECRET_KEY"),
        ({"MASTER_KEYS": {}}, "MASTER_KEY"),
        ({"MASTER_KEYS": {1: b"1" * 32}}, "MASTER_KEY"),
        ({"VAPID_KEY": ""}, "VAPID_KEY"),
        ({"VAPID_KEY": "not a key"}, "VAPID_KEY"),
        ({"VAPID_SUBJECT": "someone"}, "VAPID_SUBJECT"),
        ({"CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}}, "cache"),
        ({"CACHES": {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}}, "cache"),
    ],
)
def test_what_is_missing_is_named_and_no_secret_is_printed(change: dict[str, Any], word: str) -> None:
    with override_settings(**{**FIT, **change}):
        (problem,) = production_problems()
    assert word in problem
    assert FIT["SECRET_KEY"] not in problem
    assert FIT["VAPID_KEY"] not in problem


def test_the_deploy_check_carries_them_as_errors() -> None:
    found = run_checks(tags=["security"], include_deployment_checks=True)
    assert {message.msg for message in found if message.id == "pwa.E001"} == set(production_problems())
