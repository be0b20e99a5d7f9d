"""The guide, search and Help while the database is away: for anyone, and for someone who is signed in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.checks import ROOT

PAGES = [
    "/",
    "/guide/",
    "/guide/talk/",
    "/guide/search/?q=too+expensive",
    "/guide/search/?q=I+want+to+die",
    "/guide/words/",
    "/guide/no-such-chapter/",
    "/help/now/?country=GB",
]
OWN = "/guide/check/keep/"
ASK = """
import json, sys
import django
django.setup()
from django.conf import settings
from django.test import Client
found = {}
for cookie in ("", "a-session-of-somebody"):
    client = Client(raise_request_exception=False)
    if cookie:
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    for path in json.loads(sys.argv[1]):
        answer = client.get(path, headers={"host": "localhost"})
        found[f"{path} {cookie}".strip()] = {
            "status": answer.status_code,
            "text": answer.content.decode(),
            "headers": dict(answer.headers),
            "cookies": list(answer.cookies),
        }
json.dump(found, sys.stdout)
"""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """By path, with and without a session's cookie, from a process whose database cannot be opened."""
    folder = tmp_path_factory.mktemp("without")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "VAR": str(folder),
        "DEBUG": "true",  # so that no static files are collected for it
        "DATABASE_URL": f"sqlite:///{folder}/not/there.sqlite3",
    }
    asked = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps([*PAGES, OWN])],
        cwd=Path(ROOT),
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(asked.stdout)
    return found


@pytest.mark.parametrize("cookie", ["", " a-session-of-somebody"])
@pytest.mark.parametrize("path", PAGES)
def test_the_guide_is_read_all_the_same(answers: dict[str, Any], path: str, cookie: str) -> None:
    answer = answers[path + cookie]
    assert answer["status"] == (404 if "no-such" in path else 200)
    assert 'href="/help/now/' in answer["text"]


def test_it_is_the_same_guide(answers: dict[str, Any]) -> None:
    assert "Tell your therapist" in answers["/guide/talk/"]["text"]
    assert "/guide/staying/#if-it-is-the-money" in answers["/guide/search/?q=too+expensive"]["text"]
    assert "Help is close" in answers["/guide/search/?q=I+want+to+die"]["text"]


@pytest.mark.parametrize("path", ["/guide/", "/guide/talk/", "/guide/search/?q=too+expensive"])
def test_whoever_was_signed_in_stays_so_and_keeps_what_their_browser_holds(answers: dict[str, Any], path: str) -> None:
    answer = answers[f"{path} a-session-of-somebody"]
    assert answer["cookies"] == []
    assert "X-SW-User" not in answer["headers"]
    assert "X-SW-Cache" not in answer["headers"]
    assert "no-store" in answer["headers"]["Cache-Control"]


def test_a_page_of_ones_own_does_not_ask_somebody_who_is_signed_in_to_sign_in(answers: dict[str, Any]) -> None:
    assert answers[f"{OWN} a-session-of-somebody"]["status"] == 500
    assert answers[OWN]["status"] == 302
