"""The lab, started once for the tests that kill."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from tests.reminders.lab import Lab, start_lab


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    with start_lab(server=connection.vendor == "postgresql") as started:
        yield started
