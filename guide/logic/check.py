"""The why-check: what was answered, which reasons might be part of it, and what changed since last time.

Rule VERSION, the same for everyone. An item weighs 0 to 4, a reversed one 4 less its answer. A reason's score is
the mean of its answered items; it has one where at least half of them are answered. The top two with a score of 2
or more are shown. Of the others, a single item that weighs 4 stands out by itself. Among reasons that score the
same, one whose item in `ahead` weighs 2 or more goes first, then the order is that of `ties`. Where somebody's life
keeps hurting (r7a) nothing moves in that order: help stands above all reasons instead, and that comes first.

Source: the editors' own rules. They are not a validated test. The reasons follow what therapists see; "life
outside" follows the NICE guideline on depression in adults, NG222, recommendation 1.9.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

VERSION: Final = "1"
MOST: Final = 4
WEIGHS_FROM: Final = 2
HURTS_FROM: Final = 3
MEDICINE_FROM: Final = 1
MOST_REASONS: Final = 2
NOT_MINE: Final = "not_mine"
LEFT_OUT: Final = None

type Answer = int | Literal["not_mine"] | None
type Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class Item:
    """`not_mine`: the words of an answer for whom it doesn't concern, "" where it concerns everyone.

    `say`: words for somebody whose answer weighs, and `to` whom. `care`: "hurt", "medicine" or "".
    """

    id: str
    text: str
    say: str
    reversed: bool = False
    to: str = "therapist"
    care: str = ""
    not_mine: str = ""

    def weight(self, answer: Answer) -> int | None:
        """0 to 4; None where there is no answer to weigh."""
        if not isinstance(answer, int):
            return None
        return MOST - answer if self.reversed else answer

    def takes(self, answer: object) -> bool:
        if answer == NOT_MINE:
            return bool(self.not_mine)
        return answer is LEFT_OUT or (type(answer) is int and 0 <= answer <= MOST)


@dataclass(frozen=True)
class Step:
    """Something to do. `only_if`: the id of an item that must have been answered for it to fit."""

    action: str
    how: str = ""
    phrases: tuple[str, ...] = ()
    only_if: str = ""


@dataclass(frozen=True)
class Reason:
    id: str
    title: str
    chapter: str
    steps: tuple[Step, ...]
    items: tuple[Item, ...]

    def score(self, answers: Answers) -> Fraction | None:
        """Mean weight, 0 to 4; None where fewer than half of the items that concern the person are answered."""
        concern = [item for item in self.items if answers.get(item.id) != NOT_MINE]
        weights = [weight for item in concern if (weight := item.weight(answers.get(item.id))) is not None]
        if not weights or 2 * len(weights) < len(concern):
            return None
        return Fraction(sum(weights), len(weights))


@dataclass(frozen=True)
class Check:
    """`words`: those of the answers 0 to 4. `actions`: the chapter of each. `otherwise`: for where no reason weighs."""

    words: tuple[str, ...]
    reasons: tuple[Reason, ...]
    actions: Mapping[str, str]
    ties: tuple[str, ...]
    ahead: tuple[str, ...]
    otherwise: tuple[str, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every question, in the order they are asked."""
        return tuple(item for reason in self.reasons for item in reason.items)

    def item(self, item_id: str) -> Item | None:
        return next((item for item in self.items if item.id == item_id), None)

    def known(self, answers: Mapping[str, Any]) -> dict[str, Answer]:
        """*answers* without those to questions that are no longer asked."""
        return {item.id: answers[item.id] for item in self.items if item.id in answers and item.takes(answers[item.id])}

    def said(self, item: Item, answer: Answer) -> str:
        """The words of an answer; "" where the question was left out."""
        if isinstance(answer, int):
            return self.words[answer]
        return item.not_mine if answer == NOT_MINE else ""


@dataclass(frozen=True)
class Found:
    """A reason that might be part of it, with the items of it that weigh, the heaviest first."""

    reason: Reason
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Result:
    """`reasons`: at most two. `alone`: items that stand out by themselves. `enough`: half of all reasons have a score.

    `hurt`, `medicine`: what is shown besides, for somebody's safety.
    """

    reasons: tuple[Found, ...]
    alone: tuple[Item, ...]
    enough: bool
    hurt: bool
    medicine: bool


@dataclass(frozen=True)
class Moved:
    item: Item
    before: str
    after: str
    steps: int


@dataclass(frozen=True)
class Change:
    """Reasons shown now or before: `new` weigh now and did not, `still` weigh both times, `gone` no longer weigh,
    `open` were not answered this time. `moved`: items answered both times and differently, the largest move first."""

    new: tuple[Reason, ...]
    still: tuple[Reason, ...]
    gone: tuple[Reason, ...]
    open: tuple[Reason, ...]
    moved: tuple[Moved, ...]


class BadCheckError(ValueError):
    """`problems`: one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


def read(data: Mapping[str, Any]) -> Check:
    """The check of the file. Raises BadCheckError with what is missing, listed twice or names no other row."""
    try:
        made = Check(
            words=tuple(data["answers"]),
            reasons=tuple(_reason(row) for row in data["reasons"]),
            actions=data["actions"],
            ties=tuple(data["ties"]),
            ahead=tuple(data["ahead"]),
            otherwise=tuple(data["otherwise"]),
        )
    except (KeyError, TypeError) as error:
        raise BadCheckError([f"a field is missing or not known: {error}"]) from error
    if problems := list(_problems(made)):
        raise BadCheckError(problems)
    return made


def _reason(row: Mapping[str, Any]) -> Reason:
    made = (Step(**{**step, "phrases": tuple(step.get("phrases", ()))}) for step in row["steps"])
    return Reason(**{**row, "steps": tuple(made), "items": tuple(Item(**item) for item in row["items"])})


def _problems(check: Check) -> Iterator[str]:
    reasons, items = [reason.id for reason in check.reasons], [item.id for item in check.items]
    if len(check.words) != MOST + 1:
        yield f"answers: must be {MOST + 1} words"
    yield from (f"{twice}: is listed twice" for twice in sorted({name for name in items if items.count(name) > 1}))
    if sorted(check.ties) != sorted(reasons):
        yield "ties: must name each reason once"
    yield from (f"ahead: there is no {name}" for name in check.ahead if name not in items)
    yield from (f"otherwise: there is no {name}" for name in check.otherwise if name not in check.actions)
    for reason in check.reasons:
        if not reason.items or not reason.steps:
            yield f"{reason.id}: needs items and steps"
        for step in reason.steps:
            if step.action not in check.actions:
                yield f"{reason.id}: there is no {step.action}"
            if step.only_if and step.only_if not in items:
                yield f"{reason.id}: there is no {step.only_if}"


def result(check: Check, answers: Answers) -> Result:
    scores = _scores(check, answers)
    top = _weighing(check, answers, scores)[:MOST_REASONS]
    beside = [item for reason in check.reasons if reason not in top for item in reason.items]
    return Result(
        reasons=tuple(Found(reason, _heaviest(reason, answers)) for reason in top),
        alone=tuple(item for item in beside if item.weight(answers.get(item.id)) == MOST),
        enough=2 * sum(score is not None for score in scores.values()) >= len(check.reasons),
        hurt=_cares(check, answers, "hurt", HURTS_FROM),
        medicine=_cares(check, answers, "medicine", MEDICINE_FROM),
    )


def steps(reason: Reason, answers: Answers) -> tuple[Step, ...]:
    """The first thing to do and the second, where it fits this person."""
    return tuple(step for step in reason.steps if not step.only_if or isinstance(answers.get(step.only_if), int))


def change(check: Check, before: Answers, after: Answers) -> Change:
    then, now = _scores(check, before), _scores(check, after)
    weighed, weigh = _weighing(check, before, then), _weighing(check, after, now)
    shown = [
        *weigh[:MOST_REASONS],
        *(reason for reason in weighed[:MOST_REASONS] if reason not in weigh[:MOST_REASONS]),
    ]
    gone = [reason for reason in shown if reason not in weigh]
    return Change(
        new=tuple(reason for reason in shown if reason in weigh and reason not in weighed),
        still=tuple(reason for reason in shown if reason in weigh and reason in weighed),
        gone=tuple(reason for reason in gone if now[reason.id] is not None),
        open=tuple(reason for reason in gone if now[reason.id] is None),
        moved=tuple(sorted(_moved(check, before, after), key=lambda moved: -moved.steps)),
    )


def _scores(check: Check, answers: Answers) -> dict[str, Fraction | None]:
    return {reason.id: reason.score(answers) for reason in check.reasons}


def _weighing(check: Check, answers: Answers, scores: Mapping[str, Fraction | None]) -> list[Reason]:
    """Every reason that scores 2 or more, in the order in which they are shown."""
    heavy = [(score, reason) for reason in check.reasons if (score := scores[reason.id]) is not None]
    heavy = [(score, reason) for score, reason in heavy if score >= WEIGHS_FROM]
    heavy.sort(key=lambda found: (-found[0], _rank(check, answers, found[1])))
    return [reason for _score, reason in heavy]


def _rank(check: Check, answers: Answers, reason: Reason) -> tuple[int, int]:
    for place, ahead in enumerate(check.ahead):
        item = next((item for item in reason.items if item.id == ahead), None)
        if item and (item.weight(answers.get(ahead)) or 0) >= WEIGHS_FROM:
            return 0, place
    return 1, check.ties.index(reason.id)


def _heaviest(reason: Reason, answers: Answers) -> tuple[Item, ...]:
    weights = {item: item.weight(answers.get(item.id)) or 0 for item in reason.items}
    return tuple(sorted((item for item in weights if weights[item] >= WEIGHS_FROM), key=lambda item: -weights[item]))


def _cares(check: Check, answers: Answers, care: str, least: int) -> bool:
    return any(item.care == care and (item.weight(answers.get(item.id)) or 0) >= least for item in check.items)


def _moved(check: Check, before: Answers, after: Answers) -> Iterator[Moved]:
    for item in check.items:
        then, now = before.get(item.id), after.get(item.id)
        if isinstance(then, int) and isinstance(now, int) and then != now:
            yield Moved(item, check.words[then], check.words[now], abs(now - then))
