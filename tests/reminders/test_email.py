"""E-mail, over SMTP to a real server: what is said, what is not, and what comes of each answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from reminders import messages
from reminders.delivery.base import Outcome
from reminders.delivery.email import Email
from reminders.models import Preference, Reminder
from tests.factories.accounts import create_user
from tests.factories.reminders import create_preference, create_reminder
from tests.servers import free_port

BETRAYING = re.compile(
    r"therap|medic|medicine|dose|drug|pill|depress|anxi|mood|sertraline|PHQ|GAD|session|habit|diary|sleep|symptom",
    re.IGNORECASE,
)


class Server:
    """Answers each stage with what it was told to."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], EmailMessage]] = []
        self.to_recipient = ""
        self.to_data = ""

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if not self.to_recipient:
            envelope.rcpt_tos.append(address)
        return self.to_recipient or "250 fine"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if not self.to_data:
            self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=default)))
        return self.to_data or "250 kept"


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    handler, port = Server(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        }
    }
    yield handler
    controller.stop()


def deliver(user: User, now: datetime, kind: str = "wind_down", **fields: Any) -> tuple[Outcome, Reminder]:
    reminder = create_reminder(user=user, kind=kind, channel="email", due_at=now, **fields)
    return Email().deliver(reminder, messages.compose(reminder), now=now), reminder


def text_of(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_it_arrives_discreet_and_leads_to_today(alice: User, server: Server, now: datetime) -> None:
    outcome, _ = deliver(alice, now)

    assert outcome == Outcome("sent")
    [(recipients, mail)] = server.mails
    assert recipients == ["alice@example.org"]
    assert mail["Subject"] == "Evening reminder."
    assert mail["From"] == "Turnstone <no-reply@turnstone.example>"
    for kind in ("plain", "html"):
        assert "http://testserver/today/" in text_of(mail, kind)
        assert "Evening reminder." in text_of(mail, kind)


@pytest.mark.parametrize("kind", Reminder.Kind.values)
def test_no_kind_of_reminder_betrays_what_it_is_about(alice: User, server: Server, now: datetime, kind: str) -> None:
    deliver(alice, now, kind)

    [(_, mail)] = server.mails
    for text in (mail["Subject"], mail["From"], text_of(mail, "plain"), text_of(mail, "html")):
        assert not BETRAYING.search(text)


def test_nothing_is_fetched_when_it_is_opened(alice: User, server: Server, now: datetime) -> None:
    deliver(alice, now)

    html = text_of(server.mails[0][1], "html")
    assert not re.search(r"<img|<link|<style|<script|src=|url\(", html)
    links = re.findall(r'href="([^"]+)"', html)
    assert links[0] == "http://testserver/today/"
    assert [link for link in links if "?" in link or "#" in link] == []


def test_a_second_sending_carries_the_same_message_id_and_the_next_evening_another(
    alice: User, server: Server, now: datetime
) -> None:
    _, reminder = deliver(alice, now)
    Email().deliver(reminder, messages.compose(reminder), now=now)
    deliver(alice, now)

    first, again, other = (mail["Message-ID"] for _, mail in server.mails)
    assert first == again != other
    assert re.fullmatch(r"<[0-9a-z_.]+@testserver>", first)


def test_one_click_in_the_mail_program_switches_it_off(
    alice: User, server: Server, now: datetime, bob_client: Client
) -> None:
    create_preference(user=alice, email=True)
    deliver(alice, now)
    mail = server.mails[0][1]

    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail["List-Unsubscribe"].strip("<>")
    assert address in text_of(mail, "plain")
    path = address.removeprefix("http://testserver")
    assert bob_client.get(path).status_code == 200
    assert Preference.objects.of(alice.pk).email
    assert bob_client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Preference.objects.of(alice.pk).email


@pytest.mark.parametrize(
    ("stage", "answer", "expected"),
    [
        ("to_recipient", "550 no such mailbox", Outcome("failed", reason="smtp_550")),
        ("to_recipient", "450 mailbox busy", Outcome("retry", reason="smtp_450")),
        ("to_data", "554 not wanted", Outcome("failed", reason="smtp_554")),
        ("to_data", "451 later", Outcome("retry", reason="smtp_451")),
        ("to_data", "421 closing", Outcome("retry", reason="smtp_421")),
    ],
)
def test_each_answer_of_the_server_has_its_meaning(
    alice: User, server: Server, now: datetime, stage: str, answer: str, expected: Outcome
) -> None:
    setattr(server, stage, answer)

    assert deliver(alice, now)[0] == expected
    assert server.mails == []


def test_a_server_that_is_not_there_is_tried_again(alice: User, settings: Settings, now: datetime) -> None:
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": free_port(), "timeout": 5},
        }
    }

    assert deliver(alice, now)[0] == Outcome("retry", reason="unreachable")


@pytest.mark.parametrize("address", ["a@example.org\nBcc: b@example.org", "a@b@c", "ä@example.org", "nobody"])
def test_an_address_that_cannot_be_mailed_is_given_up(db: None, server: Server, now: datetime, address: str) -> None:
    outcome, _ = deliver(create_user(email=address), now)

    assert outcome.kind == "failed" or [to for to, _ in server.mails] == [[address]]
    assert all(mail["Bcc"] is None for _, mail in server.mails)


def test_neither_address_nor_text_reaches_a_log(
    alice: User, server: Server, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    """mail.log is the server's own, in this process."""
    caplog.set_level("DEBUG")
    server.to_recipient = "550 no such mailbox alice@example.org"

    deliver(alice, now)

    said = [record.getMessage() for record in caplog.records if record.name != "mail.log"]
    assert server.mails == []
    assert not [line for line in said if "alice" in line]
