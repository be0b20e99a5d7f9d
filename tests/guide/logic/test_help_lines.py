"""The rows of the help lines: their links, their age, their mistakes, and the guess at a country."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.logic.help_lines import BadHelpLinesError, is_ageing, is_stale, read, regions
from tests.factories.guide import country, country_row, line_row


def test_a_number_is_dialled_without_its_spaces() -> None:
    (line,) = country(lines=[line_row(number="1-800-891-4416", sms="0477 13 11 14")]).lines
    assert (line.tel, line.sms_href) == ("tel:18008914416", "sms:0477131114")


def test_a_text_message_carries_its_first_word() -> None:
    (line,) = country(lines=[line_row(number=None, sms="85258", sms_body="SHOUT")]).lines
    assert (line.tel, line.sms_href) == ("", "sms:85258?body=SHOUT")


@pytest.mark.parametrize(
    ("days", "ageing", "stale"),
    [(-3, False, False), (119, False, False), (120, True, False), (179, True, False), (180, True, True)],
)
def test_a_row_is_named_after_120_days_and_too_old_after_180(days: int, ageing: bool, stale: bool) -> None:
    verified_on = date(2026, 11, 24)
    today = verified_on + timedelta(days=days)
    assert (is_ageing(verified_on, today), is_stale(verified_on, today)) == (ageing, stale)


def test_a_country_is_as_old_as_its_oldest_row() -> None:
    lines = [line_row(), line_row(verified_on=date(2026, 3, 1))]
    assert country(lines=lines).oldest == date(2026, 3, 1)
    assert country(verified_on=date(2026, 2, 1)).oldest == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"code": "gb"}, "code"),
        ({"emergency": []}, "emergency"),
        ({"emergency": [{"number": "call me"}]}, "emergency"),
        ({"verified_on": "2026-11-01"}, "verified_on"),
        ({"verified_by": ""}, "verified_by"),
        ({"lines": [line_row(name=None)]}, "name"),
        ({"lines": [line_row(number=None)]}, "needs a number"),
        ({"lines": [line_row(number="116-123 ext 8")]}, "number"),
        ({"lines": [line_row(sms="12 ", number=None)]}, "sms"),
        ({"lines": [line_row(sms="85258", sms_body="SHOUT&x=1")]}, "sms_body"),
        ({"lines": [line_row(chat="http://example.org")]}, "chat"),
        ({"lines": [line_row(source_url=None)]}, "source_url"),
        ({"lines": [line_row(grade="C")]}, "grade"),
        ({"lines": [line_row(hours="mostly")]}, "hours"),
        ({"lines": [line_row(colour="red")]}, "colour"),
        ({"lines": [line_row(verified_on=None)]}, "verified_on"),
    ],
)
def test_a_wrong_row_is_named(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(BadHelpLinesError, match=named):
        read({"countries": [country_row(**changes)]})


def test_a_country_is_listed_once() -> None:
    with pytest.raises(BadHelpLinesError, match="GB: is listed twice"):
        read({"countries": [country_row(), country_row()]})


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("en-GB,en;q=0.9", ["GB"]),
        ("de-AT;q=0.4,fr-CH", ["CH", "AT"]),
        ("en", []),
        ("zh-Hant-TW", ["TW"]),
        ("en-gb", ["GB"]),
        ("*", []),
        ("en-US;q=0", []),
        ("en-GB;q=high", []),
        ("", []),
        ("en-419", []),
    ],
)
def test_regions_are_read_in_the_browser_s_order(header: str, expected: list[str]) -> None:
    assert list(regions(header)) == expected


@given(st.text())
def test_no_header_breaks_the_guess(header: str) -> None:
    assert all(len(region) == 2 for region in regions(header))
