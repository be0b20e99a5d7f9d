"""Which nudges facts call for, and how many of them a day carries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from reminders import catalogue
from reminders.logic import rules
from tracker.logic.facts import Facts

NOW = datetime(2026, 11, 3, 19, 40, tzinfo=UTC)
GROUPS = {"a1": "medicine", "a2": "sleep", "r1": "review", "r2": "progress", "h1": "habits"}


def facts(**given: datetime | None) -> Facts:
    return Facts(now=NOW, zone="Europe/London", **given)  # type: ignore[arg-type]


def admit(keys: list[str], sent_today: list[str] | None = None) -> tuple[str, ...]:
    return rules.admit(keys, group_of=GROUPS.__getitem__, sent_today=sent_today or [])


def test_nothing_follows_where_nothing_happened() -> None:
    assert rules.applicable(facts()) == ()


@pytest.mark.parametrize(
    ("ago", "follows"),
    [
        (timedelta(0), ("n23",)),
        (timedelta(minutes=2), ("n23",)),
        (timedelta(days=2), ("n23",)),
        (timedelta(days=2, seconds=1), ()),
        (timedelta(minutes=-1), ()),
    ],
)
def test_a_thought_of_stopping_is_followed_while_it_is_new(ago: timedelta, follows: tuple[str, ...]) -> None:
    assert rules.applicable(facts(stopping_thought_at=NOW - ago)) == follows


def test_a_day_carries_three_nudges_at_most() -> None:
    assert admit(["a1", "a2", "h1", "a1"]) == ("a1", "a2", "h1")
    assert admit(["a1", "a2"], sent_today=["h1", "h1"]) == ("a1",)
    assert admit(["a1"], sent_today=["h1", "h1", "a2"]) == ()


def test_one_of_the_review_groups_is_enough_for_a_day() -> None:
    assert admit(["r1", "r2", "a1"]) == ("r1", "a1")
    assert admit(["r2"], sent_today=["r1"]) == ()


def test_each_rule_has_its_text() -> None:
    assert set(rules.RULES) == set(catalogue.nudges())
