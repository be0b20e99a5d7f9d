"""What a browser, its worker, and anything between may keep."""

from __future__ import annotations

import pytest
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.urls import include, path

from accounts.models import User
from pwa.caching import sw_cache
from pwa.person import person_mark

pytestmark = pytest.mark.django_db


@sw_cache("private")
def private(request: HttpRequest) -> HttpResponse:
    if "say" in request.GET:
        messages.success(request, "Saved")
    return render(request, "base.html", status=int(request.GET.get("status", 200)))


@sw_cache("public")
def same(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


def plain(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


urlpatterns = [
    path("t/private/", private),
    path("t/same/", same),
    path("t/plain/", plain),
    path("", include("config.urls")),
]
here = override_settings(ROOT_URLCONF=__name__)


@here
def test_a_persons_page_is_theirs_alone_asked_for_anew_and_not_kept_by_the_worker(alice_client: Client) -> None:
    page = alice_client.get("/t/plain/")
    assert page["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "HX-Request"} <= {name.strip() for name in page["Vary"].split(",")}
    assert "X-SW-Cache" not in page


@here
def test_a_marked_page_is_kept_for_its_person_by_a_mark_that_names_nobody(
    alice: User, alice_client: Client, charlie_client: Client
) -> None:
    page, other = alice_client.get("/t/private/"), charlie_client.get("/t/private/")
    assert page["X-SW-Cache"] == "private"
    assert page["X-SW-User"] == alice_client.get("/t/plain/")["X-SW-User"]
    assert page["X-SW-User"] != other["X-SW-User"]
    assert str(alice.pk) not in page["X-SW-User"]
    assert alice.pk.hex not in page["X-SW-User"]


@here
@pytest.mark.parametrize("query", ["?status=422", "?status=500", "?say=1"])
def test_a_refused_page_or_one_with_a_message_is_not_kept(alice_client: Client, query: str) -> None:
    assert "X-SW-Cache" not in alice_client.get(f"/t/private/{query}")


@here
def test_a_page_that_is_the_same_for_all_shows_nothing_of_the_person_and_can_be_confirmed_unchanged(
    alice_client: Client,
) -> None:
    page = alice_client.get("/t/same/")
    assert (page["X-SW-Cache"], page["Cache-Control"]) == ("public", "public, no-cache")
    assert "X-SW-User" not in page
    text = page.content.decode()
    assert 'name="who"' not in text
    assert "X-CSRFToken" not in text
    assert "/you/" not in text
    assert alice_client.get("/t/same/", headers={"If-None-Match": page["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/"])
def test_a_sign_in_page_makes_the_worker_forget_and_is_kept_nowhere(address: str) -> None:
    page = Client().get(address)
    assert page["X-SW-Cache"] == "wipe"
    assert "no-store" in page["Cache-Control"]


def test_help_never_makes_the_worker_forget(alice_client: Client) -> None:
    page = alice_client.get("/help/now/")
    assert page["X-SW-Cache"] == "public"
    assert "X-SW-User" not in page


def test_today_and_the_session_are_kept_and_nothing_else_of_the_person(alice_client: Client) -> None:
    kept = {
        address: alice_client.get(address).headers.get("X-SW-Cache")
        for address in ("/today/", "/session/", "/plan/", "/progress/", "/you/", "/inbox/", "/session/shares/")
    }
    assert [address for address, kind in kept.items() if kind] == ["/today/", "/session/"]


def test_nobody_has_no_mark(rf: object) -> None:
    assert person_mark(HttpRequest()) == ""
