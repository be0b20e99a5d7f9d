"""The texts of reminders and nudges, loaded once from catalogue.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("catalogue.toml")


@dataclass(frozen=True, slots=True)
class Entry:
    """One text. *opens* is the name of the page inside the app, *slug* its chapter where it is one."""

    group: str
    title: str
    body: str
    discreet: str
    opens: str
    slug: str = ""
    cooldown: timedelta = timedelta(0)


@cache
def kinds() -> dict[str, Entry]:
    """The texts of reminders a person set, by kind."""
    return {key: _entry(table) for key, table in _source()["kind"].items()}


@cache
def nudges() -> dict[str, Entry]:
    """The texts of nudges, by key."""
    return {key: _entry(table) for key, table in _source()["nudge"].items()}


@cache
def discreet_title() -> str:
    return str(_source()["discreet_title"])


@cache
def _source() -> dict[str, Any]:
    return tomllib.loads(SOURCE.read_text())


def _entry(table: dict[str, Any]) -> Entry:
    cooldown = timedelta(days=table.get("cooldown_days", 0))
    return Entry(**{key: value for key, value in table.items() if key != "cooldown_days"}, cooldown=cooldown)
