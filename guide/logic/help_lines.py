"""Who to call: the rows of help_lines.toml as frozen values, how old they are, and which country a browser suggests."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

WARN_AFTER_DAYS = 120
STALE_AFTER_DAYS = 180
LINE_FIELDS = frozenset(
    ("name", "number", "sms", "sms_body", "chat", "hours", "note", "grade", "source_url", "verified_on", "verified_by")
)
PRINTED_NUMBER = re.compile(r"\*?[0-9](?:[ -]?[0-9])*")
ADDRESS = re.compile(r"https://[^\s]+")
SHAPES = {  # field: (pattern, in words, needed)
    "name": (re.compile(r".+"), "a name", True),
    "number": (PRINTED_NUMBER, "a telephone number", False),
    "sms": (PRINTED_NUMBER, "a telephone number", False),
    "sms_body": (re.compile(r"[A-Z]+"), "one word in capitals", False),
    "chat": (ADDRESS, "an https address", False),
    "source_url": (ADDRESS, "an https address", True),
    "hours": (re.compile("always|part"), "always or part", True),
    "grade": (re.compile("[AB]"), "A or B", True),
}


@dataclass(frozen=True)
class Emergency:
    number: str
    service: str

    @property
    def tel(self) -> str:
        return _href("tel", self.number)


@dataclass(frozen=True)
class Line:
    """One service. `number`, `sms` and `chat` are "" where it has none. `hours` is "always" or "part"."""

    name: str
    number: str
    sms: str
    sms_body: str
    chat: str
    hours: str
    note: str
    grade: str
    source_url: str
    verified_on: date
    verified_by: str

    @property
    def tel(self) -> str:
        return _href("tel", self.number) if self.number else ""

    @property
    def sms_href(self) -> str:
        if not self.sms:
            return ""
        return _href("sms", self.sms) + (f"?body={self.sms_body}" if self.sms_body else "")


@dataclass(frozen=True)
class Country:
    code: str
    emergency: tuple[Emergency, ...]
    lines: tuple[Line, ...]
    verified_on: date
    verified_by: str

    @property
    def oldest(self) -> date:
        """The day of the oldest check among the country's rows."""
        return min([self.verified_on, *(line.verified_on for line in self.lines)])


class BadHelpLinesError(ValueError):
    """`problems`: one sentence a row."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


def read(data: Mapping[str, Any]) -> tuple[Country, ...]:
    """Countries in the order of the file. Raises BadHelpLinesError with every problem."""
    rows = data.get("countries", [])
    problems = [problem for row in rows for problem in _problems(row)]
    codes = [row.get("code") for row in rows]
    problems += [f"{code}: is listed twice" for code in {code for code in codes if codes.count(code) > 1}]
    if problems:
        raise BadHelpLinesError(problems)
    return tuple(_country(row) for row in rows)


def is_ageing(verified_on: date, today: date) -> bool:
    return (today - verified_on).days >= WARN_AFTER_DAYS


def is_stale(verified_on: date, today: date) -> bool:
    """Too old to be trusted alone: the directories stand above it."""
    return (today - verified_on).days >= STALE_AFTER_DAYS


def regions(accept_language: str) -> Iterator[str]:
    """Two-letter regions of an Accept-Language header, in its order of preference: "en-GB,de-AT;q=0.8" → GB, AT."""
    weighed = []
    for part in accept_language.split(",")[:20]:
        tag, _, weight = part.partition(";q=")
        found = re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?-([A-Za-z]{2})", tag.strip())
        if found:
            weighed.append((_weight(weight), found[1].upper()))
    weighed.sort(key=lambda pair: -pair[0])
    yield from (region for weight, region in weighed if weight > 0)


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def _href(scheme: str, number: str) -> str:
    return f"{scheme}:{re.sub(r'[ -]', '', number)}"


def _country(row: Mapping[str, Any]) -> Country:
    return Country(
        code=row["code"],
        emergency=tuple(Emergency(entry["number"], entry.get("service", "")) for entry in row["emergency"]),
        lines=tuple(_line(line) for line in row.get("lines", [])),
        verified_on=row["verified_on"],
        verified_by=row["verified_by"],
    )


def _line(row: Mapping[str, Any]) -> Line:
    return Line(**{"number": "", "sms": "", "sms_body": "", "chat": "", "note": "", **row})


def _problems(row: Mapping[str, Any]) -> Iterator[str]:
    code = str(row.get("code", ""))
    if not re.fullmatch(r"[A-Z]{2}", code):
        yield f"{code or 'a country'}: code must be two capital letters"
    emergency = row.get("emergency") or []
    if not emergency or not all(PRINTED_NUMBER.fullmatch(entry.get("number", "")) for entry in emergency):
        yield f"{code}: emergency needs at least one number"
    yield from (f"{code}: {problem}" for problem in _check_problems(row))
    for line in row.get("lines", []):
        where = f"{code}, {line.get('name', 'a line without a name')}"
        yield from (f"{where}: {problem}" for problem in [*_line_problems(line), *_check_problems(line)])


def _line_problems(line: Mapping[str, Any]) -> Iterator[str]:
    if unknown := set(line) - LINE_FIELDS:
        yield f"unknown field {', '.join(sorted(unknown))}"
    if not any(line.get(way) for way in ("number", "sms", "chat")):
        yield "needs a number, an sms or a chat"
    for field, (pattern, wanted, needed) in SHAPES.items():
        value = line.get(field, "")
        if (value or needed) and not pattern.fullmatch(value):
            yield f"{field} must be {wanted}"


def _check_problems(row: Mapping[str, Any]) -> Iterator[str]:
    if type(row.get("verified_on")) is not date:
        yield "verified_on must be a date"
    if not row.get("verified_by"):
        yield "verified_by is missing"
