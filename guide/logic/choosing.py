"""The sheet for choosing a new therapist: two people side by side, without points and without a winner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from guide.logic.fingerprint import fingerprint

PLACES: Final = ("a", "b")


@dataclass(frozen=True)
class Question:
    id: str
    text: str


@dataclass(frozen=True)
class Candidate:
    """What is known of one of the two. `said` maps a question's id to a short answer, `fit` an item's id to one of
    guide.logic.fit.Said; what was left out is in neither."""

    name: str = ""
    asked: tuple[str, ...] = ()
    said: dict[str, str] = field(default_factory=dict)
    fit: dict[str, str] = field(default_factory=dict)
    note: str = ""

    @property
    def begun(self) -> bool:
        return self != Candidate()

    @property
    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def mark(self) -> str:
        """The fingerprint of all that is known."""
        return fingerprint(self.plain)

    @property
    def words(self) -> dict[str, str]:
        """Everything that was put into words, each under a key of its own."""
        said = {f"said_{question}": words for question, words in self.said.items()}
        fit = {f"fit_{item}": words for item, words in self.fit.items()}
        return {key: words for key, words in {"name": self.name, **said, **fit, "note": self.note}.items() if words}

    def contradicts(self, other: Candidate) -> tuple[str, ...]:
        """The keys of `words` under which both say something, and not the same."""
        return tuple(key for key, words in self.words.items() if other.words.get(key, words) != words)

    def completed(self, other: Candidate) -> Candidate:
        """With what only *other* holds. Where they contradict each other this one stands."""
        return Candidate(
            name=self.name or other.name,
            asked=self.asked + tuple(question for question in other.asked if question not in self.asked),
            said=other.said | self.said,
            fit=other.fit | self.fit,
            note=self.note or other.note,
        )

    def heard(self, question_id: str) -> bool:
        """Whether the question was asked; an answer says so too."""
        return question_id in self.asked or question_id in self.said


def candidate(kept: Mapping[str, Any]) -> Candidate:
    """What `Candidate.plain` gave."""
    return Candidate(**{**kept, "asked": tuple(kept.get("asked", ()))})


def differing(first: Candidate, second: Candidate) -> tuple[str, ...]:
    """The items answered for both, and not alike, in the order of the first."""
    return tuple(item for item, said in first.fit.items() if second.fit.get(item, said) != said)


def in_place(there: Mapping[str, Candidate], new: Mapping[str, Candidate]) -> dict[str, Candidate]:
    """Where each of *new* goes who is not there yet: to its own place, or crosswise if that finds more room. Where
    somebody else has the place it has to be asked which of the two stays."""
    wanted = {place: one for place, one in new.items() if one.begun and one not in there.values()}
    crosswise = dict(zip(PLACES, reversed(PLACES), strict=True))
    ways = (wanted, {crosswise[place]: one for place, one in wanted.items()})
    return min(ways, key=lambda way: sum(there[place].begun for place in way))


class BadQuestionsError(ValueError):
    """`problems`: one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


def read(data: Mapping[str, Any]) -> tuple[Question, ...]:
    """The questions of the file, in its order. Raises BadQuestionsError with what is missing or listed twice."""
    rows = data.get("questions", [])
    if problems := list(_problems(rows)):
        raise BadQuestionsError(problems)
    return tuple(Question(**row) for row in rows)


def _problems(rows: list[Mapping[str, Any]]) -> Iterator[str]:
    ids = [row.get("id") for row in rows]
    yield from (f"{twice}: is listed twice" for twice in sorted({str(name) for name in ids if ids.count(name) > 1}))
    for row in rows:
        if set(row) != {"id", "text"} or not all(isinstance(value, str) and value.strip() for value in row.values()):
            yield f"{row.get('id', 'a question')}: needs id and text, and nothing else"
    if not rows:
        yield "there is no question"
