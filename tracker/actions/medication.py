"""Medicines as they stand on the label, what was said of a dose, and the thought of stopping."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, fields
from typing import cast
from uuid import UUID

from django.db import transaction

from tracker.actions import restoring, reviews, schedules
from tracker.actions.errors import NotAgreed, NotFound, Paused, TooManyMedicines
from tracker.actions.medicine_changes import Agreed, keep_change, take_back_end
from tracker.actions.occurrences import record_occurrence
from tracker.actions.people import fresh_id, lock_person, page_date
from tracker.actions.safety import follow_dose
from tracker.actions.supply import settle_supply
from tracker.logic.as_needed import Limits
from tracker.logic.schedule import Rule
from tracker.models import Dose, Medicine, StoppingThought

WITH_REASON = (Dose.State.MISSED.value, Dose.State.SKIPPED_ON_PURPOSE.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What the person copied, apart from the times. `prescriber_phone` is as written; None: not said since when.

    `colour` is one of Medicine.Colour, `form` one of Medicine.Form, "" where not chosen.
    """

    name: str
    dose: str = ""
    prescriber: str = ""
    prescriber_phone: str = ""
    taken_since: dt.date | None = None
    nickname: str = ""
    colour: str = ""
    form: str = ""


@transaction.atomic
def add_medicine(
    *,
    user_id: UUID,
    label: Label,
    rule: Rule | None,
    now: dt.datetime,
    limits: Limits | None = None,
    medicine_id: UUID | None = None,
) -> Medicine:
    """A medicine and its schedule; or with *limits* and no *rule*, one as needed, that nothing reminds of.

    With a `medicine_id` already there, that medicine: sent twice, made once. Raises TooManyMedicines when the person
    has Medicine.MOST_CURRENT already, ValueError for both a rule and limits, or neither.
    """
    _require_one(rule, limits)
    lock_person(user_id)
    if medicine_id and (existing := Medicine.objects.for_user(user_id).filter(pk=medicine_id).first()):
        return existing
    _require_room(user_id)
    medicine = Medicine(pk=fresh_id(Medicine, medicine_id), user_id=user_id)
    _copy(label, medicine)
    medicine.as_needed = asdict(limits) if limits else None
    medicine.save(force_insert=True)
    if rule:
        schedules.open_schedule(user_id=user_id, noun="medicine", noun_id=medicine.pk, rule=rule, now=now)
    return medicine


@transaction.atomic
def change_medicine(
    *,
    user_id: UUID,
    medicine_id: UUID,
    label: Label,
    rule: Rule | None,
    now: dt.datetime,
    limits: Limits | None = None,
    agreed: Agreed | None = None,
) -> Medicine:
    """The medicine with this label. Other times close its schedule and open a new one from *now*.

    Another dose or other times are a new version and need *agreed*; a dose written for the first time does not. Raises
    NotAgreed, Paused for other times while it is paused, NotFound, and ValueError as `add_medicine`.
    """
    _require_one(rule, limits)
    lock_person(user_id)
    medicine = _medicine(user_id, medicine_id)
    other_times = (rule, asdict(limits) if limits else None) != (medicine.last_rule, medicine.as_needed)
    if other_times and medicine.paused_at:
        raise Paused("the medicine is paused")
    if other_times or (medicine.dose and medicine.dose != label.dose):
        if agreed is None:
            raise NotAgreed("another dose or other times")
        keep_change(medicine, agreed=agreed, now=now)
    _copy(label, medicine)
    medicine.as_needed = asdict(limits) if limits else None
    medicine.save()
    if other_times:
        settle_supply(medicine, now=now)
        _change_times(medicine, rule, now)
    return medicine


@transaction.atomic
def end_medicine(*, user_id: UUID, medicine_id: UUID, agreed: Agreed, now: dt.datetime) -> Medicine:
    """Archive the medicine as agreed: its schedule closes with the day of that date, or *now* where that is today.

    What was recorded stays. Ending twice changes nothing. Raises NotFound.
    """
    lock_person(user_id)
    medicine = _medicine(user_id, medicine_id)
    if medicine.ended_at is None:
        last = keep_change(medicine, agreed=agreed, now=now)
        for schedule in medicine.schedules.current():
            until = max(schedule.since, last)
            schedules.close_schedule(user_id=user_id, schedule_id=schedule.pk, now=until)
        settle_supply(medicine, now=now)
    return cast(Medicine, restoring.end(user_id=user_id, noun="medicine", noun_id=medicine_id, now=now))


@transaction.atomic
def restore_medicine(*, user_id: UUID, medicine_id: UUID, now: dt.datetime) -> Medicine:
    """Bring an archived medicine back, with a new schedule of the same times from *now*; a paused one stays paused.

    Its end counts as taken back. Raises NotFound, and TooManyMedicines when there is no room.
    """
    lock_person(user_id)
    medicine = _medicine(user_id, medicine_id)
    if medicine.ended_at is not None:
        _require_room(user_id)
        take_back_end(medicine, now=now)
    return cast(Medicine, restoring.restore(user_id=user_id, noun="medicine", noun_id=medicine_id, now=now))


@transaction.atomic
def record_dose(
    *,
    user_id: UUID,
    schedule_id: UUID,
    date: dt.date,
    slot: int,
    state: str,
    at: dt.datetime | None,
    recorded_at: dt.datetime,
    now: dt.datetime,
    reason: str | None = None,
    note: str | None = None,
) -> Dose:
    """What the person says of one dose, one of Dose.State, or "" to undo. `at` is when it was taken, if known.

    `reason`, one of Dose.Reason or "", belongs to a dose missed or skipped on purpose; None leaves it, and goes with
    any other state. `note` None leaves the note; a new reason and new words of a note may call for a card of medicine
    safety. The later `recorded_at` stands. Raises NotDue when the schedule has no such (date, slot), NotFound when the
    schedule is not the person's, ValueError for an unknown state or reason.
    """
    if reason and reason not in Dose.Reason.values:
        raise ValueError("dose: unknown reason")
    taken_at = min(at, now) if at and state == Dose.State.TAKEN else None
    said = {"reason": reason if state in WITH_REASON else "", "note": note}
    before = Dose.objects.for_user(user_id).filter(schedule=schedule_id, date=date, slot=slot).first()
    entry = record_occurrence(
        user_id=user_id,
        noun="medicine",
        schedule_id=schedule_id,
        date=date,
        slot=slot,
        state=state,
        recorded_at=recorded_at,
        now=now,
        taken_at=taken_at,
        **{name: words for name, words in said.items() if words is not None},
    )
    dose = cast(Dose, entry)
    follow_dose(dose, before=before, now=now)
    return dose


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class DoseSaid:
    """One dose among several. `at` is when it was taken, if known."""

    schedule_id: UUID
    date: dt.date
    slot: int
    at: dt.datetime | None = field(default=None, compare=False)


@transaction.atomic
def record_doses(
    *, user_id: UUID, doses: Collection[DoseSaid], state: str, recorded_at: dt.datetime, now: dt.datetime
) -> None:
    """Several doses at once, each as by `record_dose`; all or none.

    "taken" fills in those that nothing was said of, "" takes back those that were taken: what was said of one of
    them by itself stays. Raises as `record_dose`, and ValueError for another state.
    """
    if state not in (Dose.State.TAKEN, ""):
        raise ValueError("doses: unknown state")
    before = "" if state else Dose.State.TAKEN.value
    for one in sorted(doses):
        mine = Dose.objects.for_user(user_id).filter(schedule=one.schedule_id, date=one.date, slot=one.slot)
        found = mine.first()
        if (found.state if found else "") == before:
            record_dose(
                user_id=user_id,
                schedule_id=one.schedule_id,
                date=one.date,
                slot=one.slot,
                state=state,
                at=one.at,
                recorded_at=recorded_at,
                now=now,
            )


@transaction.atomic
def record_stopping_thought(
    *, user_id: UUID, medicine_id: UUID, reasons: list[str] | None, now: dt.datetime
) -> StoppingThought:
    """ "I'm thinking of stopping", once a page of the day and medicine; `reasons` replace the day's, None leaves them.

    Brings the person's review forward. Raises NotFound.
    """
    medicine = _medicine(user_id, medicine_id)
    today = page_date(user_id, now)
    thought = medicine.stopping_thoughts.standing().first()
    if thought is None or page_date(user_id, thought.recorded_at) != today:
        thought = StoppingThought(user_id=user_id, medicine=medicine, recorded_at=now, reasons=[])
    if reasons is not None:
        thought.reasons = reasons
    thought.save()
    reviews.bring_forward(user_id=user_id, now=now)
    return thought


@transaction.atomic
def take_back_stopping_thought(*, user_id: UUID, medicine_id: UUID, now: dt.datetime) -> StoppingThought | None:
    """Withdraw what was noted today, and that: it was tapped by mistake. The row stays. Raises NotFound."""
    medicine = _medicine(user_id, medicine_id)
    thought = medicine.stopping_thoughts.standing().first()
    if thought is None or page_date(user_id, thought.recorded_at) != page_date(user_id, now):
        return None
    thought.withdrawn_at = now
    thought.save(update_fields=["withdrawn_at"])
    return thought


def _require_room(user_id: UUID) -> None:
    if Medicine.objects.for_user(user_id).current().count() >= Medicine.MOST_CURRENT:
        raise TooManyMedicines(f"{Medicine.MOST_CURRENT} medicines are in the plan")


def _require_one(rule: Rule | None, limits: Limits | None) -> None:
    if (rule is None) == (limits is None):
        raise ValueError("a medicine has times or is taken as needed")


def _change_times(medicine: Medicine, rule: Rule | None, now: dt.datetime) -> None:
    user_id, pk = medicine.user_id, medicine.pk
    if rule is None:
        for schedule in medicine.schedules.current():
            schedules.close_schedule(user_id=user_id, schedule_id=schedule.pk, now=now)
    elif schedules.follow_rule(user_id=user_id, noun="medicine", noun_id=pk, rule=rule, now=now) is None:
        schedules.open_schedule(user_id=user_id, noun="medicine", noun_id=pk, rule=rule, now=now)


def _copy(label: Label, medicine: Medicine) -> None:
    for copied in fields(label):
        setattr(medicine, copied.name, getattr(label, copied.name))


def _medicine(user_id: UUID, medicine_id: UUID) -> Medicine:
    medicine = Medicine.objects.select_for_update().for_user(user_id).filter(pk=medicine_id).first()
    if medicine is None:
        raise NotFound("no such medicine")
    return medicine
