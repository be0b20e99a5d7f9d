"""Bytes to text, text to lines of fields with their numbers.  [pure]"""

from __future__ import annotations

import codecs
import csv
import html
import io
import re
from collections.abc import Iterator

from tracker.logic.imports.found import MOST_ROWS, Found, Problem, Unreadable, What, Why

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
LONGEST = 20_000
TAG = re.compile(r"</?(?:b|i|u|s|em|strong|span|font|div|p|br|ul|ol|li|h[1-6])(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
NEW_LINE = re.compile(r"<(?:br\s*/?|/div|/p|/li|/h[1-6])>", re.IGNORECASE)


def decode(data: bytes) -> str:
    """Text in UTF-8, with or without its mark, or in UTF-16. Raises Unreadable; no other encoding is guessed."""
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), "")
    if not encoding:
        encoding = {b"\0": "utf-16-be"}.get(data[:1], "utf-16-le" if data[1:2] == b"\0" else "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(Why.NOT_TEXT) from None


def fields(text: str, *, file: str, found: Found, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """(number of the line it begins on, fields) of every line that is not empty, the head among them.

    A line that cannot be taken apart is put among the problems of *found* and left out. Raises Unreadable beyond
    MOST_ROWS lines.
    """
    lines = io.StringIO(text, newline="")
    if delimiter == ",":
        reader = csv.reader(lines, strict=True)
    else:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, strict=True)
    for _ in range(MOST_ROWS + 2):
        begins = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            found.problems.append(Problem(file, begins, What.BROKEN))
            continue
        if row:
            yield begins, row
    raise Unreadable(Why.TOO_MANY_ROWS)


def head(text: str, delimiter: str = ",") -> list[str]:
    """The names of the columns, [] where the first line has none."""
    first = text.lstrip("\ufeff").lstrip("\r\n")[:4_000].splitlines()
    if not first:
        return []
    try:
        return [name.strip() for name in next(csv.reader([first[0]], delimiter=delimiter), [])]
    except csv.Error:
        return []


def unformatted(written: str) -> str:
    """Without the tags of bold, lists and paragraphs that a note may carry, and with what they stood for."""
    if "<" not in written:
        return html.unescape(written) if "&" in written else written
    return html.unescape(TAG.sub("", NEW_LINE.sub("\n", written)))
