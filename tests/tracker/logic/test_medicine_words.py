"""The words of a note that call for a card, and those that do not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.logic.medicine_safety import Trigger
from tracker.logic.medicine_words import triggers_in

SAID = {
    Trigger.WANTS_TO_STOP: [
        "I’m stopping my meds",
        "STOPPING MY MEDS",
        "thinking to stop the tablets soon",
        "stooop taking these   pills",
        "I want to come off",
        "coming off it would be good",
        "I don’t want to come off",
        "can I come off as soon as possible",
        "coming off would be better",
        "might quit taking them",
        "quit my medication",
        "I don't need the pills",
        "I DO NOT need my antidepressants any more",
        "flushed my tablets",
        "flushed them all down the toilet",
        "going to flush the pills",
        "don’t want to take it",
        "get off these meds",
        "wean myself off",
        "fed up with my medicine",
        "could I halve my dose",
        "I would like to stop taking Sertraline",
        "stopping\nmy\nméds",
        "binned the capsules",
        "I flushed them",
        "just flushed the lot",
        "I’ve flushed",
    ],
    Trigger.ALREADY_STOPPED: [
        "I’ve stopped taking my tablets",
        "stopped my meds on Monday",
        "I came off my medication",
        "been off my meds for a week",
        "I haven’t taken my pills for three weeks",
        "stopped Sertraline",
        "I’ve come off Sertraline",
        "I have come off my tablets",
        "I quit Sertraline",
        "just quit my meds",
        "I’ve quit taking my pills",
    ],
    Trigger.RED_FLAGS: [
        "a severe rash on my arms",
        "the rash is spreading",
        "my face is swollen",
        "swelling of the face",
        "trouble breathing since lunch",
        "I can’t breathe",
        "I fainted in the shop",
        "nearly passed out",
        "had a seizure",
        "high fever and my neck is stiff",
        "confused, with a fever",
        "my heart is racing",
        "a very fast heartbeat",
        "took more than prescribed",
        "I took too many",
        "took a double dose",
        "I took two doses",
        "took the whole pack",
        "overdosed",
        "chest pain",
        "not slept for days and full of energy",
        "so much energy, almost no sleep",
        "took an extra Sertraline",
        "took 3 pills instead of one",
        "I took two instead of one",
        "I took 2 tablets instead of 1",
        "took three instead of my usual one",
        "I took four tablets",
        "took 20 pills",
        "took about ten of my pills",
        "swallowed 12 capsules",
        "took 5 Sertraline",
        "short of breath",
        "shortness of breath since noon",
        "I can’t catch my breath",
        "couldn’t get my breath",
        "gasping for air",
        "I collapsed",
        "nearly collapsed",
        "collapsed in the shop",
        "awake all night and full of energy",
        "so full of energy, slept only one hour",
        "slept for two hours, buzzing",
        "only an hour of sleep and wired",
    ],
    Trigger.MIXING: [
        "two beers with my brother",
        "a bottle of wine",
        "I’m hungover",
        "drinking too much",
        "smoked a joint",
        "some weed last night",
        "took drugs at a party",
        "St John’s wort",
        "no alcohol today",
    ],
    Trigger.PREGNANCY: [
        "I’m pregnant",
        "the pregnancy test",
        "we are trying for a baby",
        "my period is late",
    ],
    Trigger.WORSE_MOOD: ["so agitated", "restless all night", "I can’t sit still", "jumping out of my skin", "on edge"],
}

NOTHING = [
    "",
    "   \n\t",
    "stop smoking",
    "I want to stop smoking and walk more",
    "stopped drinking tea in the evening",
    "stopping at the shop",
    "quit my job",
    "came off my bike",
    "coming off the motorway",
    "I come off as rude",
    "come off work at six",
    "get off the bus",
    "hot flushes all day",
    "my face felt flushed",
    "took all my tablets today",
    "took two tablets as on the label",
    "took my meds",
    "need to pick up the prescription",
    "my doctor stopped the tablets with me",
    "they took me off my old meds",
    "took too many days off",
    "the breathing exercise was hard",
    "struggled with breathing exercises",
    "weeding the garden",
    "drinking water helps",
    "a glass of ginger ale",
    "had a pot of tea",
    "a pain in the neck",
    "slept well, full of energy",
    "hardly slept",
    "the stop for the bus",
    "I don’t need help with the shopping",
    "a faint smile",
    "the cat gave up",
    "took two tablets",
    "took 1 tablet at eight",
    "the bus took 20 instead of 10 minutes",
    "took two buses instead of one",
    "took three days off",
    "took four photos",
    "collapsed on the sofa",
    "collapsed into bed",
    "the deal collapsed",
    "took a breath",
    "caught my breath after the stairs",
    "out of breath after the run",
    "awake all night",
    "up all night with the baby",
    "slept only two hours",
    "the sky flushed red",
    "I had five tablets left",
]


@pytest.mark.parametrize(("trigger", "text"), [(trigger, text) for trigger, texts in SAID.items() for text in texts])
def test_words_that_call_for_a_card_are_found(trigger: Trigger, text: str) -> None:
    assert trigger in triggers_in(text, names=["Sertraline 50", "", "  "])


@pytest.mark.parametrize("text", NOTHING)
def test_words_about_something_else_are_left_alone(text: str) -> None:
    assert triggers_in(text, names=["Sertraline", "it", "B12"]) == frozenset()


def test_a_name_is_a_medicine_only_where_the_person_keeps_one_of_that_name() -> None:
    assert triggers_in("I’ll stop taking Lithium Forte") == frozenset()
    assert triggers_in("I’ll stop taking Lithium Forte", names=["lithium  forte, 400"]) == {Trigger.WANTS_TO_STOP}
    assert triggers_in("stop my evening one", names=["Evening (one)"]) == {Trigger.WANTS_TO_STOP}


def test_one_note_may_call_for_several() -> None:
    text = "Stopped my meds, had a few drinks, and now a severe rash."
    assert triggers_in(text) == {Trigger.ALREADY_STOPPED, Trigger.MIXING, Trigger.RED_FLAGS}


@given(st.sampled_from([text for texts in SAID.values() for text in texts]), st.booleans(), st.booleans())
def test_case_apostrophes_and_what_stands_around_change_nothing(text: str, loud: bool, around: bool) -> None:
    said = triggers_in(text, names=["Sertraline"])
    changed = text.upper() if loud else text.replace("’", "'")
    assert said <= triggers_in(f"Today – {changed}…" if around else changed, names=["Sertraline"])


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert triggers_in(text, names=[text[:20]]) <= set(Trigger)


@pytest.mark.parametrize(
    "word", ["fever ", "stop taking ", "come off a ", "rash ", "a", "don’t want the ", "no sleep "]
)
def test_a_long_note_is_read_in_no_time(word: str) -> None:
    text = (word * 20_000)[:20_000]
    start = time.process_time()
    triggers_in(text, names=["Sertraline"])
    assert time.process_time() - start < 1
