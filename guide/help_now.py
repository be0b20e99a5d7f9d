"""The help page, ready to be written: one country's numbers on top, every country's below."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from guide import help_lines
from guide.help_words import COUNTRIES, HOURS, IN_A_SENTENCE, NOTES, SERVICES
from guide.logic.help_lines import Country, Emergency, Line, is_stale

ANYWHERE: Final = ("112", "911", "999")


@dataclass(frozen=True)
class Call:
    """An emergency number and the word for it ("" or "ambulance")."""

    number: str
    href: str
    service: str


@dataclass(frozen=True)
class Row:
    """One thing to tap. `icon` is a symbol's name; `figure` is "" for a page of the service's own."""

    title: str
    small: str
    figure: str
    href: str
    icon: str
    elsewhere: bool = False


@dataclass(frozen=True)
class Numbers:
    """A country's numbers. `stale`: the directories go above its lines."""

    code: str
    name: str
    in_a_sentence: str
    first: Call
    others: tuple[Call, ...]
    rows: tuple[Row, ...]
    stale: bool


@dataclass(frozen=True)
class HelpNow:
    """`chosen` is None when nothing is known of the country."""

    chosen: Numbers | None
    guessed: bool
    anywhere: tuple[Call, ...]
    every: tuple[Numbers, ...]


def help_now(*, asked: str, accept_language: str, today: date) -> HelpNow:
    """The page for a country asked for by its code, else guessed from an Accept-Language header."""
    choice = help_lines.choose(asked=asked, accept_language=accept_language)
    every = [_numbers(country, today) for country in help_lines.countries()]
    return HelpNow(
        chosen=_numbers(choice.country, today) if choice.country else None,
        guessed=choice.guessed,
        anywhere=tuple(_call(Emergency(number, "")) for number in ANYWHERE),
        every=tuple(sorted(every, key=lambda numbers: numbers.name)),
    )


def numbers_here(*, asked: str, accept_language: str, today: date) -> Numbers | None:
    """The numbers of the country asked for by its code, else of the guessed one."""
    country = help_lines.choose(asked=asked, accept_language=accept_language).country
    return _numbers(country, today) if country else None


def _numbers(country: Country, today: date) -> Numbers:
    first, *others = (_call(emergency) for emergency in country.emergency)
    name = str(COUNTRIES[country.code])
    return Numbers(
        code=country.code,
        name=name,
        in_a_sentence=str(IN_A_SENTENCE.get(country.code, name)),
        first=first,
        others=tuple(others),
        rows=tuple(row for line in country.lines for row in _rows(line)),
        stale=is_stale(country.oldest, today),
    )


def _call(emergency: Emergency) -> Call:
    return Call(emergency.number, emergency.tel, str(SERVICES.get(emergency.service, "")))


def _rows(line: Line) -> Iterator[Row]:
    hours = str(HOURS[line.hours])
    if line.number:
        note = f"{NOTES[line.note]}. " if line.note else ""
        yield Row(line.name, f"{note}{hours}", line.number, line.tel, "phone")
    if line.sms:
        title = _("Text %(word)s") % {"word": line.sms_body or line.name}
        small = _("If you can’t speak out loud")
        yield Row(title, f"{line.name}. {small}" if line.sms_body else small, line.sms, line.sms_href, "message-circle")
    if line.chat:
        title = _("Write to %(name)s") % {"name": line.name}
        yield Row(title, _("Opens their own page"), "", line.chat, "globe", elsewhere=True)
