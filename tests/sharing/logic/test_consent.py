"""When a link is open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sharing.logic import consent

NOW = datetime(2026, 11, 3, 19, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changed", "open_"),
    [
        ({}, True),
        ({"expires_at": NOW}, False),
        ({"expires_at": NOW + timedelta(microseconds=1)}, True),
        ({"expires_at": None}, False),
        ({"revoked_at": NOW - timedelta(days=1)}, False),
        ({"wrong_tries": 10}, False),
        ({"wrong_tries": 9}, True),
    ],
)
def test_a_link_is_open_until_it_expires_is_turned_off_or_is_worn_out(changed: dict[str, object], open_: bool) -> None:
    facts: dict[str, object] = {"expires_at": NOW + timedelta(days=7), "revoked_at": None, "wrong_tries": 0} | changed
    assert consent.is_open(**facts, now=NOW) is open_  # type: ignore[arg-type]


@pytest.mark.parametrize("lifetime", [timedelta(0), timedelta(days=-1), timedelta(days=90, seconds=1)])
def test_no_link_lasts_for_ever_or_for_no_time(lifetime: timedelta) -> None:
    with pytest.raises(ValueError, match="at most 90 days"):
        consent.expiry(lifetime=lifetime, now=NOW)


def test_a_reader_may_reload_for_an_hour() -> None:
    assert consent.still_admitted(admitted_at=NOW - timedelta(minutes=59), now=NOW)
    assert not consent.still_admitted(admitted_at=NOW - timedelta(hours=1), now=NOW)
    assert not consent.still_admitted(admitted_at=NOW + timedelta(minutes=1), now=NOW)
