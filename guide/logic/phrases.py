"""Words to take along, some with a blank that the person fills in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LISTENERS = ("therapist", "doctor", "close")
BLANK = re.compile(r"{(\w+)}")
EMPTY = "…"


@dataclass(frozen=True)
class Blank:
    """A place in a phrase. `example` is never put into it."""

    name: str
    label: str
    example: str


@dataclass(frozen=True)
class Phrase:
    """`to` is one of LISTENERS, `when` says when the words fit, `chapter` is the slug of where there is more."""

    id: str
    to: str
    when: str
    text: str
    chapter: str
    blanks: tuple[Blank, ...]

    def filled(self, values: Mapping[str, str]) -> str:
        """The words with *values* by the name of their blank; EMPTY where there is none."""
        return BLANK.sub(lambda found: values.get(found[1], "") or EMPTY, self.text)

    @property
    def plain(self) -> str:
        """The words with every blank empty."""
        return self.filled({})


class BadPhrasesError(ValueError):
    """`problems`: one sentence a phrase."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


def read(data: Mapping[str, Any]) -> tuple[Phrase, ...]:
    """The phrases of the file, in its order. Raises BadPhrasesError with every problem."""
    blanks = {name: Blank(name, **row) for name, row in data.get("blanks", {}).items()}
    rows = data.get("phrases", [])
    problems = [problem for row in rows for problem in _problems(row, blanks)]
    ids = [row.get("id") for row in rows]
    problems += [f"{twice}: is listed twice" for twice in sorted({str(name) for name in ids if ids.count(name) > 1})]
    unused = set(blanks) - {name for row in rows for name in BLANK.findall(row.get("text", ""))}
    problems += [f"{name}: is a blank of no phrase" for name in sorted(unused)]
    if problems:
        raise BadPhrasesError(problems)
    return tuple(Phrase(**row, blanks=tuple(blanks[name] for name in BLANK.findall(row["text"]))) for row in rows)


def _problems(row: Mapping[str, Any], blanks: Mapping[str, Blank]) -> Iterator[str]:
    name = row.get("id", "a phrase")
    for field in ("id", "to", "when", "text", "chapter"):
        if not isinstance(row.get(field), str) or not row[field].strip():
            yield f"{name}: {field} is missing"
    if row.get("to") not in LISTENERS:
        yield f"{name}: to must be one of {', '.join(LISTENERS)}"
    yield from (
        f"{name}: {{{blank}}} is not named" for blank in BLANK.findall(row.get("text", "")) if blank not in blanks
    )
