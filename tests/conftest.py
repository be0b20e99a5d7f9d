"""The cast: alice records, bob is her therapist (no account), charlie must see nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import User
from tests.factories.accounts import create_user


@pytest.fixture
def now() -> datetime:
    """Tuesday 3 November 2026, 19:40 in London."""
    return datetime(2026, 11, 3, 19, 40, tzinfo=UTC)


@pytest.fixture
def alice(db: None) -> User:
    return create_user(email="alice@example.org")


@pytest.fixture
def charlie(db: None) -> User:
    return create_user(email="charlie@example.org")


@pytest.fixture
def alice_client(alice: User) -> Client:
    client = Client()
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def charlie_client(charlie: User) -> Client:
    client = Client()
    client.force_login(charlie, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def bob_client(db: None) -> Client:
    """Bob has no account: whoever opens a link."""
    return Client()
