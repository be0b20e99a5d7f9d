"""Numbers as people write them, lists as people write them, and what counts as changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.logic.fingerprint import fingerprint
from guide.logic.safety_plan import (
    DIALLED_NUMBER,
    Contact,
    contact_rows,
    contacts,
    dialable,
    is_time_to_look,
    lines,
    message,
)

WRITTEN = datetime(2026, 8, 2, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("01632 960774", "01632960774"),
        (" 01632-960-774 ", "01632960774"),
        ("(01632) 960774", "01632960774"),
        ("+44 (0)1632 960774", "+441632960774"),
        ("+44(0)1632 960774", "+441632960774"),
        ("+49 30 1234567", "+49301234567"),
        ("030.123.45.67", "0301234567"),
        ("01632\u00a0960774", "01632960774"),
        ("01632‑960774", "01632960774"),
        ("٠١٦٣٢ ٩٦٠٧٧٤", "01632960774"),
        ("111", "111"),
        ("*4141", "*4141"),
    ],
)
def test_a_number_is_dialled_however_it_is_written(typed: str, dialled: str) -> None:
    assert dialable(typed) == dialled
    assert Contact(number=typed).tel == f"tel:{dialled}"


@pytest.mark.parametrize(
    "typed",
    [
        "", "  ", "ask Tom", "01632 960774 ext 5", "01632 960774 or 07700 900123", "01632 960774 / 07700 900123",
        "999 - 112", "999  112", "12", "+", "()", "0" * 16, "*#06#", "tel:999", "999;phone-context=x", "999\n112",
        "¹²³", "1--2--3",
    ],
)  # fmt: skip
def test_what_is_no_single_number_gets_no_link(typed: str) -> None:
    assert dialable(typed) == ""
    assert Contact(number=typed).tel == ""
    assert Contact(number=typed).sms("Can you ring me?") == ""


@given(st.text(max_size=40))
def test_whatever_is_typed_a_link_holds_digits_only(typed: str) -> None:
    found = dialable(typed)
    assert found == "" or DIALLED_NUMBER.fullmatch(found)


def test_a_message_carries_its_words_whole() -> None:
    assert message("Can you ring me? I’m & so on", to="07700900123") == (
        "sms:07700900123?body=Can%20you%20ring%20me%3F%20I%E2%80%99m%20%26%20so%20on"
    )
    assert message("Hello") == "sms:?body=Hello"


def test_marks_before_a_line_and_empty_lines_are_left_out() -> None:
    assert lines("alone", {"alone": "- Tea\n\n  • The dog \n*Music\n–\n2 - 3 songs"}) == (
        "Tea", "The dog", "Music", "2 - 3 songs",
    )  # fmt: skip
    assert lines("alone", {}) == ()


def test_contacts_come_back_as_they_were_kept_without_the_empty_ones() -> None:
    maya = Contact(name="Maya", number="01632 960774", ask="Ring me")
    rows = contact_rows([Contact(), maya, Contact(role="doctor")])
    assert contacts("people", {"people": rows}) == (maya,)


def test_the_same_words_have_the_same_fingerprint_and_nothing_is_nothing() -> None:
    assert fingerprint([{"a": 1, "b": 2}]) == fingerprint([{"b": 2, "a": 1}])
    assert fingerprint("Tea") != fingerprint("tea")
    assert fingerprint(None) == fingerprint("") == fingerprint([]) == ""


@pytest.mark.parametrize(("days", "due"), [(0, False), (90, False), (91, True), (400, True)])
def test_after_three_months_it_is_time_to_look_again(days: int, due: bool) -> None:
    assert is_time_to_look(WRITTEN, WRITTEN + timedelta(days=days)) is due
