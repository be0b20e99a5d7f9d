"""What people type, cleaned."""

from __future__ import annotations

import unicodedata


def has_control_characters(value: str) -> bool:
    """Whether *value* holds a control character other than newline and tab, or half of a pair of surrogates."""
    return any(mark not in "\r\n\t" and unicodedata.category(mark) in ("Cc", "Cs") for mark in value)


def clean_text(value: str, *, lines: bool) -> str:
    """*value* in composed form (NFC) without control characters; newline and tab stay where *lines* is True.

    On one line every run of white space is one space.
    """
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(mark for mark in text if mark in "\n\t" or unicodedata.category(mark) not in ("Cc", "Cs"))
    return text.strip() if lines else " ".join(text.split())
