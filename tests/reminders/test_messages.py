"""What a lock screen, a mail and the inbox may show."""

from __future__ import annotations

import re
import string
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from reminders import catalogue, messages
from reminders.models import Reminder
from tests.factories.reminders import NOW, create_reminder

TELLING = re.compile(
    r"therap|medic|dose|pill|tablet|prescri|drug|mood|depress|anxi|sleep|bed|session|symptom|mental|health|habit"
    r"|stop|diagnos|phq|crisis",
    re.IGNORECASE,
)
KINDS = sorted(Reminder.Kind.values)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_tells_a_bystander_nothing(alice: User, kind: str) -> None:
    message = messages.compose(create_reminder(user=alice, kind=kind))
    assert message.title == "Reminder"
    for shown in (message.title, message.body, message.url):
        assert not TELLING.search(shown)


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_opens_a_page_that_exists(alice: User, alice_client: Client, kind: str) -> None:
    reminder = create_reminder(user=alice, kind=kind)
    for path in (messages.compose(reminder).url, messages.inside(reminder)):
        assert alice_client.get(path).status_code == 200


def test_the_nudge_about_stopping_opens_its_chapter_from_the_inbox(alice: User) -> None:
    nudge = create_reminder(user=alice, nudge_key="n23")
    assert messages.compose(nudge).url == reverse("reminders:inbox")
    assert messages.inside(nudge) == reverse("guide:chapter", args=["stopping"])


@pytest.mark.parametrize("entry", [*catalogue.kinds().values(), *catalogue.nudges().values()])
def test_texts_keep_their_limits_and_their_tone(entry: catalogue.Entry) -> None:
    assert (len(entry.title) <= 40, len(entry.body) <= 110, len(entry.discreet) <= 60) == (True, True, True)
    for text in (entry.title, entry.body, entry.discreet):
        assert "!" not in text
        assert not re.search(r"\b(missed a|should|just|streak|failed|journey)\b", text, re.IGNORECASE)


def test_a_repeat_carries_the_same_tag_and_another_occurrence_another(alice: User) -> None:
    given: dict[str, Any] = {"series": "a" * 36, "kind": "dose"}
    first = create_reminder(user=alice, **given)
    repeat = create_reminder(user=alice, **given, nth=1)
    question = create_reminder(user=alice, **{**given, "kind": "question"})
    next_slot = create_reminder(user=alice, **given, slot=1)
    next_day = create_reminder(user=alice, **given, due_at=NOW + timedelta(days=1))
    tags = [messages.tag(row) for row in (first, repeat, question, next_slot, next_day)]
    assert tags[0] == tags[1] == tags[2]
    assert len(set(tags)) == 3
    assert all(len(tag) == 32 and set(tag) <= set(string.hexdigits) for tag in tags)
    assert "a" * 36 not in tags[0]
