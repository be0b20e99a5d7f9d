"""The You page: what a person sets of themselves, and leaving with everything."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts import vault
from accounts.actions.people import discard_unproven, erase, forget_expired_sessions
from accounts.countries import countries
from accounts.models import Erasure, PersonKey, User
from accounts.owned import Owned
from reminders.tasks import prune
from tests.accounts.rows import make_row, owned_models, sealed_fields
from tests.factories.accounts import create_user
from tracker.models import Goal

YOU, LEAVE = "/you/", "/you/delete/"


def test_it_shows_whose_page_it_is_and_the_ways_on(alice_client: Client, alice: User) -> None:
    response = alice_client.get(YOU)
    page = response.content.decode()
    assert alice.email in page
    assert "Europe/London" in page
    assert "<title>Turnstone</title>" in page
    assert response["Cache-Control"] == "private, no-cache"
    for name in ("tracker:zone", "reminders:settings", "sharing:list", "account_change_password", "account_logout"):
        assert reverse(name) in page


@pytest.mark.parametrize("page", [YOU, LEAVE])
def test_nobody_sees_it_without_signing_in(client: Client, alice: User, page: str) -> None:
    for answer in (
        client.get(page),
        client.post(page, {"email": alice.email}, headers={"Referer": f"http://testserver{page}"}),
    ):
        assert answer["Location"] == f"/accounts/login/?next={page}"
    assert User.objects.filter(pk=alice.pk).exists()


def test_country_and_start_of_the_day_are_kept(alice_client: Client, charlie: User, alice: User) -> None:
    response = alice_client.post(YOU, {"country": "IE", "day_start": "06:00"})
    assert (response.status_code, response["Location"]) == (303, YOU)
    alice.refresh_from_db()
    charlie.refresh_from_db()
    assert (alice.country, alice.day_start) == ("IE", time(6))
    assert (charlie.country, charlie.day_start) == ("", time(4))
    page = alice_client.get(YOU).content.decode()
    assert '<option value="IE" selected>Ireland</option>' in page
    assert '<option value="06:00" selected>06:00</option>' in page
    assert "Saved." in page


@pytest.mark.parametrize(
    "fields",
    [
        {"country": "XX", "day_start": "04:00"},
        {"country": "ie", "day_start": "04:00"},
        {"country": "GB", "day_start": "13:00"},
        {"country": "GB", "day_start": "canary"},
        {"country": "GB"},
    ],
)
def test_what_is_not_on_the_list_is_not_kept(alice_client: Client, alice: User, fields: dict[str, str]) -> None:
    response = alice_client.post(YOU, fields)
    assert response.status_code == 422
    assert "from the list." in response.content.decode()
    assert "canary" not in response.content.decode()
    alice.refresh_from_db()
    assert (alice.country, alice.day_start) == ("", time(4))


def test_nothing_but_these_two_can_be_set_from_here(alice_client: Client, alice: User) -> None:
    more = {"is_staff": "on", "is_superuser": "on", "email": "eve@example.org", "zone": "Asia/Tokyo", "user_id": "1"}
    alice_client.post(YOU, {"country": "GB", "day_start": "04:00", **more})
    alice.refresh_from_db()
    assert (alice.is_staff, alice.is_superuser, alice.email, alice.zone) == (
        False,
        False,
        "alice@example.org",
        "Europe/London",
    )


def test_every_country_has_a_code_and_a_name() -> None:
    assert len(countries()) > 240
    assert countries()["GB"] == "Britain (UK)"
    assert all(len(code) == 2 and code.isupper() and name for code, name in countries().items())


# Leaving


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type the address you sign in with."),
        ("charlie@example.org", "That isn’t the address you sign in with."),
        ("alice", "That isn’t the address you sign in with."),
        ("x" * 300, "at most 254 characters"),
    ],
)
def test_without_the_right_address_nothing_is_deleted(
    alice_client: Client, alice: User, charlie: User, typed: str, sentence: str
) -> None:
    response = alice_client.post(LEAVE, {"email": typed})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert User.objects.count() == 2
    assert PersonKey.objects.count() == 2


def test_leaving_takes_everything_along_and_signs_out_everywhere(
    alice_client: Client, alice: User, charlie: User, charlie_client: Client
) -> None:
    other_phone = Client()
    other_phone.force_login(alice)
    waiting = Client()
    waiting.post("/accounts/login/code/", {"email": alice.email})
    make_row(Goal, alice, "x")
    theirs = make_row(Goal, charlie, "Charlie's own")

    response = alice_client.post(LEAVE, {"email": " Alice@Example.org "})
    assert (response.status_code, response["Location"]) == (303, "/you/deleted/")
    assert response["Clear-Site-Data"] == '"storage"'
    assert "Everything is deleted" in alice_client.get(response["Location"]).content.decode()
    for browser in (alice_client, other_phone):
        assert browser.get(YOU)["Location"].startswith("/accounts/login/")
    assert not any(str(alice.pk) in str(session.get_decoded()) for session in Session.objects.all())
    assert charlie_client.get(YOU).status_code == 200
    assert Goal.objects.get(pk=theirs.pk).title == "Charlie's own"


def test_nothing_that_leads_to_the_person_is_left_and_old_copies_stay_shut(alice: User, now: datetime) -> None:
    copies: list[tuple[Any, str, bytes]] = []
    for model in owned_models():
        row = make_row(model, alice, "canary")
        for field in sealed_fields(model):
            sealed = model._base_manager.get(pk=row.pk).__dict__[field.attname].sealed
            copies.append((row, field.label, sealed))
    assert len(copies) > 10

    erase(user_id=alice.pk, now=now)

    assert not User.objects.filter(pk=alice.pk).exists()
    assert not PersonKey.objects.filter(user_id=alice.pk).exists()
    for model in owned_models():
        assert not model._default_manager.filter(user_id=alice.pk).exists()
    for row, label, sealed in copies:
        with pytest.raises(vault.SealError, match="no key"):
            vault.unseal(sealed, label=label, row_id=row.pk, user_id=alice.pk)


def test_a_person_restored_from_a_copy_without_the_key_cannot_be_read(alice: User, now: datetime) -> None:
    goal = make_row(Goal, alice, "canary")
    copy = Goal._base_manager.get(pk=goal.pk)
    erase(user_id=alice.pk, now=now)
    User.objects.bulk_create([alice])
    with pytest.raises(vault.SealError, match="no key"):
        _ = copy.title


def test_each_leaving_is_counted_and_names_nobody(alice: User, charlie: User, now: datetime) -> None:
    erase(user_id=alice.pk, now=now)
    erase(user_id=alice.pk, now=now)
    erase(user_id=uuid4(), now=now)
    assert [erasure.at for erasure in Erasure.objects.all()] == [now]
    assert {field.name for field in Erasure._meta.fields} == {"id", "at"}
    assert list(User.objects.all()) == [charlie]


def test_leaving_and_the_hourly_cleaning_take_the_sessions_that_have_expired(alice: User, charlie: User) -> None:
    for person in (alice, charlie):
        Client().force_login(person)
    Session.objects.update(expire_date=datetime(2026, 11, 1, tzinfo=UTC))
    forget_expired_sessions(now=datetime(2026, 10, 31, tzinfo=UTC))
    assert Session.objects.count() == 2
    erase(user_id=alice.pk, now=datetime(2026, 11, 3, tzinfo=UTC))
    assert not Session.objects.exists()


def test_the_hourly_cleaning_takes_no_session_that_is_in_use(alice_client: Client) -> None:
    Client().force_login(create_user())
    expired = Session.objects.exclude(pk=alice_client.session.session_key)
    expired.update(expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    prune()
    assert [session.pk for session in Session.objects.all()] == [alice_client.session.session_key]


def test_the_page_after_leaving_is_for_nobody_who_is_still_here(client: Client, charlie_client: Client) -> None:
    page = client.get("/you/deleted/")
    assert "Everything is deleted" in page.content.decode()
    assert (page["X-SW-Cache"], "no-store" in page["Cache-Control"]) == ("wipe", True)
    theirs = charlie_client.get("/you/deleted/")
    assert (theirs.status_code, theirs["Location"]) == (303, YOU)


def test_a_person_whose_key_is_gone_already_is_deleted_all_the_same(alice_client: Client, alice: User) -> None:
    PersonKey.objects.filter(user=alice).delete()
    vault.clear_cache()
    response = alice_client.post(LEAVE, {"email": alice.email})
    assert "Everything is deleted" in alice_client.get(response["Location"]).content.decode()
    assert not User.objects.exists()
    assert not Erasure.objects.exists(), "only a key that went is counted"


def test_every_owned_row_goes_with_its_person() -> None:
    for model in owned_models():
        assert issubclass(model, Owned)
        assert model._meta.get_field("user").remote_field.on_delete is models.CASCADE


# An account that was never confirmed


def test_an_address_never_confirmed_and_never_used_is_let_go(db: None, now: datetime) -> None:
    create_user(email="dora@example.org", verified=False)
    assert discard_unproven(email="Dora@example.org", now=now)
    assert not User.objects.exists()
    assert Erasure.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [{"verified": True}, {"verified": False, "is_staff": True}, {"verified": False, "last_login": datetime.now(UTC)}],
)
def test_any_other_account_is_left_alone(db: None, now: datetime, fields: dict[str, Any]) -> None:
    create_user(email="dora@example.org", **fields)
    assert not discard_unproven(email="dora@example.org", now=now)
    assert not discard_unproven(email="nobody@example.org", now=now)
    assert User.objects.count() == 1
