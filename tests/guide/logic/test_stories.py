"""What keeps a story with its writer: each way to reach somebody is found, and plain words are let through."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.catalogue.crisis_words import crisis_words
from guide.logic.crisis_words import Tier
from guide.logic.stories import Judgement, Kind, Reason, judge

EMAIL = "alice.smith@example.org"
TEXT = "I told her that I felt stuck. We made a plan, and it helped."


def judged(text: str = TEXT, *, pseudonym: str = "Heron", email: str = EMAIL) -> Judgement:
    return judge(text, pseudonym=pseudonym, email=email, words=crisis_words())


def reasons(text: str) -> list[tuple[Kind, str]]:
    return [(reason.kind, reason.found) for reason in judged(f"Before {text} and after").reasons]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("http://example.org/a?b=c", Kind.LINK),
        ("HTTPS://EXAMPLE.ORG", Kind.LINK),
        ("hxxp://example", Kind.LINK),
        ("ftp://files", Kind.LINK),
        ("www.example", Kind.LINK),
        ("WWW example", Kind.LINK),
        ("example.com", Kind.LINK),
        ("Example.Com", Kind.LINK),
        ("EXAMPLE.COM/page", Kind.LINK),
        ("blog.my-site.co.uk", Kind.LINK),
        ("t.me/somebody", Kind.LINK),
        ("bücher.example", Kind.LINK),
        ("example．com", Kind.LINK),
        ("example。com", Kind.LINK),
        ("exam\u200bple.com", Kind.LINK),
        ("example .com", Kind.LINK),
        ("example dot com", Kind.LINK),
        ("example (dot) org", Kind.LINK),
        ("example[.]com", Kind.LINK),
        ("alice@example.org", Kind.ADDRESS),
        ("alice@localhost", Kind.ADDRESS),
        ("Ａlice＠example．org", Kind.ADDRESS),
        ("@alice_writes", Kind.HANDLE),
        ("(@alice)", Kind.HANDLE),
        ("+44 20 7946 0958", Kind.NUMBER),
        ("(020) 7946 0958", Kind.NUMBER),
        ("555-0199-22", Kind.NUMBER),
        ("01.23.45.67.89", Kind.NUMBER),
        ("07700900123", Kind.NUMBER),
        ("555 0199", Kind.NUMBER),
        ("٠٧٧٠٠٩٠٠١٢٣", Kind.NUMBER),
        ("+1/555/0199/220", Kind.NUMBER),
    ],
)
def test_a_way_to_reach_somebody_is_found_and_named_once(text: str, kind: Kind) -> None:
    ((found, words),) = reasons(text)
    assert found == kind
    assert words


@pytest.mark.parametrize(
    "text",
    [
        "It got better.Then it got worse.",
        "It took from 9.30 a.m. to 10.15 p.m. each week, i.e. often.",
        "From 2019-2023 I saw three people.",
        "In 2019, 2020 and 2021.",
        "2019 - 2021",
        "On 12/03/2021 I began. On 2021-03-12 I knew.",
        "Sessions were 9.30-17.00.",
        "I paid 1,000,000 thanks.",
        "I did 116 123 breaths.",
        "Well... then I slept.",
        "We met @ five.",
        "50/50, and 3.5 out of 10",
        "Ask. Co-workers help. Online groups do. App or no app.",
        "My therapist (Dr. Singh) said: no.",
    ],
)
def test_plain_words_and_figures_are_let_through(text: str) -> None:
    assert reasons(text) == []
    assert judged(text).lets_through(heard=False)


def test_several_are_all_named_each_once() -> None:
    found = judged("See www.a.example and www.a.example, or write to a@b.example, or ring 07700 900123.").reasons
    assert [reason.kind for reason in found] == [Kind.ADDRESS, Kind.LINK, Kind.LINK, Kind.NUMBER]


def test_what_is_beyond_the_longest_story_is_not_looked_at_for_ways_to_reach_somebody() -> None:
    judgement = judge("a " * 1_000 + "me@example.org", pseudonym="Heron", email="", words=crisis_words())
    assert [reason.kind for reason in judgement.reasons] == [Kind.LONG]
    assert judge("a " * 1_000 + "I want to die", pseudonym="Heron", email="", words=crisis_words()).calls_for_help


@pytest.mark.parametrize(("length", "kinds"), [(2_000, []), (2_001, [Kind.LONG])])
def test_two_thousand_characters_fit_and_one_more_does_not(length: int, kinds: list[Kind]) -> None:
    judgement = judged("a" * length)
    assert [reason.kind for reason in judgement.reasons] == kinds
    if kinds:
        assert judgement.reasons == (Reason(Kind.LONG, "2,001"),)


@pytest.mark.parametrize(
    ("pseudonym", "email", "kind"),
    [
        ("", EMAIL, Kind.NO_NAME),
        (" … ", EMAIL, Kind.NO_NAME),
        ("alice.smith@example.org", EMAIL, Kind.OWN_NAME),
        ("alice.smith", EMAIL, Kind.OWN_NAME),
        ("Alice Smith", EMAIL, Kind.OWN_NAME),
        ("ALICE", "alice+stories@example.org", Kind.OWN_NAME),
        ("@heron", EMAIL, Kind.HANDLE),
        ("heron.example", EMAIL, Kind.LINK),
        ("07700 900123", EMAIL, Kind.NUMBER),
    ],
)
def test_a_name_that_tells_too_much_or_nothing_is_found(pseudonym: str, email: str, kind: Kind) -> None:
    judgement = judged(pseudonym=pseudonym, email=email)
    assert [reason.kind for reason in judgement.reasons] == [kind]
    assert not judgement.lets_through(heard=True)


def test_a_name_of_ones_own_choosing_is_let_through() -> None:
    assert judged(pseudonym="Heron on a stone").lets_through(heard=False)
    assert judged(pseudonym="Alice", email="alice.smith@example.org").lets_through(heard=False)


@pytest.mark.parametrize("tier", [tier for tier in Tier if tier is not Tier.SMALL])
def test_words_that_call_for_help_hold_it_back_whatever_was_said(tier: Tier) -> None:
    said = {
        Tier.FULL: "I once wanted to die.",
        Tier.URGENT: "I took too many.",
        Tier.HARM_BY_OTHERS: "He beats me.",
        Tier.HARM_TO_OTHERS: "I could kill him.",
    }[tier]
    judgement = judged(said)
    assert judgement.tiers == {tier}
    assert judgement.calls_for_help
    assert not judgement.lets_through(heard=True)


def test_a_heavy_word_asks_once_and_is_then_let_through() -> None:
    judgement = judged("It felt hopeless, and then it did not.")
    assert not judgement.calls_for_help
    assert not judgement.lets_through(heard=False)
    assert judgement.lets_through(heard=True)


def test_words_in_the_name_count_too() -> None:
    assert judged(pseudonym="Suicidal Sam").calls_for_help


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=40), st.emails())
def test_anything_can_be_judged(text: str, pseudonym: str, email: str) -> None:
    judgement = judged(text, pseudonym=pseudonym, email=email)
    assert judgement.lets_through(heard=True) == (not judgement.reasons and not judgement.calls_for_help)


@settings(deadline=None)
@given(st.emails(), st.sampled_from([str.upper, str.lower, str.title]))
def test_the_beginning_of_an_address_is_never_a_name(email: str, form: object) -> None:
    assert callable(form)
    assert not judged(pseudonym=form(email.partition("@")[0]), email=email).lets_through(heard=True)


@pytest.mark.parametrize("text", ["a", "a.", "a-", "1 ", "@", "a@", "www", "(", "a .", "dot ", "2019-"])
def test_twenty_thousand_characters_of_anything_are_judged_at_once(text: str) -> None:
    judged(text * (20_000 // len(text)))
