"""Every page that a signed-in person can walk to: each button and link on it leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from tests.house.test_public_urls import every_path

ELSEWHERE = ("/static/", "/staff/", "/readyz", "/mail/", "/parts/")
NOWHERE = re.compile(r'<[^>]*\s(?:href|action|hx-post|hx-get)=(?:""|\'\'|"#"|"None")[^>]*>')
LINK = re.compile(r'\shref="(/[^"#]*|\?[^"#]*)')
WALKED_TO = {
    "/plan/goal/",
    "/plan/medicine/",
    "/plan/habit/",
    "/session/line/",
    "/day/",
    "/plan/homework/",
    "/session/past/",
}


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def walk(client: Client) -> dict[str, str]:
    """Each page by its path: those without a name in their address, and all that their links lead to."""
    known = {path for route, path in every_path() if "<" not in route}
    pages: dict[str, str] = {}
    waiting, seen = sorted(known), set(known)
    while waiting:
        path = waiting.pop()
        if path.startswith(ELSEWHERE):
            continue
        answer = client.get(path)
        assert answer.status_code != 404 or path in known, f"{path} is linked to, and is not there"
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        pages[path] = answer.content.decode()
        for found in LINK.findall(pages[path]):
            link = path.partition("?")[0] + found if found.startswith("?") else found
            if link not in seen:
                seen.add(link)
                waiting.append(link.replace("&amp;", "&"))
    return pages


def lead_nowhere(pages: dict[str, str]) -> list[str]:
    return [f"{path}: {tag}" for path, text in pages.items() for tag in NOWHERE.findall(text)]


def undefined(pages: dict[str, str]) -> list[str]:
    return [path for path, text in pages.items() if "UNDEFINED TEMPLATE VARIABLE" in text]


def test_with_nothing_in_the_plan_every_button_and_link_leads_somewhere(alice_client: Client) -> None:
    pages = walk(alice_client)
    assert {"/today/", "/inbox/", "/plan/reminders/", "/you/zone/", "/you/delete/", "/plan/bedtime/"} <= set(pages)
    assert lead_nowhere(pages) == []
    assert undefined(pages) == []


@pytest.mark.django_db
def test_with_sixteen_weeks_of_it_every_button_and_link_leads_somewhere(client: Client, settings: Settings) -> None:
    settings.DEBUG = True
    call_command("demo", verbosity=0)
    settings.DEBUG = False
    client.force_login(User.objects.get(), backend="allauth.account.auth_backends.AuthenticationBackend")
    pages = walk(client)
    reached = {start for start in WALKED_TO if any(re.match(f"{start}[0-9a-f-]{{10,36}}/", path) for path in pages)}
    assert reached == WALKED_TO
    assert lead_nowhere(pages) == []
    assert undefined(pages) == []
