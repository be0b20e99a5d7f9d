"""The measures behind the reading limits, on cases counted by hand."""

from __future__ import annotations

import pytest

from tests.guide.reading import blocks, grade, sentences, syllables


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("plan", 1), ("phone", 1), ("were", 1), ("doses", 2), ("change", 1), ("changes", 2), ("little", 2),
        ("people", 2), ("whole", 1), ("asked", 1), ("wanted", 2), ("agreed", 2), ("prescribed", 2), ("medicine", 3),
        ("illness", 2), ("therapist", 3), ("pharmacist", 3), ("conversation", 4), ("successfully", 4), ("quiet", 2),
        ("being", 2), ("trial", 2), ("antidepressant", 5), ("don’t", 1), ("56", 2),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_heard(word: str, expected: int) -> None:
    assert syllables(word) == expected


def test_a_heading_and_a_raised_number_are_not_part_of_a_sentence() -> None:
    html = "<h2>Why</h2><p>One is here.<sup>1</sup> Two, too.</p><ul><li>Three</li></ul>"
    assert sentences(blocks(html, headings=False)) == ["One is here.", "Two, too.", "Three"]


def test_short_words_in_short_sentences_read_at_a_low_grade() -> None:
    assert grade(["The cat sat on the mat."]) < 1
    assert grade(["Pharmacological discontinuation necessitates multidisciplinary consideration beforehand."]) > 20
