"""A browser says where it can be pushed to, and takes it back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from reminders.models import Preference, PushSubscription
from tests.factories.reminders import create_preference
from tests.reminders.hostile import HOSTILE
from tests.reminders.push_service import Browser, encode

ENDPOINT = "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABn"


def given(endpoint: str = ENDPOINT, **more: Any) -> dict[str, Any]:
    """As `PushSubscription.toJSON()` has it."""
    browser = Browser()
    keys = {"p256dh": encode(browser.p256dh), "auth": encode(browser.auth)}
    return {"endpoint": endpoint, "expirationTime": None, "keys": keys, **more}


def subscribe(client: Client, subscription: dict[str, Any]) -> Any:
    return client.post("/push/subscribe/", subscription, content_type="application/json")


def test_a_browser_is_kept_with_its_keys(alice: User, alice_client: Client) -> None:
    subscription = given()

    answer = subscribe(alice_client, subscription)

    assert answer.status_code == 201
    row = PushSubscription.objects.for_user(alice).get()
    assert (row.endpoint, row.p256dh, row.auth) == (ENDPOINT, *subscription["keys"].values())
    assert ENDPOINT not in row.endpoint_hash


def test_a_plain_form_says_the_same(alice: User, alice_client: Client) -> None:
    subscription = given()

    answer = alice_client.post("/push/subscribe/", {"endpoint": ENDPOINT, **subscription["keys"]})

    assert answer.status_code == 201
    assert PushSubscription.objects.for_user(alice).count() == 1


def test_said_again_it_stays_one_with_the_latest_keys_and_counts_as_alive(alice: User, alice_client: Client) -> None:
    subscribe(alice_client, given())
    PushSubscription.objects.for_user(alice).update(failures=10)
    again = given()

    subscribe(alice_client, again)

    row = PushSubscription.objects.for_user(alice).get()
    assert (row.auth, row.failures) == (again["keys"]["auth"], 0)


def test_the_latest_to_sign_in_owns_a_browser(
    alice: User, alice_client: Client, charlie: User, charlie_client: Client
) -> None:
    subscribe(alice_client, given())

    subscribe(charlie_client, given())

    assert not PushSubscription.objects.for_user(alice).exists()
    assert PushSubscription.objects.for_user(charlie).get().endpoint == ENDPOINT


def test_a_person_keeps_the_ten_latest(alice: User, alice_client: Client) -> None:
    for number in range(12):
        subscribe(alice_client, given(f"{ENDPOINT}{number}"))

    kept = {row.endpoint for row in PushSubscription.objects.for_user(alice)}
    assert kept == {f"{ENDPOINT}{number}" for number in range(2, 12)}


def test_asking_switches_notifications_on_and_a_quiet_repeat_does_not(alice: User, alice_client: Client) -> None:
    create_preference(user=alice, push=False, email=True)

    subscribe(alice_client, given(quiet=True))
    assert not Preference.objects.of(alice.pk).push
    subscribe(alice_client, given())
    saved = Preference.objects.of(alice.pk)
    assert (saved.push, saved.email) == (True, True)


@pytest.mark.parametrize("endpoint", HOSTILE)
def test_no_other_address_is_saved(alice: User, alice_client: Client, settings: Settings, endpoint: str) -> None:
    settings.PUSH_ALLOW_LOOPBACK = False

    answer = subscribe(alice_client, given(endpoint))

    assert answer.status_code == 422
    assert answer.json()["errors"]["endpoint"]
    assert not PushSubscription.objects.exists()


def test_an_unknown_service_is_answered_with_a_sentence(alice_client: Client) -> None:
    answer = subscribe(alice_client, given("https://push.example.org/x"))

    sentence = "This browser’s notification service isn’t one we send to. E-mail and the inbox still work."
    assert (answer.status_code, answer.json()) == (422, {"errors": {"endpoint": [sentence]}})


@pytest.mark.parametrize(
    "spoilt",
    [
        {"keys": {}},
        {"keys": None},
        {"keys": "x"},
        {"keys": {"p256dh": "AAAA", "auth": "AAAAAAAAAAAAAAAAAAAAAA"}},
        {"keys": {"p256dh": encode(b"\x04" + bytes(64)), "auth": "AAAAAAAAAAAAAAAAAAAAAA"}},
        {"keys": {"p256dh": encode(Browser().p256dh), "auth": "AAAA"}},
        {"keys": {"p256dh": "é", "auth": "é"}},
        {"endpoint": None},
        {"endpoint": 7},
        {"endpoint": [ENDPOINT]},
    ],
)
def test_keys_that_are_no_browsers_are_refused(alice_client: Client, spoilt: dict[str, Any]) -> None:
    assert subscribe(alice_client, {**given(), **spoilt}).status_code == 422
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("body", ["", "x", "[]", "null", '"x"', "{", "[" * 100_000, '{"endpoint": "\\ud800"}'])
@pytest.mark.parametrize("path", ["/push/subscribe/", "/push/unsubscribe/"])
def test_a_body_that_is_no_subscription_is_refused(alice_client: Client, path: str, body: str) -> None:
    answer = alice_client.post(path, body, content_type="application/json")

    assert answer.status_code == 422


def test_a_browser_takes_itself_back_and_leaves_the_others(alice: User, alice_client: Client) -> None:
    subscribe(alice_client, given())
    subscribe(alice_client, given(ENDPOINT + "2"))

    answer = alice_client.post("/push/unsubscribe/", {"endpoint": ENDPOINT}, content_type="application/json")

    assert answer.status_code == 200
    assert PushSubscription.objects.for_user(alice).get().endpoint == ENDPOINT + "2"
    assert alice_client.post("/push/unsubscribe/", {"endpoint": ENDPOINT}).status_code == 200
    assert alice_client.post("/push/unsubscribe/", {}).status_code == 422


def test_charlie_cannot_take_back_what_is_alices(alice: User, alice_client: Client, charlie_client: Client) -> None:
    subscribe(alice_client, given())

    charlie_client.post("/push/unsubscribe/", {"endpoint": ENDPOINT})

    assert PushSubscription.objects.for_user(alice).count() == 1


@pytest.mark.parametrize("path", ["/push/subscribe/", "/push/unsubscribe/"])
def test_it_takes_a_sign_in_a_token_of_the_form_and_a_post(bob_client: Client, alice: User, path: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert bob_client.post(path, given(), content_type="application/json").status_code in (302, 401)
    assert strict.post(path, given(), content_type="application/json").status_code == 403
    assert strict.get(path).status_code == 405
    assert not PushSubscription.objects.exists()
