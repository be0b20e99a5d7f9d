"""Four answers after a session: the score, a drop against one's own median, holding back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.logic.session_check import Answers, Band, band, check_answers, has_dropped, read, score

ANSWER = st.one_of(st.none(), st.integers(1, 5))
CHECK = st.tuples(ANSWER, ANSWER, ANSWER, ANSWER)


def flat(value: int) -> Answers:
    return (value,) * 4


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((5, 5, 5, 5), 5.0),
        ((1, 2, 3, 4), 2.5),
        ((4, None, 4, 4), 4.0),
        ((None, None, None, 2), 2.0),
        ((None,) * 4, None),
        ((), None),
    ],
)
def test_the_score_is_the_mean_of_what_was_answered(answers: Answers, expected: float | None) -> None:
    assert score(answers) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(5.0, "good"), (4.0, "good"), (3.75, "mixed"), (3.0, "mixed"), (2.99, "low"), (1.0, "low")],
)
def test_the_three_bands(value: float, expected: Band) -> None:
    assert band(value) == expected


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([4.0, 4.0, 4.0, 3.0], True),
        ([4.0, 4.0, 4.0, 3.25], False),
        ([1.0, 4.0, 5.0, 3.0], True),
        ([5.0, 1.0, 4.0, 4.0, 3.0], True),
        ([5.0, 5.0, 2.0], False),
        ([2.0, 2.0, 2.0, 5.0], False),
        ([], False),
    ],
)
def test_a_drop_is_one_or_more_below_the_median_of_the_three_before(scores: list[float], expected: bool) -> None:
    assert has_dropped(scores) is expected


@pytest.mark.parametrize(
    ("honest", "expected"),
    [
        ([2, 2], True),
        ([5, 1, 2], True),
        ([2], False),
        ([2, 3], False),
        ([2, 2, 3], False),
        ([2, None, 1], True),
        ([None, None], False),
        ([], False),
    ],
)
def test_twice_hard_to_be_honest_is_holding_back(honest: list[int | None], expected: bool) -> None:
    assert read([(4, 4, 4, said) for said in honest]).holding_back is expected


def test_the_alliance_is_the_mean_of_the_last_two() -> None:
    assert read([flat(1), flat(4), flat(3)]).alliance == 3.5
    assert read([flat(4)]).alliance == 4.0
    assert read([flat(4), (None,) * 4]).alliance == 4.0
    assert read([]).alliance is None


@pytest.mark.parametrize("answers", [(), (1, 2, 3), (1, 2, 3, 6), (0, 1, 1, 1), (1, 1, 1, 1, 1)])
def test_what_is_no_check_is_refused(answers: Answers) -> None:
    with pytest.raises(ValueError, match="session check"):
        check_answers(answers)


@given(st.lists(CHECK, max_size=8))
def test_whatever_was_answered_the_figures_stay_within_one_to_five(checks: list[Answers]) -> None:
    found = read(checks)
    for value in (found.score, found.alliance):
        assert value is None or 1 <= value <= 5
    assert (found.score is None) == (found.band is None)


@given(st.lists(CHECK, min_size=1, max_size=6), st.integers(0, 3))
def test_a_better_answer_never_lowers_the_score_or_makes_a_drop(
    checks: list[tuple[int | None, ...]], item: int
) -> None:
    last = list(checks[-1])
    if last[item] is None:
        return
    better = [*checks[:-1], (*last[:item], 5, *last[item + 1 :])]
    before, after = read(checks), read(better)
    assert before.score is not None
    assert after.score is not None
    assert after.score >= before.score
    assert before.changed or not after.changed
