"""What was answered in a browser before signing in, beside what the account holds already."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from guide.models import FitCheck, WhyCheck
from tests.factories.guide import create_fit_check, create_why_check
from tests.guide.reading import blocks

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[Any]:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(blocks(response.content.decode()))


def checks(user: User) -> list[tuple[datetime | None, int]]:
    return [(one.finished_at, one.answers["r1b"]) for one in WhyCheck.objects.for_user(user).finished()]


def answered(name: str, path: str, **data: Any) -> str:
    """The cookie of a browser in which *data* was answered at *path* without an account."""
    browser = Client()
    assert browser.post(path, data).status_code == 303
    if name == "check":
        browser.post("/guide/check/result/")
    return browser.cookies[name].value


def test_an_older_check_from_the_browser_stands_beside_a_newer_one_of_the_account(
    alice: User, alice_client: Client, charlie_client: Client, now: datetime, clock: Any
) -> None:
    brought = answered("check", "/guide/check/r1b/", answer="4")
    clock.shift(3 * DAY)
    create_why_check(user=alice, at=now + 3 * DAY, r1b=1)
    alice_client.cookies["check"] = brought
    assert "Your answers of 6 November are newer. They stay as they are" in read(alice_client, "/guide/check/keep/")
    for _tap in range(2):
        alice_client.cookies["check"] = brought
        answer = alice_client.post("/guide/check/keep/")
    assert checks(alice) == [(now + 3 * DAY, 1), (now, 4)]
    assert "Your answers of 3 November 2026" in read(alice_client, answer["Location"])
    assert charlie_client.get(answer["Location"]).status_code == 404


def test_a_newer_check_from_the_browser_takes_the_place_of_an_older_one_and_says_so(
    alice: User, alice_client: Client, now: datetime
) -> None:
    create_why_check(user=alice, at=now - 3 * DAY, r1b=1)
    alice_client.cookies["check"] = answered("check", "/guide/check/r1b/", answer="4")
    assert "They replace your answers of 31 October." in read(alice_client, "/guide/check/keep/")
    assert alice_client.post("/guide/check/keep/")["Location"] == "/guide/check/result/"
    assert checks(alice) == [(now, 4)]


def test_a_begun_check_from_the_browser_fills_in_only_what_the_account_does_not_say(
    alice: User, alice_client: Client
) -> None:
    browser = Client()
    for name, value in {"r1a": "leave-out", "r1b": "4", "r1c": "leave-out"}.items():
        browser.post(f"/guide/check/{name}/", {"answer": value})
    alice_client.post("/guide/check/r1a/", {"answer": "3"})
    alice_client.cookies["check"] = browser.cookies["check"].value
    assert "What you have answered in your account stays as it is." in read(alice_client, "/guide/check/keep/")
    alice_client.post("/guide/check/keep/")
    (kept,) = WhyCheck.objects.for_user(alice)
    assert kept.answers == {"r1a": 3, "r1b": 4, "r1c": None}


def test_an_older_checklist_from_the_browser_stands_beside_a_newer_one_of_the_account(
    alice: User, alice_client: Client, charlie_client: Client, now: datetime, clock: Any
) -> None:
    brought = answered("fit", "/guide/fit/", f1="no")
    clock.shift(HOUR)
    create_fit_check(user=alice, at=now + HOUR, f1="partly")
    alice_client.cookies["fit"] = brought
    assert "Your answers of 3 November are newer. They stay as they are" in read(alice_client, "/guide/fit/keep/")
    for _tap in range(2):
        alice_client.cookies["fit"] = brought
        answer = alice_client.post("/guide/fit/keep/")
    kept = FitCheck.objects.for_user(alice).newest_first()
    assert [(one.taken_at, one.answers["f1"]) for one in kept] == [(now + HOUR, "partly"), (now, "no")]
    assert charlie_client.get(answer["Location"]).status_code == 404


def test_a_newer_checklist_from_the_browser_takes_the_place_of_an_older_one_and_says_so(
    alice: User, alice_client: Client, now: datetime
) -> None:
    create_fit_check(user=alice, at=now - HOUR, f1="partly")
    alice_client.cookies["fit"] = answered("fit", "/guide/fit/", f1="no")
    assert "They replace your answers of 3 November." in read(alice_client, "/guide/fit/keep/")
    alice_client.post("/guide/fit/keep/")
    (only,) = FitCheck.objects.for_user(alice)
    assert (only.taken_at, only.answers["f1"]) == (now, "no")


def test_where_every_question_was_left_out_it_says_that_nothing_is_kept(alice: User, alice_client: Client) -> None:
    alice_client.cookies["check"] = answered("check", "/guide/check/r1b/", answer="leave-out")
    answer = alice_client.post("/guide/check/keep/", follow=True)
    page = " ".join(blocks(answer.content.decode()))
    assert "There was nothing to keep: every question was left out." in page
    assert "Kept, for you alone." not in page
    assert checks(alice) == []


@pytest.mark.parametrize(
    ("name", "path", "data", "pages"),
    [
        ("check", "/guide/check/r1b/", {"answer": "4"}, ("/guide/check/", "/guide/check/result/")),
        ("fit", "/guide/fit/", {"f1": "no"}, ("/guide/fit/",)),
    ],
)
def test_nothing_is_kept_without_a_look_at_what_happens_to_the_account(
    name: str, path: str, data: dict[str, str], pages: tuple[str, ...], alice_client: Client
) -> None:
    alice_client.cookies[name] = answered(name, path, **data)
    for page in pages:
        html = alice_client.get(page).content.decode()
        assert f'<a class="btn" href="/guide/{name}/keep/">Keep them</a>' in html
        assert f'action="/guide/{name}/keep/"' not in html
