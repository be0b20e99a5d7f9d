"""Who to call, loaded once in a process's life, and whose numbers to show."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from guide.logic.help_lines import Country, read, regions

FILE = Path(__file__).resolve().parent / "content" / "help_lines.toml"


@dataclass(frozen=True)
class Choice:
    """`guessed`: nobody chose it, the browser's language did."""

    country: Country | None
    guessed: bool


def countries() -> tuple[Country, ...]:
    return tuple(_load().values())


def find(code: str) -> Country | None:
    """The country of a two-letter code in any case; None for anything else."""
    return _load().get(code.upper())


def choose(*, asked: str, accept_language: str) -> Choice:
    """The country that was asked for, else the first region of the browser's languages that is known, else none.

    For a two-letter code that is not listed nothing is guessed: the person is somewhere else, and has said so.
    """
    if re.fullmatch("[A-Za-z]{2}", asked):
        return Choice(find(asked), guessed=False)
    guesses = (find(region) for region in regions(accept_language))
    return Choice(next((country for country in guesses if country), None), guessed=True)


@lru_cache(maxsize=1)
def _load() -> dict[str, Country]:
    return {country.code: country for country in read(tomllib.loads(FILE.read_text(encoding="utf-8")))}
