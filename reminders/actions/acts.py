"""What a tap on a notification does: for one occurrence, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from reminders.models import Reminder
from tracker.actions import habits, homework, medication, sleep

SNOOZE = timedelta(minutes=10)
MOST_SNOOZES = 3
OLDEST_TAP = timedelta(days=1)
STATES = {
    "taken": (Reminder.Kind.DOSE, Reminder.Kind.QUESTION),
    "done": (Reminder.Kind.HABIT, Reminder.Kind.HOMEWORK, Reminder.Kind.WIND_DOWN),
}
WRITES: dict[str, Callable[..., object]] = {
    Reminder.Kind.HABIT: habits.record_habit,
    Reminder.Kind.HOMEWORK: homework.record_homework,
    Reminder.Kind.WIND_DOWN: sleep.record_wind_down,
}


class WrongAction(ValueError):
    """This reminder knows no such action."""


class NoMore(ValueError):
    """It was put off three times, or would come when it is of no use any more."""


@transaction.atomic
def record(*, user_id: UUID, reminder_id: UUID, state: str, at: datetime | None, now: datetime) -> bool:
    """Record "taken" or "done" for the reminder's occurrence, at *at* by the phone's clock; False for a replay.

    Raises Reminder.DoesNotExist for a foreign or forgotten reminder and for a closed account, WrongAction for another
    kind's state, and NotDue or NotFound of tracker.actions.errors where the occurrence is gone.
    """
    rows = Reminder.objects.actable(user_id).filter(pk=reminder_id)
    reminder = rows.get()
    if reminder.kind not in STATES[state]:
        raise WrongAction(state)
    if not rows.filter(read_at__isnull=True).update(read_at=now):
        return False
    tapped_at = at if at and now - OLDEST_TAP <= at <= now else now
    _write(reminder, state, tapped_at, now=now)
    return True


def _write(reminder: Reminder, state: str, tapped_at: datetime, *, now: datetime) -> None:
    user_id, schedule_id = reminder.user_id, UUID(reminder.series)
    date, slot = reminder.date, reminder.slot
    if state == "taken":
        medication.record_dose(
            user_id=user_id,
            schedule_id=schedule_id,
            date=date,
            slot=slot,
            state=state,
            at=tapped_at,
            recorded_at=tapped_at,
            now=now,
        )
        return
    WRITES[reminder.kind](
        user_id=user_id,
        schedule_id=schedule_id,
        date=date,
        slot=slot,
        state=state,
        recorded_at=tapped_at,
        now=now,
    )


@transaction.atomic
def snooze(*, user_id: UUID, reminder_id: UUID, now: datetime) -> Reminder:
    """The same reminder again in ten minutes; for a replay the one that is there already.

    Raises Reminder.DoesNotExist as `record` does, NoMore after three or where it would come too late.
    """
    reminder = Reminder.objects.actable(user_id).get(pk=reminder_id)
    again = now + SNOOZE
    if reminder.nth >= MOST_SNOOZES or again >= reminder.expires_at:
        raise NoMore
    later = reminder.again(nth=reminder.nth + 1, due_at=again, not_before=again, held_until=None)
    Reminder.objects.bulk_create([later], ignore_conflicts=True)
    return Reminder.objects.for_user(user_id).get(
        series=later.series,
        date=later.date,
        slot=later.slot,
        kind=later.kind,
        nth=later.nth,
        channel=later.channel,
    )
