"""Keeping the sheet for choosing a new therapist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from guide.actions.people import lock_person
from guide.logic.choosing import PLACES, Candidate
from guide.models import ChoosingSheet

CAN_COME_BACK = timedelta(days=1)


@dataclass(frozen=True)
class Saved:
    """`left`: the places that were left as they are. `joined`: those that hold what another page had added, too."""

    left: frozenset[str]
    joined: frozenset[str]


@transaction.atomic
def save(*, user_id: UUID, written: Mapping[str, tuple[Candidate, str]], join: bool) -> Saved:
    """Write each place's (candidate, mark of the one the writer saw there).

    Where something else was written meanwhile, the two are joined if *join* and neither contradicts the other; else the
    place is left. A place in which the writer changed nothing stays as it is. Saving twice is saving once. A sheet that
    was deleted counts as empty, and what is written now takes its place.
    """
    lock_person(user_id)
    sheet = ChoosingSheet.objects.for_user(user_id).first() or ChoosingSheet(user_id=user_id)
    there, left, joined = sheet.both, set(), set()
    for place, (one, seen) in written.items():
        if there[place].mark in (seen, one.mark):
            there[place] = one
        elif one.mark == seen:
            continue
        elif join and not one.contradicts(there[place]):
            there[place] = one.completed(there[place])
            joined.add(place)
        else:
            left.add(place)
    if there != sheet.both:
        sheet.candidates, sheet.deleted_at = {place: there[place].plain for place in PLACES}, None
        sheet.save()
    return Saved(frozenset(left), frozenset(joined))


def delete(*, user_id: UUID, now: datetime) -> None:
    """Put the sheet away, to be deleted a day later. Twice, and without a sheet, nothing changes."""
    ChoosingSheet.objects.for_user(user_id).current().update(deleted_at=now)


@transaction.atomic
def restore(*, user_id: UUID) -> bool:
    """Undo of deleting. False where there is nothing to bring back, or another sheet was begun meanwhile."""
    lock_person(user_id)
    return bool(ChoosingSheet.objects.for_user(user_id).deleted().update(deleted_at=None))


def forget_deleted(*, now: datetime) -> None:
    """Delete for good what everybody deleted more than a day before *now*."""
    ChoosingSheet.objects.filter(deleted_at__lt=now - CAN_COME_BACK).delete()
