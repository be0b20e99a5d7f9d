"""What people type is cleaned the same way wherever they type it."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms

from pwa.fields import NOT_SHOWN, Day, TextBlock, TextLine, TimeOfDay


class Sheet(forms.Form):
    line = TextLine(max_length=12)
    block = TextBlock()
    at = TimeOfDay()
    on = Day()


GOOD = {"line": "a", "block": "b", "at": "21:30", "on": "2026-08-25"}


def test_text_is_composed_and_only_a_block_keeps_its_lines() -> None:
    sheet = Sheet(GOOD | {"line": " Cafe\u0301 \n au lait ", "block": "one\r\ntwo\tthree\n"})

    assert sheet.is_valid()
    assert sheet.cleaned_data["line"] == "Café au lait"
    assert sheet.cleaned_data["block"] == "one\ntwo\tthree"


@pytest.mark.parametrize("mark", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud83d"])
@pytest.mark.parametrize("field", ["line", "block"])
def test_a_character_that_cannot_be_shown_is_refused_in_a_sentence(field: str, mark: str) -> None:
    sheet = Sheet(GOOD | {field: f"a{mark}b"})

    assert sheet.errors == {field: [NOT_SHOWN]}
    assert "Type those words once more" in str(NOT_SHOWN)


def test_times_and_dates_are_read_as_people_write_them() -> None:
    for at, on in (("21:30", "2026-08-25"), ("21.30", "25/08/2026"), ("21:30:59", "25.08.2026")):
        sheet = Sheet(GOOD | {"at": at, "on": on})
        assert sheet.is_valid()
        assert sheet.cleaned_data["at"] == dt.time(21, 30)
        assert sheet.cleaned_data["on"] == dt.date(2026, 8, 25)


def test_what_does_not_fit_is_answered_in_a_sentence() -> None:
    errors = Sheet({"line": "a good deal too long", "block": " \n", "at": "half nine", "on": "soon"}).errors

    assert errors["line"] == ["This is too long: it has 20 characters, and 12 fit."]
    assert errors["block"] == ["Write a few words here."]
    assert errors["at"] == ["Write the time like 21:30."]
    assert errors["on"] == ["Write the date like 2026-08-25."]
