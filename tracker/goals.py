"""A goal on its way: where from, how close now, what would be good enough."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.logic.goals import EVERY, LEAST, MOST, Change, Movement, movement, rating_due
from tracker.models import Goal, GoalRating

SCALE = tuple(range(LEAST, MOST + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    date: dt.date
    rating: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place on the scale; `x` in percent of its width."""

    label: str
    value: int

    @property
    def x(self) -> int:
        return 100 * (self.value - LEAST) // (MOST - LEAST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The three marks, None where not said. `sentence` says the same; "" while there is nothing to say."""

    where_from: Mark | None
    now: Mark | None
    good_enough: Mark | None
    sentence: str
    moved: Movement


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How close is it, on the page `date`? `rating` is what was said of that page. `due`: two weeks have gone by."""

    goal_id: UUID
    title: str
    date: dt.date
    rating: int | None
    last: Rated | None
    due: bool
    next_on: dt.date | None

    @property
    def key(self) -> str:
        """The same on every page and in the queue of what waits to be sent."""
        return f"goal:{self.goal_id}:{self.date}"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRecord:
    """`ratings` from the latest; `agreed` None where it was not talked about yet."""

    agreed: bool | None
    scale: Scale
    asked: Asked
    ratings: tuple[Rated, ...]


def goal_record(*, goal: Goal, today: dt.date) -> GoalRecord:
    """In one query."""
    ratings = _rated(GoalRating.objects.for_user(goal.user_id).filter(goal=goal))
    return GoalRecord(
        agreed=goal.agreed,
        scale=_scale(goal, ratings),
        asked=_asked(goal, ratings, today),
        ratings=tuple(reversed(ratings)),
    )


def _rated(rows: Iterable[GoalRating]) -> list[Rated]:
    """The first one first; what was taken back is left out."""
    said = [Rated(date=row.date, rating=row.rating) for row in rows if row.rating is not None]
    return sorted(said, key=lambda one: one.date)


def _asked(goal: Goal, ratings: Sequence[Rated], today: dt.date) -> Asked:
    before = [one for one in ratings if one.date < today]
    last = before[-1] if before else None
    said = next((one.rating for one in ratings if one.date == today), None)
    latest = ratings[-1].date if ratings else None
    return Asked(
        goal_id=goal.pk,
        title=goal.title,
        date=today,
        rating=said,
        last=last,
        due=rating_due(latest, today),
        next_on=latest + EVERY if latest else None,
    )


def _start(goal: Goal, ratings: Sequence[Rated]) -> int | None:
    """Where from, as it was said; else the first rating, where others followed."""
    if goal.where_from is not None:
        return int(goal.where_from)
    return ratings[0].rating if len(ratings) > 1 else None


def _change(goal: Goal, ratings: Sequence[Rated]) -> Change | None:
    first = _start(goal, ratings)
    return Change(first=first, last=ratings[-1].rating) if first is not None and ratings else None


def _scale(goal: Goal, ratings: Sequence[Rated]) -> Scale:
    start, change = _start(goal, ratings), _change(goal, ratings)
    now, enough = (ratings[-1].rating if ratings else None), goal.good_enough
    moved = movement(change) if change else Movement.NONE
    return Scale(
        where_from=Mark(label=_("where from"), value=start) if start is not None else None,
        now=Mark(label=_("now"), value=now) if now is not None else None,
        good_enough=Mark(label=_("good enough"), value=int(enough)) if enough is not None else None,
        sentence=_sentence(ratings, change, enough, moved),
        moved=moved,
    )


def _sentence(ratings: Sequence[Rated], change: Change | None, enough: int | None, moved: Movement) -> str:
    if not ratings:
        return ""
    last = ratings[-1]
    values = {"now": last.rating, "date": date_format(last.date, "j F"), "first": change.first if change else ""}
    sentences = [_("Now %(now)s of 10, as of %(date)s.") % values]
    if change:
        words = {
            Movement.CLOSER: _("It was %(first)s: that is movement, closer."),
            Movement.FURTHER: _("It was %(first)s: that is movement, further away. Worth a line for the next session."),
            Movement.NONE: _("It was %(first)s. Fewer than three points could be chance."),
        }
        sentences.append(words[moved] % values)
    if enough is not None:
        there = _("That is good enough, as you set it.") if last.rating >= enough else _("Good enough is %(enough)s.")
        sentences.append(there % {"enough": enough})
    return " ".join(sentences)
