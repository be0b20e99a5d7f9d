"""Words after which help is shown: each of the list is found however it is written, and what is near stays quiet."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.catalogue.crisis_words import crisis_words
from guide.logic.crisis_words import BadCrisisWordsError, Tier, found_in, read, spellings

WORDS = crisis_words()


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        # the list of 3.2, word by word
        *zip(
            [
                "suicide", "suicidal", "kill myself", "killing myself", "end my life", "end it all", "take my life",
                "take my own life", "want to die", "wanna die", "wish I was dead", "better off dead",
                "better off without me", "don't want to live", "not want to be here any more", "no reason to live",
                "overdose with", "overdose my", "overdose on", "hang myself", "hurt myself", "cut myself", "self-harm",
                "jump off", "jump in front of", "goodbye forever", "kms", "unalive",
            ],
            itertools.repeat(Tier.FULL),
        ),
        *zip(
            [
                "can't go on", "can't do this any more", "no way out", "hopeless", "give up on everything",
                "disappear", "what's the point", "nobody would notice",
            ],
            itertools.repeat(Tier.SMALL),
        ),
        *zip(
            [
                "took too many", "overdosed", "chest pain", "can't breathe", "seizure", "rash with fever",
                "hallucinating", "not slept for days and full of energy",
            ],
            itertools.repeat(Tier.URGENT),
        ),
        *zip(
            [
                "hits me", "beats me", "scared of him", "scared of her", "scared of them", "forced me", "raped",
                "threatens me",
            ],
            itertools.repeat(Tier.HARM_BY_OTHERS),
        ),
        *zip(
            ["kill him", "kill her", "kill them", "hurt my baby", "hurt my child"],
            itertools.repeat(Tier.HARM_TO_OTHERS),
        ),
        # as people write them
        ("I WANT TO DIE", Tier.FULL),
        ("i dont want to be here anymore", Tier.FULL),
        ("I don’t want to live.", Tier.FULL),
        ("I don`t want to be alive", Tier.FULL),
        ("I’ve been thinking about suicide’s pull", Tier.FULL),
        ("kill … my self", Tier.FULL),
        ("selfharm", Tier.FULL),
        ("Self–harming", Tier.FULL),
        ("#killmyself", Tier.FULL),
        ("iiii wannaaaa dieeee", Tier.FULL),
        ("ＫＩＬＬ ＭＹＳＥＬＦ", Tier.FULL),
        ("su\u200bic\u00adide", Tier.FULL),
        ("kill\nmyself", Tier.FULL),
        ("I cant go on", Tier.SMALL),
        ("whats the point", Tier.SMALL),
        ("No-one would notice", Tier.SMALL),
        ("a fever since Monday, and now a rash", Tier.URGENT),
        ("I haven’t slept for days. I’m full of energy", Tier.URGENT),
        ("she hit me", Tier.HARM_BY_OTHERS),
        # nobody tries to tell a yes from a no
        ("I don’t want to die", Tier.FULL),
        ("I would never hurt my children", Tier.HARM_TO_OTHERS),
    ],
)  # fmt: skip
def test_a_phrase_calls_for_its_card(text: str, tier: Tier) -> None:
    assert found_in(text, WORDS) == {tier}


def test_every_card_is_named_that_is_called_for() -> None:
    text = "He beats me. I took too many and I want to end it all, what’s the point"
    assert found_in(text, WORDS) == {Tier.HARM_BY_OTHERS, Tier.URGENT, Tier.FULL, Tier.SMALL}


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "killing time",
         "It killed me with laughter", "my skill", "I ended my lease", "end of my lifetime job",
        "take my lifelong friend along", "the end of it", "wanted to diet", "wishing I was there", "better off now",
        "I want to live", "hang my coat", "cut my hair", "I hurt my knee", "self-help", "jumping for joy",
        "goodbye for now",
        "5kms", "alive", "I can go on", "hope", "no way in", "it is a point", "took two", "chest of drawers",
        "I can breathe again", "a rash decision", "It hit me that I was angry", "it hits home", "scared of dogs",
        "forceful", "grape", "therapist", "kill the lights", "my baby", "fever dreams", "slept for days",
    ],
)  # fmt: skip
def test_what_only_sounds_near_stays_quiet(text: str) -> None:
    assert found_in(text, WORDS) == frozenset()


APART = "; "  # where one part of a phrase ends and the next begins: there a new word does
EVERY = [
    (phrase.tier, spelling) for phrase in WORDS.phrases for spelling in spellings(phrase.written.replace(" + ", APART))
]
BETWEEN = st.sampled_from([" ", "  ", "\n", "\t", " - ", "… ", ", ", "\u00a0", "_", "*", ""])


@st.composite
def drawn_out(draw: st.DrawFn, phrase: str) -> str:
    """The phrase in any case, spacing and apostrophes, with letters held down."""
    written = ""
    for letter in phrase:
        if letter == " ":
            written += draw(BETWEEN)
        elif letter == "'":
            written += draw(st.sampled_from(["'", "’", "ʼ", "`", "´", ""]))
        else:
            written += draw(st.sampled_from([letter, letter.upper()])) * draw(st.integers(1, 4))
    return written


@settings(deadline=None)
@given(
    st.data(),
    st.sampled_from(EVERY),
    st.sampled_from(["", "So ", "«", "And then. "]),
    st.sampled_from(["", " now", "!"]),
)
def test_nothing_about_its_writing_hides_a_phrase(data: st.DataObject, row: Any, before: str, after: str) -> None:
    tier, spelling = row
    assert tier in found_in(before + data.draw(drawn_out(spelling)) + after, WORDS)


@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    assert found_in(text, WORDS) <= set(Tier)


def test_a_long_text_of_one_letter_is_looked_at_at_once() -> None:
    for text in ("t" * 50_000, "want t" * 10_000, "' " * 50_000, "kil " * 20_000):
        assert found_in(text, WORDS) == frozenset()


def test_a_phrase_that_may_lack_a_word_has_every_spelling() -> None:
    assert list(spellings("take|took my (own) life")) == [
        "take my own life", "take my life", "took my own life", "took my life",
    ]  # fmt: skip


def test_a_file_that_cannot_be_read_names_every_problem() -> None:
    with pytest.raises(BadCrisisWordsError) as error:
        read({"version": "1", "full": {"phrases": ["Kill!", "(own) life", "a  b", "a|", "fine"]}})
    assert error.value.problems == [
        "small has no phrases", "urgent has no phrases", "harm_by_others has no phrases",
        "harm_to_others has no phrases", "source is missing", "'Kill!' cannot be read", "'(own) life' cannot be read",
        "'a  b' cannot be read", "'a|' cannot be read",
    ]  # fmt: skip
