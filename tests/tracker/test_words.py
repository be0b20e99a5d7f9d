"""A rule as a person would say it."""

from __future__ import annotations

from datetime import date, time

import pytest

from tracker.logic.schedule import Rule
from tracker.words import limits_in_words, rule_in_words

START = date(2026, 11, 3)
EIGHT = (time(8),)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(every="day", times=(time(8), time(20)), start=START), "Every day at 08:00 and 20:00"),
        (Rule(every="day", interval=2, times=EIGHT, start=START), "Every 2 days at 08:00"),
        (
            Rule(every="day", on_days=21, off_days=7, times=EIGHT, start=START),
            "21 days on, 7 days off, at 08:00",
        ),
        (Rule(every="day", on_days=1, off_days=1, times=EIGHT, start=START), "1 day on, 1 day off, at 08:00"),
        (Rule(every="week", weekdays=frozenset({0, 3}), times=EIGHT, start=START), "Mondays and Thursdays at 08:00"),
        (Rule(every="week", weekdays=frozenset(range(5)), times=EIGHT, start=START), "Mondays to Fridays at 08:00"),
        (Rule(every="month", month_day=15, times=EIGHT, start=START), "Every month on day 15 at 08:00"),
        (Rule(every="month", interval=3, month_day=1, times=EIGHT, start=START), "Every 3 months on day 1 at 08:00"),
        (Rule(every="hours", interval=8, times=(time(6),), start=START), "Every 8 hours, from 06:00"),
        (Rule(every="hours", times=(time(6),), start=START), "Every hour, from 06:00"),
        (Rule(every="once", times=EIGHT, start=START), "Once, on 3 November 2026 at 08:00"),
    ],
)
def test_each_kind_of_rule_has_its_words(rule: Rule, words: str) -> None:
    assert rule_in_words(rule) == words


@pytest.mark.parametrize(
    ("most", "gap", "words"),
    [
        (None, None, "As needed"),
        (3, None, "As needed, at most 3 in a day"),
        (None, 240, "As needed, at least 4 hours between two"),
        (1, 90, "As needed, at most 1 in a day, at least 1 hour 30 minutes between two"),
        (2, 45, "As needed, at most 2 in a day, at least 45 minutes between two"),
    ],
)
def test_as_needed_says_what_the_label_says(most: int | None, gap: int | None, words: str) -> None:
    assert limits_in_words(most, gap) == words
