"""When a card of medicine safety stands: every rule as a table, and what must hold for any record."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.logic.medicine_safety import (
    COOLDOWNS,
    DueDose,
    Happened,
    Trigger,
    cools_down,
    is_mood_worse,
    is_rough_time,
    low_adherence,
    refill,
    two_missed,
)

NOW = dt.datetime(2026, 11, 3, 19, 40, tzinfo=dt.UTC)
TODAY = NOW.date()
STATES = ("taken", "missed", "not_sure", "skipped_on_purpose", "told_to_pause", "")


def doses(*states: str, last: dt.timedelta = dt.timedelta(hours=25), every: int = 24) -> list[DueDose]:
    """One every so many hours, the last of *states* that long ago."""
    return [
        DueDose(at=NOW - last - dt.timedelta(hours=every) * back, state=state)
        for back, state in enumerate(reversed(states))
    ]


def moods(*levels: int | None) -> dict[dt.date, int]:
    """By day, the last of *levels* today's."""
    days = {TODAY - dt.timedelta(days=back): level for back, level in enumerate(reversed(levels))}
    return {day: level for day, level in days.items() if level is not None}


@pytest.mark.parametrize(
    ("states", "stands"),
    [
        (["missed", "missed"], True),
        (["taken", "missed", ""], True),
        (["", ""], True),
        (["skipped_on_purpose", "missed"], False),
        (["missed", "taken"], False),
        (["taken", "missed"], False),
        (["missed", "not_sure"], False),
        (["not_sure", "missed"], False),
        (["missed", "told_to_pause"], False),
        (["told_to_pause", ""], False),
        (["missed"], False),
        ([], False),
    ],
)
def test_the_last_two_doses_that_did_not_happen(states: list[str], stands: bool) -> None:
    assert two_missed(doses(*states), now=NOW) is stands


def test_a_dose_without_an_answer_counts_after_a_day_and_before_that_not_at_all() -> None:
    day, minute = dt.timedelta(days=1), dt.timedelta(minutes=1)
    assert two_missed(doses("missed", "", last=day), now=NOW)
    assert not two_missed(doses("taken", "missed", "", last=day - minute), now=NOW)
    assert two_missed(doses("missed", "missed", "", last=day - minute), now=NOW)
    assert two_missed(doses("missed", "missed", last=minute), now=NOW)
    assert not two_missed(doses("taken", "missed", last=-minute), now=NOW)


def test_the_order_in_which_the_doses_come_does_not_matter() -> None:
    assert not two_missed(sorted(doses("missed", "missed", "taken"), key=lambda dose: dose.at), now=NOW)


@pytest.mark.parametrize(
    ("states", "happened"),
    [
        (["taken"] * 7 + ["missed"] * 3, (7, 10)),
        (["taken"] * 8 + ["missed"] * 2, None),
        (["taken"] * 7 + ["skipped_on_purpose"] * 3, (7, 10)),
        (["taken"] * 6 + ["missed"] * 3, None),
        (["taken"] * 6 + ["missed"] * 3 + ["told_to_pause"], None),
        (["taken"] * 6 + ["missed"] * 3 + ["not_sure"], (6, 9)),
        (["taken"] * 4 + ["missed"] * 3 + [""] * 3, (4, 7)),
        (["taken"] * 3 + ["missed"] * 3 + [""] * 4, None),
        ([""] * 13, None),
        ([], None),
    ],
)
def test_under_eighty_of_a_hundred_in_two_weeks(states: list[str], happened: tuple[int, int] | None) -> None:
    found = low_adherence(doses(*states), now=NOW)
    assert found == (Happened(taken=happened[0], recorded=happened[1]) if happened else None)


def test_doses_of_more_than_two_weeks_ago_count_no_more() -> None:
    assert low_adherence(doses(*["missed"] * 20, last=dt.timedelta(days=10)), now=NOW) is None


@given(st.lists(st.sampled_from(STATES), max_size=13))
def test_what_nobody_answered_never_counts_as_missed(states: list[str]) -> None:
    found = low_adherence(doses(*states), now=NOW)
    if found:
        assert found.recorded == sum(state in ("taken", "missed", "skipped_on_purpose") for state in states)
        assert found.taken == states.count("taken") < 0.8 * found.recorded


@given(st.lists(st.sampled_from(STATES), max_size=20), st.integers(1, 72))
def test_one_more_dose_taken_ends_it(states: list[str], hours: int) -> None:
    before = doses(*states, last=dt.timedelta(hours=hours))
    assert not two_missed([*before, DueDose(at=NOW, state="taken")], now=NOW)


@pytest.mark.parametrize(
    ("left", "trigger"),
    [
        (None, None),
        (30, None),
        (8, None),
        (7, Trigger.REFILL),
        (4, Trigger.REFILL),
        (3, Trigger.REFILL_SOON),
        (0, Trigger.REFILL_SOON),
    ],
)
def test_a_supply_calls_at_seven_days_and_at_three(left: int | None, trigger: Trigger | None) -> None:
    assert refill(left) is trigger


@pytest.mark.parametrize(
    ("started", "changed", "rough"),
    [
        (0, None, True),
        (28, None, True),
        (29, None, False),
        (-1, None, False),
        (300, 0, True),
        (300, 14, True),
        (300, 15, False),
        (300, -1, False),
        (None, None, False),
    ],
)
def test_the_first_four_weeks_and_two_weeks_after_a_change(
    started: int | None, changed: int | None, rough: bool
) -> None:
    def day(ago: int | None) -> dt.date | None:
        return None if ago is None else TODAY - dt.timedelta(days=ago)

    assert is_rough_time(today=TODAY, started_on=day(started), changed_on=day(changed)) is rough


@pytest.mark.parametrize(
    ("levels", "worse"),
    [
        ([4] * 7 + [3] * 7, True),
        ([4] * 7 + [3, 3, 3, 3, 3, 3, 4], False),
        ([3] * 7 + [3] * 7, False),
        ([3] * 7 + [5] * 7, False),
        ([4, 4, 4] + [None] * 4 + [3, 3, 3] + [None] * 4, True),
        ([4, 4] + [None] * 5 + [2, 2, 2] + [None] * 4, False),
        ([4, 4, 4] + [None] * 4 + [2, 2] + [None] * 5, False),
        ([None] * 13 + [1], True),
        ([None] * 7 + [1] + [None] * 6, True),
        ([1] + [None] * 7, False),
        ([], False),
    ],
)
def test_a_week_a_level_below_the_one_before_or_very_low(levels: list[int | None], worse: bool) -> None:
    assert is_mood_worse(moods(*levels), today=TODAY) is worse


@pytest.mark.parametrize(("item_9", "worse"), [(None, False), (0, False), (1, True), (3, True)])
def test_question_nine_above_nothing_counts_by_itself(item_9: int | None, worse: bool) -> None:
    assert is_mood_worse({}, today=TODAY, item_9=item_9) is worse


@pytest.mark.parametrize(
    ("trigger", "days"),
    [
        (Trigger.TWO_MISSED, 7),
        (Trigger.SIDE_EFFECTS, 7),
        (Trigger.WANTS_TO_STOP, 14),
        (Trigger.RED_FLAGS, 0),
        *((one, 7) for one in Trigger if one not in (Trigger.WANTS_TO_STOP, Trigger.RED_FLAGS)),
    ],
)
def test_how_long_a_card_of_the_same_kind_waits(trigger: Trigger, days: int) -> None:
    end = NOW + dt.timedelta(days=days)
    assert not cools_down(trigger, raised_at=NOW, now=end)
    if days:
        assert cools_down(trigger, raised_at=NOW, now=end - dt.timedelta(seconds=1))


def test_every_trigger_has_its_cooldown() -> None:
    assert set(COOLDOWNS) == set(Trigger)
