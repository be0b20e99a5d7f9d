"""What a page that is still open is told when its person is signed out."""

from __future__ import annotations

from urllib.parse import quote, unquote
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/today/?src=app"}
PARTS = ["/today/", "/session/", f"/log/dose/{uuid4()}/2026-11-03/0/", f"/session/line/{uuid4()}/move/"]


@pytest.mark.parametrize("path", PARTS)
def test_htmx_is_sent_to_sign_in_with_the_whole_page_and_back_to_where_it_was(client: Client, path: str) -> None:
    answer = client.post(path, headers=HTMX)
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == f"/accounts/login/?next={quote('/today/?src=app', safe='')}"
    assert not answer.content


@pytest.mark.parametrize("here", ["http://elsewhere.example/today/", "http://[", "", "javascript:alert(1)"])
def test_the_way_back_leads_nowhere_else(client: Client, here: str) -> None:
    answer = client.get("/session/", headers=HTMX | {"HX-Current-URL": here})
    assert answer["HX-Redirect"] == "/accounts/login/?next=%2Ftoday%2F"


def test_a_browser_is_redirected_as_ever(client: Client) -> None:
    answer = client.get("/session/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/session/")


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("http://testserver/session/", "/session/"),
        ("http://testserver/plan/habit/new/?from=plan", "/plan/habit/new/%3Ffrom%3Dplan"),
        ("http://elsewhere.example/session/", "/today/"),
        ("http://testserver//elsewhere.example/", "/today/"),
        ("http://testserver", "/today/"),
        ("javascript:alert(1)", "/today/"),
        ("http://[", "/today/"),
        ("", "/today/"),
    ],
)
def test_whoever_sent_a_form_comes_back_to_the_page_it_was_on(
    client: Client, alice: User, page: str, back: str
) -> None:
    answer = client.post("/session/line/add/", {"text": "I dread Mondays"}, headers={"Referer": page})
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={back}")
    assert "Mondays" not in answer["Location"]
    client.force_login(alice)
    assert client.get(unquote(back)).status_code == 200


def test_a_redirect_of_htmx_to_anywhere_else_stays(alice: User, alice_client: Client) -> None:
    answer = alice_client.get("/", headers=HTMX)
    assert (answer.status_code, answer["Location"]) == (302, "/today/")
