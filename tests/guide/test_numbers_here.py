"""The numbers on a page that is not about numbers: the person's own country, else the one chosen on this device."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from guide.models import SafetyPlan, Story
from tests.factories.guide import create_story

US, DE = 'href="tel:911"', 'href="tel:112"'


@pytest.fixture(params=["plan", "search", "story"])
def path(request: pytest.FixtureRequest, alice: User) -> str:
    if request.param == "plan":
        SafetyPlan.objects.create(user=alice, steps={"stay": "The sea"}, reviewed_at="2026-11-03T12:00Z")
        return "/help/safety-plan/"
    if request.param == "search":
        return "/guide/search/?q=suicide"
    text = "I want to end my life."
    return f"/guide/stories/{create_story(user=alice, state=Story.State.DRAFT, sent_at=None, text=text).pk}/"


def main(client: Client, path: str) -> str:
    response = client.get(path, headers={"Accept-Language": "en-GB"})
    assert response.status_code == 200
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def test_the_country_chosen_on_this_device_goes_before_the_browsers(path: str, alice_client: Client) -> None:
    assert 'href="tel:999"' in main(alice_client, path)
    alice_client.cookies["country"] = "US"
    assert US in main(alice_client, path)


def test_the_persons_own_country_goes_before_all(path: str, alice: User, alice_client: Client) -> None:
    User.objects.filter(pk=alice.pk).update(country="DE")
    alice_client.cookies["country"] = "US"
    assert DE in main(alice_client, path)
    assert US not in main(alice_client, path)
