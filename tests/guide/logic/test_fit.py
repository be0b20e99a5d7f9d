"""The fit checklist's rule, by hand and by chance."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.catalogue.files import CONTENT
from guide.catalogue.fit import fit
from guide.logic.fit import BadFitError, Outcome, Said, moved, read, result

FIT = fit()
IDS = [item.id for item in FIT.items]
MARKS = {"y": Said.YES, "p": Said.PARTLY, "n": Said.NO, "?": Said.NOT_SURE}


def said(marks: str) -> dict[str, str]:
    """One mark an item: y, p, n, ? for not sure, - for left out."""
    return {name: MARKS[mark] for name, mark in zip(IDS, marks, strict=True) if mark != "-"}


@pytest.mark.parametrize(
    ("marks", "outcome"),
    [
        ("yyyyyyy", Outcome.BASE),
        ("ppppppp", Outcome.BASE),
        ("nyyyyyy", Outcome.BASE),  # one no
        ("nnyyyyy", Outcome.RAISE),  # among 1 to 3
        ("nyyynyy", Outcome.RAISE),  # with 5
        ("nnnyyyy", Outcome.RAISE),
        ("yyynynn", Outcome.RAISE),  # elsewhere: the careful thing
        ("nyyyyny", Outcome.RAISE),  # one of each
        ("nnnnnnn", Outcome.RAISE),
        ("yyyy---", Outcome.BASE),  # four of seven were answered
        ("yyy----", Outcome.ASK),  # three of seven: under half
        ("yyy????", Outcome.ASK),
        ("yyn????", Outcome.ASK),
        ("nn-----", Outcome.RAISE),
        ("???????", Outcome.ASK),
        ("-------", Outcome.ASK),
    ],
)
def test_what_follows_worked_out_by_hand(marks: str, outcome: Outcome) -> None:
    assert result(FIT, said(marks), ()).outcome == outcome


answers = st.fixed_dictionaries({}, optional={name: st.sampled_from([*Said]) for name in IDS})
flags = st.lists(st.sampled_from([flag.id for flag in FIT.red_flags]), unique=True)


@given(answers, flags)
def test_a_red_flag_is_never_weighed_against_anything(given_answers: dict[str, str], red_flags: list[str]) -> None:
    found = result(FIT, given_answers, red_flags)
    assert (found.outcome == Outcome.RED_FLAG) == bool(red_flags)
    if red_flags:
        assert found == result(FIT, {}, red_flags)


@given(answers)
def test_a_good_base_has_one_no_at_most_and_half_of_it_known(given_answers: dict[str, str]) -> None:
    found = result(FIT, given_answers, ())
    known = [answer for answer in given_answers.values() if answer != Said.NOT_SURE]
    assert (found.outcome == Outcome.BASE) == (known.count("no") <= 1 and len(known) >= 4)
    assert [item.id for item in found.to_raise] == [name for name in IDS if given_answers.get(name) == Said.NO]
    assert [item.id for item in found.to_ask] == [name for name in IDS if given_answers.get(name) == Said.NOT_SURE]


def test_only_what_was_answered_both_times_can_have_moved() -> None:
    found = moved(FIT, said("yynp?-y"), said("ynyp-yy"))
    assert [(one.item.id, one.before, one.after) for one in found] == [
        ("f2", Said.YES, Said.NO),
        ("f3", Said.NO, Said.YES),
    ]


def test_items_that_are_no_longer_asked_and_answers_that_do_not_exist_are_left_aside() -> None:
    assert FIT.known({"f1": "yes", "f2": "often", "f3": None, "f9": "yes", "f4": ["no"]}) == {"f1": "yes"}
    assert [flag.id for flag in FIT.ticked(["g3", "g99"])] == ["g3"]


@pytest.mark.parametrize(
    ("change_file", "problem"),
    [
        (
            lambda data: data["items"][0].update(say="Hello?"),
            "f1: needs a phrase or words to say, and one of them only",
        ),
        (lambda data: data["items"][3].pop("say"), "f4: needs a phrase or words to say, and one of them only"),
        (lambda data: data["red_flags"][0].update(id="f1"), "f1: is listed twice"),
        (lambda data: data.pop("red_flags"), "a field is missing or not known: 'red_flags'"),
    ],
)
def test_what_does_not_hang_together_is_named(change_file: Any, problem: str) -> None:
    data = tomllib.loads((CONTENT / "fit.toml").read_text(encoding="utf-8"))
    change_file(data)
    with pytest.raises(BadFitError) as caught:
        read(data)
    assert caught.value.problems == [problem]
