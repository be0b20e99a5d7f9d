"""What can be reached without signing in: this list, and nothing else.

Everything not here sends whoever is not signed in to the sign-in page, or answers 401.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

# The address, and why it is open.
PUBLIC = {
    "": "the front page",
    "guide/": "the guide needs no account",
    "guide/<slug:slug>/": "the guide needs no account",
    "guide/choosing/sheet/": "the guide needs no account; what is filled in without one is not kept",
    "guide/choosing/sheet/forget/": "deletes what lies in one's own browser, and nothing else",
    "guide/words/": "the guide needs no account",
    "guide/words/<slug:listener>/": "the guide needs no account",
    "guide/words/<slug:listener>/<slug:phrase>/": "the guide needs no account; what is filled in is not kept",
    "guide/stories/": "readers' stories need no account",
    "guide/check/": "the check needs no account; what is answered lies in the browser",
    "guide/check/<slug:item>/": "the check needs no account",
    "guide/check/result/": "the check needs no account",
    "guide/check/forget/": "takes the answers out of the browser again",
    "guide/fit/": "the checklist needs no account; what is answered lies in the browser",
    "guide/fit/result/": "the checklist needs no account",
    "guide/fit/forget/": "takes the answers out of the browser again",
    "guide/search/": "the guide needs no account; what is looked for is kept nowhere",
    "sitemap.xml": "for search engines: the pages of the guide",
    "robots.txt": "for search engines",
    "help/now/": "nobody signs in to be helped",
    "help/safety-plan/": "says where a plan is kept, and what to write on paper; the person's own only to them",
    "breathing/": "a timer to breathe by: nothing personal, and nobody signs in to breathe",
    "accounts/signup/": "the door",
    "accounts/login/": "the door",
    "accounts/login/code/": "the door",
    "accounts/logout/": "the door, on the way out",
    "accounts/inactive/": "says that an account is switched off",
    "accounts/password/reset/": "the door",
    "accounts/password/reset/confirm/": "the door: only with a code that was sent",
    "accounts/password/reset/complete/": "the door: only after the right code",
    "you/deleted/": "says that an account is gone, once it is",
    "s/<str:token>/": "a page someone shared, by its link and passcode",
    "r/act": "a reminder's button: a signed token for one occurrence, one day",
    "r/off/<str:token>/": "a mail's way to switch mail off: a signed token",
    "sw.js": "the worker's script, the same for all",
    "app.webmanifest": "the same for all",
    "offline/": "the empty page for when there is no network",
    "offline/not-saved/": "the page for a form that did not arrive",
    "look/": "light or dark, kept in a cookie",
    "healthz": "alive; no session, no row",
    "readyz": "ready; figures only",
    "mail/": "404 unless DEBUG",
    "parts/": "404 unless DEBUG",
}

EXAMPLES = {
    "uuid": str(uuid.UUID(int=7)),
    "int": "0",
    "date": "2026-11-03",
    "slug": "no-such-page",
    "str": "no-such",
    "path": "x",
}


def every_path(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(the route as written, a path that matches it)."""
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from every_path(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield route, "/" + example(route)


def example(route: str) -> str:
    filled = re.sub(r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES[found[1] or "str"], route)
    named = re.sub(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)", "accounts", filled)
    return re.sub(r"[\^$\\]", "", named)


def is_open(client: Client, path: str) -> bool:
    """Whether anybody gets an answer, by reading or by writing."""
    return any(not turned_away(ask(path)) for ask in (client.get, client.post))


def turned_away(response: Any) -> bool:
    to_sign_in = response.status_code == 302 and response["Location"].startswith(("/accounts/login/", "/staff/login/"))
    return to_sign_in or response.status_code in (401, 405)


@pytest.mark.django_db
def test_what_is_open_to_everybody_is_this_list(client: Client) -> None:
    found = sorted({route for route, path in every_path() if is_open(client, path)})
    print("\n".join(found))
    assert found == sorted(PUBLIC)
