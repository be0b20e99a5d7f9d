"""Words to take along, some with a blank that the person fills in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LISTENERS = ("therapist", "doctor", "close")
BLANK = re.compile(r"{(\w+)}")
EMPTY = "…"
END_MARKS = ".!?"
FIELDS = ("id", "to", "when", "text", "chapter")
MORE_FIELDS = ("letter", "care")


@dataclass(frozen=True)
class Blank:
    """A place in a phrase. `example` is never put into it."""

    name: str
    label: str
    example: str


@dataclass(frozen=True)
class Piece:
    """A run of a phrase: fixed words, or what stands in a blank. `empty`: a blank that nobody has filled."""

    text: str
    blank: str = ""
    empty: bool = False


@dataclass(frozen=True)
class Letter:
    """What stands before and after the words when they are handed over. Either may be ""."""

    opening: str
    closing: str


@dataclass(frozen=True)
class Phrase:
    """`to` is one of LISTENERS, `when` says when the words fit, `chapter` is the slug of where there is more.

    `letter`: how it is handed over instead of said, None where saying it is enough. `care`: help stands beside it.
    """

    id: str
    to: str
    when: str
    text: str
    chapter: str
    blanks: tuple[Blank, ...]
    letter: Letter | None = None
    care: bool = False

    def pieces(self, values: Mapping[str, str] | None = None) -> tuple[Piece, ...]:
        """The words in runs, with *values* by the name of their blank."""
        found: list[Piece] = []
        for place, part in enumerate(BLANK.split(self.text)):
            if place % 2:
                following = self.text.partition(f"{{{part}}}")[2]
                found.append(_put_in((values or {}).get(part, ""), part, starts=not found, following=following))
            elif part:
                found.append(Piece(part))
        return tuple(found)

    def filled(self, values: Mapping[str, str]) -> str:
        """The words with *values* by the name of their blank; EMPTY where there is none."""
        return "".join(piece.text for piece in self.pieces(values))

    @property
    def plain(self) -> str:
        """The words with every blank empty."""
        return self.filled({})


def _put_in(value: str, blank: str, *, starts: bool, following: str) -> Piece:
    """A sentence begins with a capital and ends with one mark, however the value was typed."""
    words = " ".join(value.split())
    if following[:1] in tuple(END_MARKS):
        words = words.rstrip(END_MARKS)
    if starts:
        words = words[:1].upper() + words[1:]
    return Piece(words or EMPTY, blank, empty=not words)


class BadPhrasesError(ValueError):
    """`problems`: one sentence a phrase."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


def read(data: Mapping[str, Any]) -> tuple[Phrase, ...]:
    """The phrases of the file, in its order. Raises BadPhrasesError with every problem."""
    blanks = {name: Blank(name, **row) for name, row in data.get("blanks", {}).items()}
    letters = {name: Letter(**row) for name, row in data.get("letters", {}).items()}
    rows = data.get("phrases", [])
    problems = [problem for row in rows for problem in _problems(row, blanks, letters)]
    ids = [row.get("id") for row in rows]
    problems += [f"{twice}: is listed twice" for twice in sorted({str(name) for name in ids if ids.count(name) > 1})]
    unused = set(blanks) - {name for row in rows for name in BLANK.findall(row.get("text", ""))}
    problems += [f"{name}: is a blank of no phrase" for name in sorted(unused)]
    unsent = set(letters) - {row.get("letter") for row in rows}
    problems += [f"{name}: is the letter of no phrase" for name in sorted(unsent)]
    if problems:
        raise BadPhrasesError(problems)
    return tuple(_build(row, blanks, letters) for row in rows)


def _build(row: Mapping[str, Any], blanks: Mapping[str, Blank], letters: Mapping[str, Letter]) -> Phrase:
    return Phrase(
        **{field: row[field] for field in FIELDS},
        blanks=tuple(blanks[name] for name in dict.fromkeys(BLANK.findall(row["text"]))),
        letter=letters[row["letter"]] if "letter" in row else None,
        care=row.get("care", False),
    )


def _problems(row: Mapping[str, Any], blanks: Mapping[str, Blank], letters: Mapping[str, Letter]) -> Iterator[str]:
    name = row.get("id", "a phrase")
    for field in FIELDS:
        if not isinstance(row.get(field), str) or not row[field].strip():
            yield f"{name}: {field} is missing"
    if row.get("to") not in LISTENERS:
        yield f"{name}: to must be one of {', '.join(LISTENERS)}"
    yield from (
        f"{name}: {{{blank}}} is not named" for blank in BLANK.findall(row.get("text", "")) if blank not in blanks
    )
    yield from (f"{name}: {field} is no part of a phrase" for field in sorted(set(row) - {*FIELDS, *MORE_FIELDS}))
    if "letter" in row and row["letter"] not in letters:
        yield f"{name}: there is no letter {row['letter']}"
    if not isinstance(row.get("care", False), bool):
        yield f"{name}: care is true or left out"
