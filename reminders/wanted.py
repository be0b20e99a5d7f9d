"""Asked again, right before sending: is this reminder still wanted, now, on this channel?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from accounts.vault import SealError
from reminders.logic import rules, timing
from reminders.models import Reminder
from reminders.reach import Reach
from tracker.due import Standing, facts_of, standings
from tracker.logic.facts import Facts

OF_AN_OCCURRENCE = (
    Reminder.Kind.DOSE,
    Reminder.Kind.QUESTION,
    Reminder.Kind.HABIT,
    Reminder.Kind.HOMEWORK,
    Reminder.Kind.WIND_DOWN,
)
RIVALS = (Reminder.Status.PLANNED, Reminder.Status.SENDING, Reminder.Status.SENT)

Key = tuple[UUID, dt.date, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """ "send"; "skip" for *reason*; "wait" with other *times*; "off": this channel is, another may not be."""

    word: Literal["send", "skip", "wait", "off"]
    reason: str = ""
    times: dict[str, datetime] = field(default_factory=dict)


def ask(rows: Sequence[Reminder], people: Mapping[UUID, Reach], *, now: datetime) -> dict[UUID, Answer]:
    """An answer for each row, by its id. A handful of queries, however many rows."""
    rivals = _rivals(rows, now=now)
    standing_of, known_of = _standings((*rows, *rivals), now=now), _facts((*rows, *rivals), now=now)

    def by_the_record(row: Reminder) -> Answer | None:
        if key := _key(row):
            return _by_the_occurrence(row, standing_of.get(key), now=now)
        return _by_the_facts(row, known_of.get(row.user_id), now=now)

    last = _last(row for row in rivals if row.status == Reminder.Status.SENT or by_the_record(row) is None)
    return {
        row.pk: by_the_record(row)
        or _by_the_person(row, people.get(row.user_id), now=now)
        or _by_its_rivals(row, last)
        or Answer("send")
        for row in rows
    }


def _key(row: Reminder) -> Key | None:
    return (UUID(row.series), row.date, row.slot) if row.kind in OF_AN_OCCURRENCE else None


def _standings(rows: Iterable[Reminder], *, now: datetime) -> Mapping[Key, Standing]:
    keys = {key for row in rows if (key := _key(row))}
    return standings(keys, now=now) if keys else {}


def _facts(rows: Iterable[Reminder], *, now: datetime) -> Mapping[UUID, Facts]:
    people = {row.user_id for row in rows if row.kind == Reminder.Kind.NUDGE}
    return facts_of(people, now=now) if people else {}


def _by_the_facts(row: Reminder, facts: Facts | None, *, now: datetime) -> Answer | None:
    if row.expires_at <= now:
        return Answer("skip", "expired")
    if row.kind != Reminder.Kind.NUDGE or facts is None:
        return None
    return None if _is_called_for(row, facts) else Answer("skip", "settled")


def _is_called_for(row: Reminder, facts: Facts) -> bool:
    try:
        return row.nudge_key in rules.applicable(facts)
    except SealError:
        return True  # one person's lost key must not hold up a batch; the delivery of this row alone will fail


def _by_the_occurrence(row: Reminder, standing: Standing | None, *, now: datetime) -> Answer | None:
    if standing is None or standing.state != "open":
        return Answer("skip", standing.state if standing else "gone")
    due_at, expires_at = _window(row, standing)
    if due_at > now:
        return Answer("wait", times={"due_at": due_at, "not_before": due_at, "expires_at": expires_at})
    return Answer("skip", "expired") if min(expires_at, row.expires_at) <= now else None


def _window(row: Reminder, standing: Standing) -> tuple[datetime, datetime]:
    if row.kind == Reminder.Kind.QUESTION:
        return timing.question_window(due_at=standing.due_at, expires_at=standing.expires_at)
    return standing.due_at, standing.expires_at


def _by_the_person(row: Reminder, person: Reach | None, *, now: datetime) -> Answer | None:
    if person is None:
        return Answer("skip", "closed")
    if row.kind == Reminder.Kind.TEST:
        return None
    if person.preference.is_paused(now):
        return Answer("skip", "paused")
    if row.channel != Reminder.Channel.INBOX and row.channel not in person.channels:
        return Answer("off", "off")
    return _by_quiet_hours(row, person, now=now)


def _by_quiet_hours(row: Reminder, person: Reach, *, now: datetime) -> Answer | None:
    start, end = person.preference.quiet_from, person.preference.quiet_until
    until = timing.held_until(row.kind, row.channel, now=now, zone=person.zone, start=start, end=end)
    if until is None:
        return None
    if until >= row.expires_at:
        return Answer("skip", "quiet")
    return Answer("wait", times={"not_before": until, "held_until": until})


def _by_its_rivals(row: Reminder, last: Mapping[tuple[object, ...], UUID]) -> Answer | None:
    """After an outage or a night a person gets only the latest of a series, or of what was held; Today shows all."""
    return Answer("skip", "coalesced") if any(last.get(group, row.pk) != row.pk for group in _groups(row)) else None


def _rivals(rows: Sequence[Reminder], *, now: datetime) -> list[Reminder]:
    """What is due by *now* for the same people, and no older than the oldest of *rows*; these are among them."""
    if not rows:
        return []
    theirs = Reminder.objects.filter(user_id__in={row.user_id for row in rows}, status__in=RIVALS)
    since = min(row.due_at for row in rows)
    return list(theirs.filter(due_at__gte=since, due_at__lte=now).exclude(kind=Reminder.Kind.TEST))


def _last(rivals: Iterable[Reminder]) -> dict[tuple[object, ...], UUID]:
    ordered = sorted(rivals, key=lambda row: (row.kind == Reminder.Kind.NUDGE, row.due_at, row.pk))
    return {group: row.pk for row in ordered for group in _groups(row)}


def _groups(row: Reminder) -> list[tuple[object, ...]]:
    series = (row.channel, row.kind, row.series)
    return [series, (row.channel, row.user_id, row.held_until)] if row.held_until else [series]
