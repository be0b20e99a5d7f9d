"""My plan for hard moments: its steps, the shape of what is written in them, and when to look at it again.

A step of words holds one string, a step of contacts a list of {"name", "number", "ask"}. What was left empty is "" or
an empty list. Contacts of the step `professionals` also carry their `role`.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

STEPS = ("signs", "alone", "company", "people", "professionals", "space", "stay")
CONTACT_STEPS = frozenset(("people", "professionals"))
ROLES = ("therapist", "doctor", "out_of_hours")
MOST_PEOPLE = 6
REVIEW_AFTER = timedelta(days=91)

WRITTEN_NUMBER = re.compile(r"[*+]?[0-9 ().-]+")
TWO_NUMBERS = re.compile(r" - | {2}|[.-]{2}")
DIALLED_NUMBER = re.compile(r"\*[0-9]{3,6}|\+?[0-9]{3,15}")


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody to call, as typed."""

    name: str = ""
    number: str = ""
    ask: str = ""
    role: str = ""

    @property
    def tel(self) -> str:
        """A link, or "" for what no telephone can dial."""
        number = dialable(self.number)
        return f"tel:{number}" if number else ""

    def sms(self, words: str) -> str:
        """A link to a message with these words, not yet sent; "" where there is no number."""
        number = dialable(self.number)
        return message(words, to=number) if number else ""


def message(words: str, *, to: str = "") -> str:
    return f"sms:{to}?body={quote(words)}"


def dialable(typed: str) -> str:
    """The number in *typed* as it is dialled: "+44 (0)1632 960-774" is +441632960774. Anything but one number is ""."""
    text = "".join(_plain(mark) for mark in typed.strip())
    text = re.sub(r"^(\+[0-9]{1,3}[ .-]?)\(0\)", r"\1", text)
    if not WRITTEN_NUMBER.fullmatch(text) or TWO_NUMBERS.search(text):
        return ""
    number = re.sub(r"[ ().-]", "", text)
    return number if DIALLED_NUMBER.fullmatch(number) else ""


def _plain(mark: str) -> str:
    """Digits of any script, and every hyphen and space, as a keyboard has them."""
    if mark.isdecimal():
        return str(unicodedata.digit(mark))
    return {"Pd": "-", "Zs": " "}.get(unicodedata.category(mark), mark)


def contacts(step: str, written: Mapping[str, Any]) -> tuple[Contact, ...]:
    return tuple(Contact(**row) for row in written.get(step) or ())


def contact_rows(found: Sequence[Contact]) -> list[dict[str, str]]:
    """How contacts are kept: without the empty ones."""
    return [asdict(contact) for contact in found if contact.name or contact.number or contact.ask]


def lines(step: str, written: Mapping[str, Any]) -> tuple[str, ...]:
    """What was written, a line each, without marks that somebody put before them."""
    found = (re.sub(r"^[\s•*–-]+", "", line).strip() for line in str(written.get(step) or "").splitlines())
    return tuple(line for line in found if line)


def is_time_to_look(reviewed_at: datetime, now: datetime) -> bool:
    return now - reviewed_at >= REVIEW_AFTER
