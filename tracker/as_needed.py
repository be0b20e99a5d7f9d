"""The page of a medicine as needed: what is recorded, what the label says, and how many in each month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from tracker.logic.as_needed import Limits, Recent, by_month, recent
from tracker.models import Medicine
from tracker.words import clock, span_in_words

DAYS_SHOWN = 30
MONTHS_SHOWN = 6
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    id: UUID
    day: dt.date
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    month: dt.date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AsNeeded:
    """`warnings`: what the label says and what is recorded, before another one is; `state`: what is recorded now."""

    warnings: tuple[str, ...]
    state: str
    doses: tuple[Taken, ...]
    months: tuple[Month, ...]


def as_needed(*, user: User, medicine: Medicine, now: dt.datetime) -> AsNeeded:
    """The last DAYS_SHOWN days one by one, newest first, and the months of MONTHS_SHOWN. One query."""
    since = now - MONTHS_SHOWN * 31 * DAY
    rows = list(medicine.as_needed_doses.standing().filter(taken_at__gte=since))
    said = medicine.as_needed or {}
    limits = Limits(most_a_day=said.get("most_a_day"), gap_minutes=said.get("gap_minutes"))
    stands = recent((row.taken_at for row in rows), limits=limits, now=now)
    shown = [row for row in rows if row.taken_at > now - DAYS_SHOWN * DAY]
    months = by_month((row.taken_at for row in rows), zone=user.zone)[:MONTHS_SHOWN]
    return AsNeeded(
        warnings=tuple(_warnings(stands, limits, user=user, now=now)),
        state=_state(stands),
        doses=tuple(_taken(row.pk, row.taken_at, user) for row in shown),
        months=tuple(Month(month=month, count=count) for month, count in months),
    )


def _warnings(stands: Recent, limits: Limits, *, user: User, now: dt.datetime) -> list[str]:
    found = []
    if stands.reached and stands.since:
        found.append(
            _("Your label says at most %(most)d in a day. %(recorded)s.")
            % {"most": limits.most_a_day, "recorded": _recorded_since(stands.count, stands.since, user, now)}
        )
    if stands.gap_ends and stands.last and limits.gap_minutes:
        words = _("Your label says at least %(span)s between two. The last one is recorded at %(at)s.")
        found.append(words % {"span": span_in_words(limits.gap_minutes), "at": _at(stands.last, user, now)})
    return found


def _recorded_since(count: int, since: dt.datetime, user: User, now: dt.datetime) -> str:
    words = ngettext("%(count)d is recorded since %(at)s", "%(count)d are recorded since %(at)s", count)
    return words % {"count": count, "at": _at(since, user, now)}


def _at(at: dt.datetime, user: User, now: dt.datetime) -> str:
    """ "14:10", "14:10 yesterday", "14:10 on 2 November" """
    local = at.astimezone(user.tzinfo)
    days = (now.astimezone(user.tzinfo).date() - local.date()).days
    time = clock(local.time())
    if days == 0:
        return time
    if days == 1:
        return _("%(time)s yesterday") % {"time": time}
    return _("%(time)s on %(day)s") % {"time": time, "day": date_format(local, "j F")}


def _state(stands: Recent) -> str:
    if not stands.count:
        return _("None is recorded in the last 24 hours.")
    words = ngettext(
        "%(count)d is recorded in the last 24 hours.", "%(count)d are recorded in the last 24 hours.", stands.count
    )
    return words % {"count": stands.count}


def _taken(row_id: UUID, at: dt.datetime, user: User) -> Taken:
    local = at.astimezone(user.tzinfo)
    return Taken(id=row_id, day=local.date(), time=clock(local.time()))
