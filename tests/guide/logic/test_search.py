"""Finding a place by the words people use, on a small guide of three chapters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.logic.search import BadSearchWordsError, Index, Passage, Said, Text, around, read
from guide.logic.vocabulary import Vocabulary, plain, stem, telling

TEXTS = (
    Text(
        "doctor",
        "Talking with a doctor",
        "What to bring along",
        (
            Passage("", "", "A doctor can look at what you take."),
            Passage("bring", "What to bring", "Bring the list of your medicines. Say how you sleep."),
        ),
    ),
    Text(
        "days",
        "Days that hold you",
        "Small habits, one at a time",
        (
            Passage("", "", "Habits are no cure."),
            Passage("sleep", "Sleep and waking", "Get up at the same hour. Sleep follows."),
            Passage("food", "Food", "One meal that you can keep."),
        ),
    ),
    Text(
        "stay",
        "Stopping early",
        "Money, time, dread",
        (Passage("", "", "You cancelled once."), Passage("money", "If it is the money", "Ask for a fee by income.")),
    ),
)
SAID = (
    Said(("meds", "pills"), ("medicines",), ("doctor",)),
    Said(("can't afford", "broke"), ("money", "fee"), ("stay#money", "doctor")),
    Said(("phone in bed",), (), ("days#sleep", "gone", "days#gone")),
)
INDEX = Index(TEXTS, SAID)


def places(query: str, most: int = 8) -> list[str]:
    return [f"{hit.slug}#{hit.anchor}".rstrip("#") for hit in INDEX.search(query, most=most)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("sleep", "days#sleep"),  # a heading before a mention
        ("slep", "days#sleep"),
        ("slee", "days#sleep"),
        ("waking", "days#sleep"),
        ("doctor", "doctor"),  # a title leads to the top of its chapter
        ("docter", "doctor"),
        ("DOCTORS", "doctor"),
        ("medicine list", "doctor#bring"),
        ("habit", "days"),
        ("meds", "doctor"),
        ("mesd", "doctor"),
        ("can’t afford", "stay#money"),
        ("I really cannot, cant afford this", "stay#money"),
        ("cant aff", "stay#money"),
        ("phone in b", "days#sleep"),
        ("phone", "days#sleep"),
        ("stopping ea", "stay"),
        ("if it is the m", "stay#money"),
        ("the", ""),
        ("治療", ""),
        ("", ""),
    ],
)
def test_the_best_place_comes_first(query: str, first: str) -> None:
    assert (places(query) or [""])[0] == first


def test_where_the_table_leads_comes_first_in_its_order_and_what_has_gone_is_left_out() -> None:
    assert places("broke")[:2] == ["stay#money", "doctor"]
    assert places("phone in bed") == ["days#sleep"]


def test_a_chapter_is_given_once_and_no_more_than_asked_for() -> None:
    assert len(places("sleep doctor money", most=2)) == 2
    slugs = [hit.slug for hit in INDEX.search("sleep doctor money", most=8)]
    assert len(slugs) == len(set(slugs))


def test_a_word_that_the_guide_uses_is_not_taken_for_a_misspelt_other_one() -> None:
    index = Index(TEXTS, (Said(("mean",), (), ("stay",)),))
    assert [hit.slug for hit in index.search("meal", most=3)] == ["days"]
    assert index.search("meen", most=3)[0].slug == "stay"


def test_the_words_around_begin_near_what_was_looked_for_and_mark_it() -> None:
    text = (
        "One two three four five six seven eight nine ten eleven twelve. " * 4 + "Then sleep comes. " + "And on. " * 30
    )
    pieces = around(text, {"sleep"})
    line = "".join(piece for piece, _ in pieces)
    assert ("sleep", True) in pieces
    assert line.startswith("… ")
    assert line.endswith(" …")
    assert len(line) < 170
    assert line.strip(" …") in text


@pytest.mark.parametrize("text", ["", "Short.", "word " * 200])
def test_without_a_find_it_is_the_beginning(text: str) -> None:
    line = "".join(piece for piece, _ in around(text, {"absent"}))
    assert text.startswith(line.rstrip(" …"))


@given(st.text(max_size=300))
@settings(max_examples=300)
def test_anything_can_be_asked(query: str) -> None:
    hits = INDEX.search(query, most=3)
    assert len(hits) <= 3
    for hit in hits:
        text = next(text for text in TEXTS if text.slug == hit.slug)
        assert hit.anchor in {passage.anchor for passage in text.passages}
        assert "".join(piece for piece, _ in hit.around)


@given(st.text(max_size=60), st.text(max_size=60))
def test_case_accents_and_apostrophes_make_no_difference(one: str, other: str) -> None:
    assert plain("Can’t") == plain("CANT") == plain("can't") == "cant"
    assert plain("Café") == "cafe"
    assert telling(f"{one} {other}") == telling(f"{one}  {other}")


@pytest.mark.parametrize(
    "forms",
    [
        ("stop", "stops", "stopped", "stopping"),
        ("change", "changes", "changed", "changing"),
        ("habit", "habits"),
        ("worry", "worries", "worried", "worrying"),
        ("tell", "tells", "telling"),
        ("miss", "missed", "missing"),
    ],
)
def test_forms_of_a_word_are_one(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_a_misspelt_word_is_looked_for_only_where_nothing_else_fits() -> None:
    words = Vocabulary(["quit", "quiet", "therapist", "bed"])
    assert set(words.near("quit")) == {"quit"}
    assert set(words.near("qui")) == {"quit", "quiet"}
    assert "therapist" in words.near("terapsit")
    assert "therapist" in words.near("tharap")
    assert words.near("bad") == {"bed": pytest.approx(0.75)}
    assert words.near("fad") == {}
    assert words.near("b") == {}
    assert words.near("quyt", misspelt=False) == {}


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([{"said": ["a"]}], "leads"),
        ([{"leads": ["a"]}], "said"),
        ([{"said": ["can't"], "leads": ["a"]}, {"said": ["cant"], "leads": ["b"]}], "cant is there twice"),
    ],
)
def test_a_table_that_cannot_be_read_says_what_is_wrong(rows: list[dict[str, object]], problem: str) -> None:
    with pytest.raises(BadSearchWordsError, match=problem):
        read({"words": rows})
