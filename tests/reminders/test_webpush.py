"""Push, against a real service on loopback: what goes out, what comes of each answer, and where it never goes."""

from __future__ import annotations

import base64
import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.cache import cache
from structlog.testing import capture_logs

from accounts.models import User
from reminders import messages, vapid
from reminders.delivery.base import Outcome
from reminders.delivery.webpush import WebPush, read_retry_after
from reminders.models import PushSubscription, Reminder
from tests.factories.accounts import create_user
from tests.factories.reminders import create_reminder
from tests.reminders.hostile import HOSTILE
from tests.reminders.push_service import Browser, Service, decode, running_service

SIZE_OF_A_BODY = 86 + 2048 + 1 + 16


@pytest.fixture
def service() -> Iterator[Service]:
    with running_service() as started:
        yield started


@pytest.fixture(autouse=True)
def _nothing_remembered(db: None) -> Iterator[None]:
    yield
    cache.clear()


def a_reminder(user: User, now: datetime, kind: str = "wind_down", **fields: Any) -> Reminder:
    fresh_for = timedelta(minutes=90)
    return create_reminder(user=user, kind=kind, channel="push", due_at=now, fresh_for=fresh_for, **fields)


def deliver(reminder: Reminder, now: datetime) -> Outcome:
    return WebPush().deliver(reminder, messages.compose(reminder), now=now)


# What goes out


def test_it_reaches_the_browser_encrypted_and_discreet(alice: User, service: Service, now: datetime) -> None:
    browser = Browser()
    browser.subscribe(alice, service.url + "/p/1")
    reminder = a_reminder(alice, now)

    outcome = deliver(reminder, now)

    assert outcome == Outcome("sent")
    [hit] = service.hits
    message = browser.read(hit.body)
    assert message["web_push"] == 8030
    notification = message["notification"]
    assert notification["title"] == "Reminder"
    assert notification["body"] == "Evening reminder."
    assert notification["navigate"] == "http://testserver/today/"
    assert notification["tag"] == messages.compose(reminder).tag
    assert (notification["lang"], notification["dir"], notification["silent"]) == ("en-gb", "ltr", False)
    assert "actions" not in notification


def test_only_a_dose_has_buttons_and_there_are_two(alice: User, service: Service, now: datetime) -> None:
    browser = Browser()
    browser.subscribe(alice, service.url + "/p/1")

    deliver(a_reminder(alice, now, "dose"), now)

    notification = browser.read(service.hits[0].body)["notification"]
    assert [(button["action"], button["title"]) for button in notification["actions"]] == [
        ("taken", "Taken"),
        ("snooze", "In 10 minutes"),
    ]


@pytest.mark.parametrize("kind", [kind for kind in Reminder.Kind.values if kind != "nudge"])
def test_the_body_has_one_size_whatever_it_says(alice: User, service: Service, now: datetime, kind: str) -> None:
    Browser().subscribe(alice, service.url + "/p/1")

    deliver(a_reminder(alice, now, kind), now)

    assert len(service.hits[0].body) == SIZE_OF_A_BODY


def test_the_headers_say_how_long_and_what_it_replaces(alice: User, service: Service, now: datetime) -> None:
    Browser().subscribe(alice, service.url + "/p/1?token=a%2Fb")
    reminder = a_reminder(alice, now)

    deliver(reminder, now)

    [hit] = service.hits
    assert hit.path == "/p/1?token=a%2Fb"
    assert hit.headers["TTL"] == "5400"
    assert hit.headers["Urgency"] == "normal"
    assert hit.headers["Topic"] == messages.compose(reminder).tag
    assert len(hit.headers["Topic"]) == 32
    assert hit.headers["Content-Encoding"] == "aes128gcm"
    assert hit.headers["Host"] == service.url.removeprefix("http://")


def test_the_topic_is_the_same_for_a_second_try_and_another_the_next_day(
    alice: User, service: Service, now: datetime
) -> None:
    Browser().subscribe(alice, service.url + "/p/1")
    first = a_reminder(alice, now, series="one")
    again = a_reminder(alice, now, series="one", nth=1)
    tomorrow = a_reminder(alice, now, series="one", date=now.date() + timedelta(days=1))

    for reminder in (first, again, tomorrow):
        deliver(reminder, now)

    topics = [hit.headers["Topic"] for hit in service.hits]
    assert topics[0] == topics[1] != topics[2]


def test_the_sender_is_signed_for_each_service_in_turn(settings: Any, now: datetime) -> None:
    for origin in ["https://fcm.googleapis.com", "https://web.push.apple.com", "https://fcm.googleapis.com"]:
        token, key = vapid.authorization(origin, now=now).removeprefix("vapid t=").split(", k=")
        header, claims, signature = token.split(".")

        assert json.loads(decode(header)) == {"typ": "JWT", "alg": "ES256"}
        said = json.loads(decode(claims))
        assert said == {"aud": origin, "exp": int(now.timestamp()) + 12 * 3600, "sub": settings.VAPID_SUBJECT}
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(key))
        raw = decode(signature)
        numbers = (int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        point.verify(encode_dss_signature(*numbers), f"{header}.{claims}".encode(), ec.ECDSA(SHA256()))
        assert key == vapid.public_key()


def test_the_audience_is_the_origin_of_the_endpoint(alice: User, service: Service, now: datetime) -> None:
    Browser().subscribe(alice, service.url + "/p/1")

    deliver(a_reminder(alice, now), now)

    claims = service.hits[0].headers["Authorization"].split(".")[1]
    assert json.loads(decode(claims))["aud"] == service.url


# What comes of each answer


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, "sent"), (201, "sent"), (202, "sent"),
        (301, "failed"), (302, "failed"), (303, "failed"), (307, "failed"), (308, "failed"),
        (400, "failed"), (401, "failed"), (403, "failed"), (404, "failed"), (410, "failed"), (422, "failed"),
        (408, "retry"), (429, "retry"), (500, "retry"), (502, "retry"), (503, "retry"), (504, "retry"),
    ],
)  # fmt: skip
def test_each_answer_has_its_meaning(alice: User, service: Service, now: datetime, status: int, kind: str) -> None:
    Browser().subscribe(alice, service.answer("/p/1", status))

    assert deliver(a_reminder(alice, now), now).kind == kind


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten(alice: User, service: Service, now: datetime, status: int) -> None:
    Browser().subscribe(alice, service.answer("/p/1", status))

    outcome = deliver(a_reminder(alice, now), now)

    assert outcome == Outcome("failed", reason="gone")
    assert not PushSubscription.objects.for_user(alice).exists()


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_service_is_given_the_time_it_asks_for(
    alice: User, service: Service, now: datetime, status: int
) -> None:
    Browser().subscribe(alice, service.answer("/p/1", status, Retry_After="120"))

    assert deliver(a_reminder(alice, now), now) == Outcome("retry", timedelta(seconds=120), "busy")


def test_retry_after_is_read_as_seconds_or_as_a_date_and_nonsense_as_nothing() -> None:
    now = datetime(2026, 11, 3, 19, 40, tzinfo=UTC)

    assert read_retry_after("90", now=now) == timedelta(seconds=90)
    assert read_retry_after("Tue, 03 Nov 2026 19:45:00 GMT", now=now) == timedelta(minutes=5)
    assert read_retry_after("Tue, 03 Nov 2026 19:00:00 GMT", now=now) == timedelta(0)
    for nonsense in ("", "soon", "-5", "1e9", "99999999999", "²"):
        assert read_retry_after(nonsense, now=now) is None


def test_a_text_that_is_too_large_is_cut_to_its_least_once(alice: User, service: Service, now: datetime) -> None:
    browser = Browser()
    browser.subscribe(alice, service.answer("/p/1", 413, 201))
    reminder = a_reminder(alice, now, "dose")

    assert deliver(reminder, now).kind == "sent"

    full, least = service.hits
    assert len(least.body) < len(full.body)
    assert browser.read(least.body)["notification"] == {
        "title": "Reminder",
        "navigate": "http://testserver/today/",
        "tag": messages.compose(reminder).tag,
        "silent": False,
    }


def test_a_service_that_finds_the_least_text_too_large_is_not_asked_a_third_time(
    alice: User, service: Service, now: datetime
) -> None:
    Browser().subscribe(alice, service.answer("/p/1", 413))

    assert deliver(a_reminder(alice, now), now) == Outcome("failed", reason="status_413")
    assert len(service.hits) == 2


def test_a_service_that_does_not_answer_is_tried_again(alice: User, now: datetime) -> None:
    with running_service() as stopped:
        Browser().subscribe(alice, stopped.url + "/p/1")

    assert deliver(a_reminder(alice, now), now) == Outcome("retry", reason="unreachable")
    assert PushSubscription.objects.for_user(alice).count() == 1


def test_an_answer_that_is_no_http_is_tried_again(alice: User, now: datetime) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Browser().subscribe(alice, f"http://127.0.0.1:{listener.getsockname()[1]}/p/1")
        reminder = a_reminder(alice, now)
        listener.listen()

        def babble() -> None:
            connection, _ = listener.accept()
            connection.recv(65536)
            connection.sendall(b"SSH-2.0-nothing here\r\n")
            connection.close()

        thread = threading.Thread(target=babble)
        thread.start()
        outcome = deliver(reminder, now)
        thread.join()

    assert outcome == Outcome("retry", reason="unreachable")


def test_a_person_without_a_device_is_reached_otherwise(alice: User, now: datetime) -> None:
    assert deliver(a_reminder(alice, now), now) == Outcome("failed", reason="no_subscription")


def test_every_device_is_sent_to_and_one_that_accepts_is_enough(
    alice: User, charlie: User, service: Service, now: datetime
) -> None:
    phone, laptop, gone = Browser(), Browser(), Browser()
    phone.subscribe(alice, service.answer("/phone", 201))
    laptop.subscribe(alice, service.answer("/laptop", 503))
    gone.subscribe(alice, service.answer("/gone", 410))
    Browser().subscribe(charlie, service.answer("/charlie", 201))

    outcome = deliver(a_reminder(alice, now), now)

    assert outcome == Outcome("sent")
    assert sorted(hit.path for hit in service.hits) == ["/gone", "/laptop", "/phone"]
    assert PushSubscription.objects.for_user(alice).count() == 2


def test_a_device_that_may_come_back_is_waited_for_when_none_accepted(
    alice: User, service: Service, now: datetime
) -> None:
    Browser().subscribe(alice, service.answer("/gone", 410))
    Browser().subscribe(alice, service.answer("/busy", 503, Retry_After="30"))

    assert deliver(a_reminder(alice, now), now) == Outcome("retry", timedelta(seconds=30), "busy")


def test_what_was_accepted_is_noted_and_clears_earlier_failures(alice: User, service: Service, now: datetime) -> None:
    Browser().subscribe(alice, service.answer("/p/1", 422, 201))
    reminder = a_reminder(alice, now)

    deliver(reminder, now)
    assert PushSubscription.objects.for_user(alice).get().failures == 1
    deliver(reminder, now)

    row = PushSubscription.objects.for_user(alice).get()
    assert (row.failures, row.last_ok_at) == (0, now)


# A service that refuses us


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_refusal_is_told_to_the_operator_by_host_alone_and_the_person_is_not_sent_there_again(
    alice: User, service: Service, now: datetime, status: int
) -> None:
    Browser().subscribe(alice, service.answer("/secret-path", status))
    reminder = a_reminder(alice, now)

    with capture_logs() as lines:
        first = deliver(reminder, now)
    second = deliver(reminder, now)

    assert first == Outcome("failed", reason=f"status_{status}")
    assert second == Outcome("failed", reason="stopped")
    assert len(service.hits) == 1
    assert lines == [
        {
            "event": "push_service_refused",
            "log_level": "warning",
            "host": "127.0.0.1",
            "status": status,
            "stopped": False,
        }
    ]


def test_one_person_alone_cannot_silence_a_service_for_the_others(
    alice: User, charlie: User, service: Service, now: datetime
) -> None:
    Browser().subscribe(charlie, service.answer("/not-ours", 403))
    Browser().subscribe(alice, service.answer("/p/1", 201))

    for _ in range(5):
        deliver(a_reminder(charlie, now, series=str(_)), now)

    assert deliver(a_reminder(alice, now), now).kind == "sent"


def test_after_three_people_were_refused_the_service_is_left_alone(
    alice: User, service: Service, now: datetime
) -> None:
    for number in range(3):
        person = create_user()
        Browser().subscribe(person, service.answer(f"/p/{number}", 403))
        deliver(a_reminder(person, now), now)
    Browser().subscribe(alice, service.answer("/alice", 201))

    assert deliver(a_reminder(alice, now), now) == Outcome("failed", reason="stopped")
    assert len(service.hits) == 3


# Where it never goes


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(alice: User, service: Service, now: datetime, status: int) -> None:
    with running_service() as inside:
        Browser().subscribe(alice, service.answer("/p/1", status, Location=inside.url + "/internal"))

        deliver(a_reminder(alice, now), now)

        assert inside.hits == []
    assert [hit.path for hit in service.hits] == ["/p/1"]


@pytest.mark.parametrize("endpoint", [text for text in HOSTILE if "\x00" not in text])
def test_a_hostile_endpoint_in_the_database_is_not_called(
    alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch, now: datetime, endpoint: str
) -> None:
    settings.PUSH_ALLOW_LOOPBACK = False
    Browser().subscribe(alice, endpoint)
    asked = network(monkeypatch, ["127.0.0.1"])

    outcome = deliver(a_reminder(alice, now), now)

    assert outcome == Outcome("failed", reason="address")
    assert asked == []


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["10.0.0.5"], ["169.254.169.254"], ["::1"], ["142.250.74.10", "127.0.0.1"]]
)
def test_a_known_name_that_leads_inside_is_not_called(
    alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch, now: datetime, addresses: list[str]
) -> None:
    settings.PUSH_ALLOW_LOOPBACK = False
    Browser().subscribe(alice, "https://fcm.googleapis.com/fcm/send/x")
    asked = network(monkeypatch, addresses)

    assert deliver(a_reminder(alice, now), now) == Outcome("failed", reason="address")
    assert asked == ["fcm.googleapis.com"]


def test_the_address_that_was_checked_is_the_one_that_is_called(
    alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    """A name that answers with a public address first and with ours afterwards (rebinding)."""
    settings.PUSH_ALLOW_LOOPBACK = False
    Browser().subscribe(alice, "https://fcm.googleapis.com/fcm/send/x")
    asked = network(monkeypatch, ["142.250.74.10"], ["127.0.0.1"])

    assert deliver(a_reminder(alice, now), now) == Outcome("retry", reason="unreachable")
    assert asked == ["fcm.googleapis.com", ("142.250.74.10", 443)]


def network(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[object]:
    """The socket module without a network: every name has these addresses, a list a lookup. What was asked of it."""
    asked: list[object] = []
    lookups = iter(answers)

    def look_up(host: str, *rest: object, **more: object) -> list[tuple[Any, ...]]:
        asked.append(host)
        return [
            (socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
            for address in next(lookups)
        ]

    def connect(address: tuple[str, int], **more: object) -> socket.socket:
        asked.append(address)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    return asked


# What is never said


def test_neither_the_endpoint_nor_the_text_reaches_a_log(
    alice: User, service: Service, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    browser = Browser()
    statuses = (201, 400, 403, 404, 413, 429, 500)
    for status in statuses:
        browser.subscribe(alice, service.answer(f"/endpoint-of-alice-{status}", status))

    with capture_logs() as lines:
        deliver(a_reminder(alice, now, "dose"), now)

    said = caplog.text + json.dumps(lines)
    secrets = [base64.urlsafe_b64encode(browser.auth).decode().rstrip("="), "endpoint-of-alice", "Your reminder"]
    assert len(service.hits) == len(statuses) + 1
    assert not [secret for secret in secrets if secret in said]
