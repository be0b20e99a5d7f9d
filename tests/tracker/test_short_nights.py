"""A week of very short nights brings one sentence on Progress, about the week and never about one night."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tests.factories.tracker import create_night

TODAY = date(2026, 11, 3)
WIRED = "Feeling wired and needing almost no sleep can be a sign to call your doctor."


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def fill(person: User, *, nights: int, awake: int) -> None:
    """From 23:50 to 06:40, less the minutes *awake*."""
    for back in range(nights):
        create_night(user=person, on=TODAY - timedelta(days=back), awake=awake)


def progress(client: Client) -> str:
    return client.get("/progress/").content.decode()


def test_under_six_hours_a_night_over_a_week_says_when_to_call(
    alice: User, alice_client: Client, charlie_client: Client
) -> None:
    fill(alice, nights=7, awake=51)
    assert WIRED in progress(alice_client)
    assert WIRED not in progress(charlie_client)


def test_six_hours_and_more_say_nothing(alice: User, alice_client: Client) -> None:
    fill(alice, nights=7, awake=50)
    assert WIRED not in progress(alice_client)


def test_a_few_short_nights_are_no_week(alice: User, alice_client: Client) -> None:
    fill(alice, nights=4, awake=240)
    assert WIRED not in progress(alice_client)
