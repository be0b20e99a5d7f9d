"""The fit checklist: how a therapist sets things up, and what follows from it.

Rule VERSION, the same for everyone:

- any red flag: the stop signs, and nothing else is said;
- two or more "no": raise it first, then looking elsewhere is reasonable;
- none or one "no": a good base.

Two or three "no" among the first three and the fifth are named in our rule; more, or anywhere else, are treated alike:
raise it first, which is the careful thing to say. Where fewer than half of the items were answered with yes,
partly or no, and no more than one with no, nothing is called a good base: not being sure is a thing to ask about.

Source: the editors' own rules. They are not a validated test.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

VERSION: Final = "1"
RAISED_FROM: Final = 2


class Said(StrEnum):
    """How one item was answered. An item that was left out has no answer."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_SURE = "not_sure"


class Outcome(StrEnum):
    RED_FLAG = "red_flag"
    RAISE = "raise"
    ASK = "ask"
    BASE = "base"


type Answers = Mapping[str, str]
KNOWN: Final = frozenset({Said.YES, Said.PARTLY, Said.NO})


@dataclass(frozen=True)
class Item:
    """A "no" is raised with the phrase of that id, or with the words of `say`; one of the two is ""."""

    id: str
    text: str
    phrase: str = ""
    say: str = ""


@dataclass(frozen=True)
class RedFlag:
    id: str
    text: str


@dataclass(frozen=True)
class Fit:
    items: tuple[Item, ...]
    red_flags: tuple[RedFlag, ...]

    def known(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """*answers* without those to items that are no longer asked."""
        return {item.id: answers[item.id] for item in self.items if answers.get(item.id) in tuple(Said)}

    def ticked(self, red_flags: Collection[str]) -> tuple[RedFlag, ...]:
        return tuple(flag for flag in self.red_flags if flag.id in red_flags)


@dataclass(frozen=True)
class Result:
    """`to_raise`: the items answered with no. `to_ask`: those somebody is not sure of. Both empty at a red flag."""

    outcome: Outcome
    to_raise: tuple[Item, ...]
    to_ask: tuple[Item, ...]


@dataclass(frozen=True)
class Moved:
    item: Item
    before: Said
    after: Said


class BadFitError(ValueError):
    """`problems`: one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


def read(data: Mapping[str, Any]) -> Fit:
    """The checklist of the file. Raises BadFitError with what is missing or listed twice."""
    try:
        fit = Fit(
            items=tuple(Item(**row) for row in data["items"]),
            red_flags=tuple(RedFlag(**row) for row in data["red_flags"]),
        )
    except (KeyError, TypeError) as error:
        raise BadFitError([f"a field is missing or not known: {error}"]) from error
    if problems := list(_problems(fit)):
        raise BadFitError(problems)
    return fit


def result(fit: Fit, answers: Answers, red_flags: Collection[str]) -> Result:
    if fit.ticked(red_flags):
        return Result(Outcome.RED_FLAG, (), ())
    to_raise = tuple(item for item in fit.items if answers.get(item.id) == Said.NO)
    to_ask = tuple(item for item in fit.items if answers.get(item.id) == Said.NOT_SURE)
    known = sum(answers.get(item.id) in KNOWN for item in fit.items)
    if len(to_raise) >= RAISED_FROM:
        return Result(Outcome.RAISE, to_raise, to_ask)
    return Result(Outcome.ASK if 2 * known < len(fit.items) else Outcome.BASE, to_raise, to_ask)


def moved(fit: Fit, before: Answers, after: Answers) -> tuple[Moved, ...]:
    """The items answered both times and differently."""
    both = [item for item in fit.items if item.id in before and item.id in after]
    return tuple(
        Moved(item, Said(before[item.id]), Said(after[item.id])) for item in both if before[item.id] != after[item.id]
    )


def _problems(fit: Fit) -> Iterator[str]:
    ids = [*(item.id for item in fit.items), *(flag.id for flag in fit.red_flags)]
    yield from (f"{twice}: is listed twice" for twice in sorted({name for name in ids if ids.count(name) > 1}))
    for item in fit.items:
        if bool(item.phrase) == bool(item.say):
            yield f"{item.id}: needs a phrase or words to say, and one of them only"
