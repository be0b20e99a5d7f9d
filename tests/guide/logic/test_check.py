"""The why-check's rule, by hand and by chance."""

from __future__ import annotations

import random
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.catalogue.check import check
from guide.catalogue.files import CONTENT
from guide.logic.check import (
    LEFT_OUT,
    MOST_REASONS,
    NOT_MINE,
    Answer,
    BadCheckError,
    change,
    read,
    result,
    steps,
)

CHECK = check()
ITEMS = {item.id: item for item in CHECK.items}
REASONS = {reason.id: reason for reason in CHECK.reasons}
LIGHT: dict[str, Answer] = {item.id: 4 if item.reversed else 0 for item in CHECK.items}


def said(text: str) -> dict[str, Answer]:
    """ "r1a=4 r1b=- r5c=x": an answer each, - left out, x not mine."""
    marks: dict[str, Answer] = {"-": LEFT_OUT, "x": NOT_MINE}
    return {name: marks.get(mark, int(mark) if mark.isdigit() else None) for name, mark in pairs(text)}


def pairs(text: str) -> list[tuple[str, str]]:
    return [(name, mark) for name, _, mark in (part.partition("=") for part in text.split())]


def shown(text: str) -> list[str]:
    return [found.reason.id for found in result(CHECK, {**LIGHT, **said(text)}).reasons]


def alone(text: str) -> list[str]:
    return [item.id for item in result(CHECK, {**LIGHT, **said(text)}).alone]


# Everything else is answered so that it weighs nothing.
BY_HAND = [
    ("", [], "nothing weighs"),
    ("r1a=2 r1b=2 r1c=2", ["R1"], "2 from each: a mean of 2 is enough"),
    ("r1a=2 r1b=2 r1c=3", [], "2 + 2 + (4 - 3) = 5 of 3: a mean under 2"),
    ("r2a=4 r2b=0", ["R2"], "reversed: never picking something weighs 4, the mean is 4"),
    ("r2a=4 r2b=4", ["R2"], "4 + 0: a mean of 2"),
    ("r2a=3 r2b=4", [], "3 + 0: a mean of 1.5"),
    ("r3a=0 r3b=0 r8a=0 r8b=0 r8c=0", ["R3", "R8"], "4 and 4: R3 goes before R8"),
    ("r4a=3 r4b=3 r4c=3 r6a=3 r6b=3 r6c=3 r1a=1 r1b=3 r1c=1", ["R1", "R4"], "3 three times: R1, R4, then R6 is third"),
    ("r6a=4 r6b=4 r6c=4 r4a=3 r4b=3 r4c=3 r3a=1 r3b=2", ["R6", "R4"], "4, 3, and 2.5: the heavier first"),
    ("r7a=3 r7b=3 r7c=3 r3a=1 r3b=1", ["R7", "R3"], "both 3, and r7c itself weighs: R7 is ahead"),
    ("r7a=4 r7b=4 r7c=1 r3a=1 r3b=1", ["R3", "R7"], "both 3, r7c weighs 1 only: R7 comes last among ties"),
    ("r5a=3 r5b=3 r5c=3 r3a=1 r3b=1", ["R5", "R3"], "both 3, and r5c itself weighs: R5 is ahead"),
    ("r5a=3 r5b=3 r5c=x r3a=1 r3b=1", ["R3", "R5"], "both 3, no medicine: R5 has its place after R4"),
    ("r5a=3 r5b=3 r5c=3 r7a=3 r7b=3 r7c=3 r3a=1 r3b=1", ["R7", "R5"], "both ahead: R7, then R5"),
    ("r7a=2 r7b=2 r7c=2 r5a=4 r5b=4 r5c=4", ["R5", "R7"], "being ahead counts among ties only: 4 before 2"),
    ("r1a=- r1b=4 r1c=-", [], "one of three answered is under half"),
    ("r1a=0 r1b=- r1c=0", ["R1"], "two of three are enough: (4 + 4) / 2"),
    ("r2a=4 r2b=-", ["R2"], "one of two is half"),
    ("r5a=4 r5b=- r5c=x", ["R5"], "without medicine R5 has two items, and one is half"),
    ("r5a=4 r5b=- r5c=-", [], "left out is not the same as not mine: one of three"),
    ("r5a=- r5b=- r5c=x", [], "nothing to weigh"),
]


@pytest.mark.parametrize(("text", "reasons", "why"), BY_HAND, ids=[why for _text, _reasons, why in BY_HAND])
def test_the_reasons_worked_out_by_hand(text: str, reasons: list[str], why: str) -> None:
    assert shown(text) == reasons


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("", []),
        ("r6a=4", ["r6a"]),  # mean 1.33
        ("r6a=3", []),
        ("r1c=0", ["r1c"]),  # reversed
        ("r1c=4", []),
        ("r1a=- r1b=4 r1c=-", ["r1b"]),  # too few for a reason, and it still stands out
        ("r2a=4 r2b=0", []),  # part of a reason that is shown
        ("r3a=0 r3b=0 r8a=0 r8b=0 r8c=0 r2a=4", ["r2a"]),  # R2 scores 2 and is third
    ],
)
def test_an_answer_of_4_stands_out_where_its_reason_is_not_shown(text: str, items: list[str]) -> None:
    assert alone(text) == items


def test_with_half_of_the_reasons_unanswered_it_is_not_said_that_nothing_stands_out() -> None:
    unanswered = {name: LEFT_OUT for name in LIGHT if name[:2] in ("r1", "r2", "r3", "r4")}
    assert result(CHECK, {**LIGHT, **unanswered}).enough
    assert not result(CHECK, {**LIGHT, **unanswered, **said("r5a=- r5b=-")}).enough
    assert not result(CHECK, {}).enough


def test_the_heaviest_item_of_a_reason_comes_first_and_one_that_does_not_weigh_is_left_out() -> None:
    (found,) = result(CHECK, {**LIGHT, **said("r4a=2 r4b=1 r4c=4")}).reasons
    assert [item.id for item in found.items] == ["r4c", "r4a"]


@pytest.mark.parametrize(("answer", "hurt"), [("2", False), ("3", True), ("4", True), ("-", False)])
def test_when_life_keeps_hurting_there_is_a_word_about_being_hurt(answer: str, hurt: bool) -> None:
    assert result(CHECK, {**LIGHT, **said(f"r7a={answer}")}).hurt is hurt


@pytest.mark.parametrize(("answer", "medicine"), [("0", False), ("1", True), ("x", False), ("-", False)])
def test_when_medicine_was_stopped_alone_there_is_a_word_about_it(answer: str, medicine: bool) -> None:
    assert result(CHECK, {**LIGHT, **said(f"r5c={answer}")}).medicine is medicine


@pytest.mark.parametrize(
    ("answer", "actions"), [("0", ["A1", "A6"]), ("4", ["A1", "A6"]), ("x", ["A1"]), ("-", ["A1"])]
)
def test_the_doctor_is_a_step_for_somebody_on_medicine(answer: str, actions: list[str]) -> None:
    assert [step.action for step in steps(REASONS["R5"], said(f"r5c={answer}"))] == actions


def test_every_reason_has_the_two_steps_it_is_meant_to_have() -> None:
    table = {reason.id: [step.action for step in reason.steps] for reason in CHECK.reasons}
    assert table == {
        "R1": ["A1", "A5"],
        "R2": ["A2", "A1"],
        "R3": ["A1", "A5"],
        "R4": ["A1", "A3"],
        "R5": ["A1", "A6"],
        "R6": ["A3", "A2"],
        "R7": ["A6", "A4"],
        "R8": ["A1", "A5"],
    }
    assert [len(reason.items) for reason in CHECK.reasons] == [3, 2, 2, 3, 3, 3, 3, 3]
    assert [item.id for item in CHECK.items if item.reversed] == [
        "r1a",
        "r1c",
        "r2b",
        "r3a",
        "r3b",
        "r8a",
        "r8b",
        "r8c",
    ]


def test_what_changed_between_two_times() -> None:
    before = {**LIGHT, **said("r4a=3 r4b=3 r4c=3 r1b=4 r1a=1 r1c=1 r5a=3 r5b=3 r5c=0")}  # R1 3.33, R4 3
    after = {**LIGHT, **said("r4a=3 r4b=0 r4c=3 r1b=1 r1a=3 r1c=- r2a=3 r2b=0 r5a=- r5b=- r5c=-")}  # R2 3.5, R4 2
    found = change(CHECK, before, after)
    assert [reason.id for reason in found.new] == ["R2"]
    assert [reason.id for reason in found.still] == ["R4"]
    assert [reason.id for reason in found.gone] == ["R1"]
    assert found.open == ()
    moved = {moved.item.id: (moved.before, moved.after) for moved in found.moved}
    assert moved == {
        "r1b": ("Completely", "A little"),
        "r1a": ("A little", "Mostly"),
        "r4b": ("Mostly", "Not at all"),
        "r2a": ("Not at all", "Mostly"),
        "r2b": ("Completely", "Not at all"),
    }
    assert found.moved[0].item.id == "r2b"


def test_a_reason_that_was_not_answered_again_is_not_called_gone() -> None:
    before = {**LIGHT, **said("r4a=3 r4b=3 r4c=3")}
    found = change(CHECK, before, {**before, **said("r4a=- r4b=-")})
    assert (found.gone, found.still, found.new) == ((), (), ())
    assert [reason.id for reason in found.open] == ["R4"]


def test_a_reason_that_two_others_outweigh_now_is_still_there() -> None:
    before = {**LIGHT, **said("r4a=3 r4b=3 r4c=3")}
    found = change(CHECK, before, {**before, **said("r3a=0 r3b=0 r8a=0 r8b=0 r8c=0")})
    assert [reason.id for reason in found.new] == ["R3", "R8"]
    assert [reason.id for reason in found.still] == ["R4"]


def answers() -> st.SearchStrategy[dict[str, Answer]]:
    by_item: dict[str, st.SearchStrategy[Answer]] = {
        name: st.sampled_from([LEFT_OUT, 0, 1, 2, 3, 4, *([NOT_MINE] if item.not_mine else [])])
        for name, item in ITEMS.items()
    }
    return st.fixed_dictionaries({}, optional=by_item)


@given(answers())
def test_whatever_is_answered_there_are_two_reasons_at_most_each_with_half_its_items_and_a_mean_of_2(
    given_answers: dict[str, Answer],
) -> None:
    found = result(CHECK, given_answers)
    assert len(found.reasons) <= MOST_REASONS
    for part in found.reasons:
        concern = [item for item in part.reason.items if given_answers.get(item.id) != NOT_MINE]
        weights = [
            4 - answer if item.reversed else answer
            for item in concern
            if isinstance(answer := given_answers.get(item.id), int)
        ]
        assert len(weights) * 2 >= len(concern)
        assert sum(weights) >= 2 * len(weights) > 0
        assert part.items
    in_reasons = {item for part in found.reasons for item in part.reason.items}
    assert not in_reasons & set(found.alone)


@given(answers(), st.randoms(use_true_random=False))
def test_the_order_of_answering_changes_nothing(given_answers: dict[str, Answer], chance: random.Random) -> None:
    mixed = list(given_answers.items())
    chance.shuffle(mixed)
    assert result(CHECK, dict(mixed)) == result(CHECK, given_answers)


@given(answers())
def test_leaving_out_says_the_same_as_not_answering(given_answers: dict[str, Answer]) -> None:
    without = {name: answer for name, answer in given_answers.items() if answer is not LEFT_OUT}
    assert result(CHECK, without) == result(CHECK, given_answers)


@given(answers(), st.sampled_from(sorted(ITEMS)))
def test_a_heavier_answer_never_takes_its_reason_away(given_answers: dict[str, Answer], name: str) -> None:
    """From any answer to the heaviest one: if the reason was shown, it still is."""
    item = ITEMS[name]
    if not isinstance(given_answers.get(name), int):
        return
    before = {part.reason.id for part in result(CHECK, given_answers).reasons}
    after = result(CHECK, {**given_answers, name: 0 if item.reversed else 4}).reasons
    (reason,) = [reason for reason in CHECK.reasons if item in reason.items]
    assert reason.id not in before or reason.id in {part.reason.id for part in after}


@given(answers(), answers())
def test_each_reason_of_either_time_is_told_once(before: dict[str, Answer], after: dict[str, Answer]) -> None:
    found = change(CHECK, before, after)
    told = [reason.id for reason in (*found.new, *found.still, *found.gone, *found.open)]
    expected = {part.reason.id for answers in (before, after) for part in result(CHECK, answers).reasons}
    assert len(told) == len(set(told))
    assert set(told) == expected


@given(answers())
def test_nothing_changed_between_the_same_answers(given_answers: dict[str, Answer]) -> None:
    found = change(CHECK, given_answers, given_answers)
    assert (found.new, found.gone, found.open, found.moved) == ((), (), (), ())
    assert [reason.id for reason in found.still] == [part.reason.id for part in result(CHECK, given_answers).reasons]


def test_questions_that_are_no_longer_asked_and_answers_that_do_not_exist_are_left_aside() -> None:
    kept = {"r1a": 3, "r1b": None, "r5c": NOT_MINE}
    strange: dict[str, Any] = {"r9z": 3, "r2a": 5, "r2b": -1, "r3a": "3", "r3b": True, "r4a": NOT_MINE, "r4b": 1.0}
    assert CHECK.known({**kept, **strange}) == kept


def test_the_words_of_an_answer() -> None:
    assert [CHECK.said(ITEMS["r1a"], answer) for answer in range(5)] == list(CHECK.words)
    assert CHECK.said(ITEMS["r5c"], NOT_MINE) == "I take no medicine"
    assert CHECK.said(ITEMS["r1a"], LEFT_OUT) == ""


def file() -> dict[str, Any]:
    return tomllib.loads((CONTENT / "check.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("change_file", "problem"),
    [
        (lambda data: data["answers"].pop(), "answers: must be 5 words"),
        (lambda data: data["ties"].pop(), "ties: must name each reason once"),
        (lambda data: data["ahead"].append("r9z"), "ahead: there is no r9z"),
        (lambda data: data["otherwise"].append("A9"), "otherwise: there is no A9"),
        (lambda data: data["reasons"][0]["steps"][0].update(action="A9"), "R1: there is no A9"),
        (lambda data: data["reasons"][4]["steps"][1].update(only_if="r9z"), "R5: there is no r9z"),
        (lambda data: data["reasons"][0]["steps"].clear(), "R1: needs items and steps"),
        (lambda data: data["reasons"][0]["items"][1].update(id="r1a"), "r1a: is listed twice"),
    ],
)  # fmt: skip
def test_what_does_not_hang_together_is_named(change_file: Any, problem: str) -> None:
    data = file()
    change_file(data)
    with pytest.raises(BadCheckError) as caught:
        read(data)
    assert caught.value.problems == [problem]


@pytest.mark.parametrize(
    "change_file", [lambda data: data.pop("ties"), lambda data: data["reasons"][0].update(colour=1)]
)
def test_a_field_that_is_missing_or_not_known_is_named(change_file: Any) -> None:
    data = file()
    change_file(data)
    with pytest.raises(BadCheckError, match=r"ties|colour"):
        read(data)
