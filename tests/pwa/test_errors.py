"""When something goes wrong the page is calm, needs nothing, and Help is on it."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import include, path


def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a reason nobody needs to see")


urlpatterns = [path("fails/", fails), path("", include("config.urls"))]


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_an_error_page_needs_no_request_and_no_database(name: str) -> None:
    page = render_to_string(f"{name}.html")
    assert 'href="/help/now/"' in page
    assert "<h1>" in page
    assert "!" not in page.replace("<!doctype html>", "")


def test_an_unknown_address_says_so_calmly() -> None:
    answer = Client().get("/no-such-page/")
    assert answer.status_code == 404
    assert "There is no page here" in answer.content.decode()


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_fault_of_ours_shows_no_reason_and_offers_help(alice_client: Client) -> None:
    alice_client.raise_request_exception = False
    answer = alice_client.get("/fails/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "a reason nobody needs to see" not in page
    assert 'href="/help/now/"' in page


@pytest.mark.django_db
def test_a_form_that_was_open_too_long_is_explained(alice_client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = alice_client.cookies
    answer = strict.post("/look/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "open for a long time" in answer.content.decode()
