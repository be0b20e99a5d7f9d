"""Two candidates side by side: what is told apart, what goes where, and how the file's mistakes are named."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.logic.choosing import BadQuestionsError, Candidate, Question, candidate, differing, in_place, read

ANNA = Candidate(name="Anna", asked=("fee",), said={"fee": "70"}, fit={"f1": "yes", "f2": "no"}, note="Kind.")
BEN = Candidate(name="Ben", fit={"f1": "partly", "f2": "no", "f3": "yes"})
CLEO = Candidate(name="Cleo")
NOBODY = Candidate()

words = st.dictionaries(st.sampled_from(["fee", "trial"]), st.text(min_size=1, max_size=9), max_size=2)
candidates = st.builds(
    Candidate,
    name=st.text(max_size=9),
    asked=st.lists(st.sampled_from(["fee", "trial"]), unique=True).map(tuple),
    said=words,
    fit=st.dictionaries(st.sampled_from(["f1", "f2"]), st.sampled_from(["yes", "no"]), max_size=2),
    note=st.text(max_size=9),
)


@given(one=candidates)
def test_what_is_kept_comes_back_as_it_was(one: Candidate) -> None:
    assert candidate(one.plain) == one
    assert candidate(one.plain).mark == one.mark
    assert one.begun == bool(one.plain)


@given(one=candidates, other=candidates)
def test_a_mark_tells_two_apart_and_nothing_else_does(one: Candidate, other: Candidate) -> None:
    assert (one.mark == other.mark) == (one == other)


def test_a_question_with_an_answer_was_asked() -> None:
    one = Candidate(asked=("fee",), said={"trial": "yes"})
    assert [one.heard(question) for question in ("fee", "trial", "goals")] == [True, True, False]


def test_two_pages_of_one_person_are_joined_and_only_what_both_say_differently_contradicts() -> None:
    here = Candidate(name="Anna", asked=("trial",), said={"trial": "yes"}, fit={"f1": "partly"})
    assert here.contradicts(ANNA) == ("fit_f1",)
    assert ANNA.contradicts(here) == ("fit_f1",)
    assert here.completed(ANNA) == Candidate(
        name="Anna",
        asked=("trial", "fee"),
        said={"fee": "70", "trial": "yes"},
        fit={"f1": "partly", "f2": "no"},
        note="Kind.",
    )


@given(one=candidates, other=candidates)
def test_joining_keeps_every_word_of_the_one_and_all_of_the_other_that_does_not_contradict(
    one: Candidate, other: Candidate
) -> None:
    joined, against = one.completed(other), one.contradicts(other)
    assert one.words.items() <= joined.words.items()
    assert {key for key, words in other.words.items() if joined.words[key] != words} == set(against)
    assert set(joined.asked) == {*one.asked, *other.asked}
    assert one.completed(NOBODY) == one


def test_only_what_was_answered_for_both_can_differ() -> None:
    assert differing(ANNA, BEN) == ("f1",)
    assert differing(ANNA, NOBODY) == ()
    assert differing(ANNA, ANNA) == ()


@pytest.mark.parametrize(
    ("there", "new", "put"),
    [
        ({"a": NOBODY, "b": NOBODY}, {"a": ANNA, "b": BEN}, {"a": ANNA, "b": BEN}),
        ({"a": NOBODY, "b": NOBODY}, {"a": NOBODY, "b": BEN}, {"b": BEN}),
        ({"a": ANNA, "b": NOBODY}, {"a": BEN, "b": NOBODY}, {"b": BEN}),
        ({"a": ANNA, "b": NOBODY}, {"a": BEN, "b": CLEO}, {"a": BEN, "b": CLEO}),
        ({"a": ANNA, "b": NOBODY}, {"a": ANNA, "b": BEN}, {"b": BEN}),
        ({"a": ANNA, "b": BEN}, {"a": BEN, "b": ANNA}, {}),
        ({"a": ANNA, "b": BEN}, {"a": NOBODY, "b": CLEO}, {"b": CLEO}),
        ({"a": ANNA, "b": BEN}, {"a": NOBODY, "b": NOBODY}, {}),
    ],
)
def test_somebody_new_goes_where_there_is_room(
    there: dict[str, Candidate], new: dict[str, Candidate], put: dict[str, Candidate]
) -> None:
    assert in_place(there, new) == put


@given(there=st.tuples(candidates, candidates), new=st.tuples(candidates, candidates))
def test_nobody_new_is_dropped_or_put_in_twice(
    there: tuple[Candidate, Candidate], new: tuple[Candidate, Candidate]
) -> None:
    put = in_place(dict(zip("ab", there, strict=True)), dict(zip("ab", new, strict=True)))
    wanted = [one for one in new if one.begun and one not in there]
    assert sorted(one.mark for one in put.values()) == sorted(one.mark for one in wanted)


def problems(*rows: dict[str, Any]) -> list[str]:
    with pytest.raises(BadQuestionsError) as raised:
        read({"questions": list(rows)})
    return raised.value.problems


def test_every_mistake_in_the_file_is_named() -> None:
    assert read({"questions": [{"id": "fee", "text": "How much?"}]}) == (Question("fee", "How much?"),)
    assert problems() == ["there is no question"]
    assert problems(
        {"id": "fee", "text": "How much?"}, {"id": "fee", "text": "And?"}, {"id": "wait", "text": " "}, {"text": "So?"}
    ) == [
        "fee: is listed twice",
        "wait: needs id and text, and nothing else",
        "a question: needs id and text, and nothing else",
    ]
