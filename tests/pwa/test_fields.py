"""What people type is cleaned the same way wherever they type it."""

from __future__ import annotations

import datetime as dt

from django import forms

from pwa.fields import Day, TextBlock, TextLine, TimeOfDay


class Sheet(forms.Form):
    line = TextLine(max_length=12)
    block = TextBlock()
    at = TimeOfDay()
    on = Day()


GOOD = {"line": "a", "block": "b", "at": "21:30", "on": "2026-08-25"}


def test_text_is_composed_and_loses_control_characters_and_only_a_block_keeps_its_lines() -> None:
    sheet = Sheet(GOOD | {"line": " Cafe\u0301 \n\x07\x00 au lait ", "block": "one\r\n\x07two\tthree\n"})

    assert sheet.is_valid()
    assert sheet.cleaned_data["line"] == "Café au lait"
    assert sheet.cleaned_data["block"] == "one\ntwo\tthree"


def test_times_and_dates_are_read_as_people_write_them() -> None:
    for at, on in (("21:30", "2026-08-25"), ("21.30", "25/08/2026"), ("21:30:59", "25.08.2026")):
        sheet = Sheet(GOOD | {"at": at, "on": on})
        assert sheet.is_valid()
        assert sheet.cleaned_data["at"] == dt.time(21, 30)
        assert sheet.cleaned_data["on"] == dt.date(2026, 8, 25)


def test_what_does_not_fit_is_answered_in_a_sentence() -> None:
    errors = Sheet({"line": "a good deal too long", "block": " \x00", "at": "half nine", "on": "soon"}).errors

    assert errors["line"] == ["This is too long: it has 20 characters, and 12 fit."]
    assert errors["block"] == ["Write a few words here."]
    assert errors["at"] == ["Write the time like 21:30."]
    assert errors["on"] == ["Write the date like 2026-08-25."]
