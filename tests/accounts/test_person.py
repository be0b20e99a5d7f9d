"""The person: their zone and language around a request, and what staff may see of them."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from accounts.middleware import PersonMiddleware
from accounts.models import ApiToken, PersonKey, User, validate_zone
from tests.accounts.rows import owned_models
from tests.factories.accounts import create_user


def seen_by(user: Any) -> tuple[str, str]:
    """Zone and language while a request of *user*'s is answered."""

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"{timezone.get_current_timezone_name()} {translation.get_language()}")

    request = RequestFactory().get("/")
    request.user = user
    zone, language = PersonMiddleware(view)(request).content.decode().split()
    return zone, language


def test_a_request_is_answered_in_the_persons_zone_and_language(db: None) -> None:
    assert seen_by(create_user(zone="Asia/Tokyo")) == ("Asia/Tokyo", "en-gb")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "localtime"])
def test_a_zone_these_rules_do_not_know_becomes_utc(db: None, zone: str) -> None:
    assert seen_by(create_user(zone=zone))[0] == "UTC"


@pytest.mark.parametrize("language", ["tlh", "", "zz-zz"])
def test_a_language_we_do_not_speak_becomes_english(db: None, language: str) -> None:
    assert seen_by(create_user(language=language))[1] == "en-gb"


def test_the_next_request_starts_clean(db: None) -> None:
    before = (timezone.get_current_timezone_name(), translation.get_language())
    seen_by(create_user(zone="Asia/Tokyo"))
    assert (timezone.get_current_timezone_name(), translation.get_language()) == before


def test_the_zone_is_put_back_when_a_view_fails(db: None) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    request = RequestFactory().get("/")
    request.user = create_user(zone="Asia/Tokyo")
    with pytest.raises(ZeroDivisionError):
        PersonMiddleware(view)(request)
    assert timezone.get_current_timezone_name() == "UTC"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "Factory", "europe/london", "/etc/passwd"])
def test_only_a_known_zone_is_accepted(zone: str) -> None:
    with pytest.raises(ValidationError, match="Choose a time zone from the list"):
        validate_zone(zone)
    validate_zone("Europe/London")


def test_an_address_is_one_person_whatever_its_letters(alice: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(" ALICE@example.org ")
    assert User.objects.get_by_natural_key("Alice@Example.ORG") == alice
    assert PersonKey.objects.count() == 1


# Staff


@pytest.fixture
def staff_client(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("staff@example.org", "correct horse battery"))
    return client


def test_staff_sign_in_where_everybody_does(client: Client, db: None) -> None:
    assert client.get("/staff/")["Location"] == "/staff/login/?next=/staff/"
    assert client.get("/staff/login/?next=/staff/")["Location"] == "/accounts/login/?next=%2Fstaff%2F"


def test_who_is_not_staff_is_refused(alice_client: Client) -> None:
    assert alice_client.get("/staff/login/").status_code == 403
    assert alice_client.get("/staff/accounts/user/").status_code == 302


def test_no_key_no_token_and_no_address_is_in_the_staff_pages() -> None:
    for model in (PersonKey, ApiToken, EmailAddress):
        assert not admin.site.is_registered(model)


def test_staff_can_switch_an_account_off_and_do_nothing_else_to_it(staff_client: Client, alice: User) -> None:
    page = f"/staff/accounts/user/{alice.pk}/change/"
    shown = staff_client.get(page).content.decode()
    assert "alice@example.org" in shown
    assert "password" not in shown.lower().replace("/password_change/", "").replace("change password", "")
    staff_client.post(page, {"email": "eve@example.org", "is_staff": "on", "is_superuser": "on"})
    alice.refresh_from_db()
    assert (alice.email, alice.is_staff, alice.is_superuser, alice.is_active) == (
        "alice@example.org",
        False,
        False,
        False,
    )
    for forbidden in ("/staff/accounts/user/add/", f"/staff/accounts/user/{alice.pk}/delete/"):
        assert staff_client.get(forbidden).status_code == 403


def test_no_staff_page_of_a_persons_rows_shows_a_sealed_field() -> None:
    from accounts.sealed import SealedField

    for model in owned_models():
        if not admin.site.is_registered(model):
            continue
        staff = admin.site.get_model_admin(model)
        request = RequestFactory().get("/")
        request.user = User(is_staff=True, is_superuser=True)
        columns = {*map(str, staff.get_fields(request)), *map(str, staff.get_list_display(request))}
        sealed = {field.name for field in model._meta.fields if isinstance(field, SealedField)}
        assert not columns & sealed, model._meta.label
