"""Goals and their milestones, in the person's own words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from tracker.actions.errors import NotFound, TooManyGoals, TooManyMilestones
from tracker.actions.people import fresh_id, local_date, lock_person
from tracker.logic.goals import LEAST, MOST
from tracker.models import Goal, GoalRating, Milestone


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """`where_from` and `good_enough` 0 to 10, `agreed` whether the therapist agreed; None where not said."""

    where_from: int | None = None
    good_enough: int | None = None
    agreed: bool | None = None


@transaction.atomic
def add_goal(
    *,
    user_id: UUID,
    title: str,
    milestones: Sequence[str],
    goal_id: UUID | None = None,
    measure: Measure | None = None,
) -> Goal:
    """A goal with its milestones in order. With a `goal_id` already there, that goal as it is.

    Raises TooManyGoals when the person has Goal.MOST_ACTIVE already.
    """
    lock_person(user_id)
    if goal_id and (existing := Goal.objects.for_user(user_id).filter(pk=goal_id).first()):
        return existing
    _require_room(user_id)
    goal = Goal(pk=fresh_id(Goal, goal_id), user_id=user_id, title=title)
    _measure(goal, measure)
    goal.save(force_insert=True)
    for position, words in enumerate(milestones):
        Milestone.objects.create(user_id=user_id, goal=goal, title=words, position=position)
    return goal


@transaction.atomic
def change_goal(
    *,
    user_id: UUID,
    goal_id: UUID,
    title: str,
    milestones: Sequence[tuple[UUID, str]],
    measure: Measure | None = None,
) -> Goal:
    """The goal with this title, this measure (None leaves it) and these milestones, each (id, words), in order.

    A milestone whose id the goal has keeps what was reached, and goes where its words are empty; a new id adds
    one. What the goal has besides was added elsewhere meanwhile: it stays, after these. Raises NotFound, and
    TooManyMilestones where more than Goal.MOST_MILESTONES would come together.
    """
    goal = _goal(user_id, goal_id)
    goal.title = title
    _measure(goal, measure)
    goal.save()
    existing = {milestone.pk: milestone for milestone in goal.milestones.all()}
    named = {wanted for wanted, _words in milestones}
    emptied = [wanted for wanted, words in milestones if not words]
    filled = [(wanted, words) for wanted, words in milestones if words]
    elsewhere = [milestone for milestone in existing.values() if milestone.pk not in named]
    if len(filled) + len(elsewhere) > Goal.MOST_MILESTONES:
        raise TooManyMilestones(f"{Goal.MOST_MILESTONES} milestones fit")
    goal.milestones.filter(pk__in=emptied).delete()
    for position, (wanted, words) in enumerate(filled):
        milestone = existing.get(wanted) or Milestone(pk=fresh_id(Milestone, wanted), user_id=user_id, goal=goal)
        milestone.title, milestone.position = words, position
        milestone.save()
    for position, milestone in enumerate(elsewhere, len(filled)):
        milestone.position = position
        milestone.save(update_fields=["position"])
    return goal


@transaction.atomic
def archive_goal(*, user_id: UUID, goal_id: UUID, now: dt.datetime) -> Goal:
    """Put the goal away with all its milestones. Twice changes nothing. Raises NotFound."""
    goal = _goal(user_id, goal_id)
    if goal.archived_at is None:
        goal.archived_at = now
        goal.save(update_fields=["archived_at"])
    return goal


@transaction.atomic
def restore_goal(*, user_id: UUID, goal_id: UUID) -> Goal:
    """Bring an archived goal back. Raises NotFound, and TooManyGoals when there is no room."""
    lock_person(user_id)
    goal = _goal(user_id, goal_id)
    if goal.archived_at is not None:
        _require_room(user_id)
        goal.archived_at = None
        goal.save(update_fields=["archived_at"])
    return goal


@transaction.atomic
def mark_milestone(
    *, user_id: UUID, milestone_id: UUID, reached: bool, recorded_at: dt.datetime, now: dt.datetime
) -> Milestone:
    """Reached on the person's local date of *recorded_at*, or not reached.

    Of two sayings the one with the later `recorded_at` stands, whichever arrives first; a time ahead of
    *now* counts as *now*. Raises NotFound.
    """
    milestone = Milestone.objects.select_for_update().for_user(user_id).filter(pk=milestone_id).first()
    if milestone is None:
        raise NotFound("no such milestone")
    said_at = min(recorded_at, now)
    if milestone.recorded_at is not None and milestone.recorded_at > said_at:
        return milestone
    if reached != (milestone.reached_on is not None):
        milestone.reached_on = local_date(user_id, said_at) if reached else None
    milestone.recorded_at = said_at
    milestone.save(update_fields=["reached_on", "recorded_at"])
    return milestone


@transaction.atomic
def rate_goal(
    *,
    user_id: UUID,
    goal_id: UUID,
    date: dt.date,
    rating: int | None,
    recorded_at: dt.datetime,
    now: dt.datetime,
) -> GoalRating | None:
    """How close the goal is on the page *date*, 0 to 10; None takes it back, and the row stays.

    Of two sayings the one with the later `recorded_at` stands, whichever arrives first; a time ahead of *now* counts
    as *now*. None where nothing was said and nothing is taken back. Raises NotFound, also for a goal that was put
    away, and ValueError for another rating.
    """
    if rating is not None and not LEAST <= rating <= MOST:
        raise ValueError("goal: a rating is 0 to 10")
    lock_person(user_id)
    goal = _goal(user_id, goal_id)
    if goal.archived_at is not None:
        raise NotFound("no such goal")
    said_at = min(recorded_at, now)
    row = GoalRating.objects.for_user(user_id).filter(goal=goal, date=date).first()
    if row is None:
        if rating is None:
            return None
        row = GoalRating(user_id=user_id, goal=goal, date=date, recorded_at=said_at)
    if row.recorded_at > said_at:
        return row
    row.rating, row.recorded_at = rating, said_at
    row.save()
    return row


def _measure(goal: Goal, measure: Measure | None) -> None:
    if measure is not None:
        goal.where_from, goal.good_enough, goal.agreed = measure.where_from, measure.good_enough, measure.agreed


def _require_room(user_id: UUID) -> None:
    if Goal.objects.for_user(user_id).active().count() >= Goal.MOST_ACTIVE:
        raise TooManyGoals(f"{Goal.MOST_ACTIVE} goals are active")


def _goal(user_id: UUID, goal_id: UUID) -> Goal:
    goal = Goal.objects.select_for_update().for_user(user_id).filter(pk=goal_id).first()
    if goal is None:
        raise NotFound("no such goal")
    return goal
