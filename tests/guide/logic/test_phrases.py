"""Words with blanks: how they read when they are filled, and how each mistake in the file is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.logic.phrases import EMPTY, BadPhrasesError, Letter, Phrase, Piece, read

BLANKS = {"weeks": {"label": "How many weeks", "example": "12"}, "what": {"label": "What", "example": "money"}}


def row(**changes: Any) -> dict[str, Any]:
    plain = {"id": "a", "to": "doctor", "when": "Now", "text": "For {weeks} weeks, {what}.", "chapter": "talk"}
    return {**plain, **changes}


def phrase(text: str) -> Phrase:
    blanks = {name: label for name, label in BLANKS.items() if f"{{{name}}}" in text}
    return read({"blanks": blanks, "phrases": [row(text=text)]})[0]


def problems(*rows: Mapping[str, Any], **more: Any) -> list[str]:
    with pytest.raises(BadPhrasesError) as raised:
        read({"blanks": BLANKS, "phrases": [*rows], **more})
    return raised.value.problems


@pytest.mark.parametrize(
    ("text", "values", "words"),
    [
        ("For {weeks} weeks.", {"weeks": "12"}, "For 12 weeks."),
        ("For {weeks} weeks, {what}.", {"weeks": "12"}, "For 12 weeks, …."),
        ("For {weeks} weeks.", {}, "For … weeks."),
        ("For {weeks} weeks.", {"weeks": " \t"}, "For … weeks."),
        ("For {weeks} weeks.", {"weeks": "two\n or  three"}, "For two or three weeks."),
        ("Because {what}.", {"what": "it is hard."}, "Because it is hard."),
        ("Because {what}.", {"what": "..."}, "Because …."),
        ("{what} is in my way.", {"what": "being tired"}, "Being tired is in my way."),
        ("{what} is in my way.", {"what": "3 a.m. waking"}, "3 a.m. waking is in my way."),
        ("When {what}, {what}?", {"what": "it rains"}, "When it rains, it rains?"),
        ("About {what}.", {"what": "{weeks} or <b>"}, "About {weeks} or <b>."),
    ],
)
def test_a_filled_phrase_reads_as_a_sentence(text: str, values: dict[str, str], words: str) -> None:
    assert phrase(text).filled(values) == words


def test_a_phrase_comes_in_runs_so_that_a_blank_can_be_seen() -> None:
    assert phrase("For {weeks} weeks, {what}.").pieces({"weeks": "12"}) == (
        Piece("For "),
        Piece("12", "weeks"),
        Piece(" weeks, "),
        Piece(EMPTY, "what", empty=True),
        Piece("."),
    )


@given(value=st.text(max_size=60))
def test_whatever_is_typed_stands_in_its_blank_and_the_rest_is_as_it_was(value: str) -> None:
    found = phrase("For {weeks} weeks, {what}.").pieces({"weeks": value})
    assert "".join(piece.text for piece in found if not piece.blank) == "For  weeks, ."
    assert found[1].text == (" ".join(value.split()) or EMPTY)


def test_a_blank_that_comes_twice_is_asked_for_once() -> None:
    assert [blank.name for blank in phrase("When {what}, {what}?").blanks] == ["what"]


def test_a_phrase_may_be_handed_over_and_have_help_beside_it() -> None:
    letters = {"hard": {"opening": "It is hard.", "closing": ""}}
    (found,) = read({"letters": letters, "phrases": [row(text="Yes.", letter="hard", care=True)]})
    assert (found.letter, found.care) == (Letter("It is hard.", ""), True)


def test_every_mistake_is_named_with_its_phrase() -> None:
    wrong = row(to="nobody", when=" ", text="{other} {weeks} {what}", letter="none", care="yes", colour="red")
    assert problems(row(id="b"), row(id="b"), wrong, letters={"lost": {"opening": "", "closing": ""}}) == [
        "a: when is missing",
        "a: to must be one of therapist, doctor, close",
        "a: {other} is not named",
        "a: colour is no part of a phrase",
        "a: there is no letter none",
        "a: care is true or left out",
        "b: is listed twice",
        "lost: is the letter of no phrase",
    ]


def test_a_blank_that_no_phrase_has_is_named() -> None:
    assert problems(row(text="For {weeks} weeks.")) == ["what: is a blank of no phrase"]
