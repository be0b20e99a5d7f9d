"""One person's day, as the staff of Today shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from tracker.ahead import ahead
from tracker.gap import after_a_gap
from tracker.groups import DoseGroup, dose_groups
from tracker.items import Item, clock, rows
from tracker.logic.day import Part, bounds, page_of, part_of_day
from tracker.models import AgendaLine, Medicine, Schedule, SmallDay
from tracker.moods import DayMood, day_mood
from tracker.record import GoalLine, goal_lines, in_force, said
from tracker.sessions import NextSession, next_session
from tracker.small import resting

BACK_FILL = dt.timedelta(days=2)
EARLIEST = dt.date(2000, 1, 1)
DAY = dt.timedelta(days=1)
TITLES = {
    Part.MORNING: gettext_lazy("%(weekday)s morning"),
    Part.AFTERNOON: gettext_lazy("%(weekday)s afternoon"),
    Part.EVENING: gettext_lazy("%(weekday)s evening"),
    Part.NIGHT: gettext_lazy("%(weekday)s night"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalStones:
    id: UUID
    title: str
    next: str
    reached: int
    stones: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineName:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """`now_place` is the number of items before the now marker; None on another day than today.

    `earlier` is the day before where something of it can still be filled in. `ahead` are sentences about what is
    in the plan and comes another day. `rests`: the anchors that a smaller day leaves out, also
    while it is whole. `greeting`: after days without a word.
    """

    date: dt.date
    is_today: bool
    can_record: bool
    title: str
    greeting: str
    lede: str
    clock: str
    now_place: int | None
    items: tuple[Item, ...]
    groups: tuple[DoseGroup, ...]
    mood: DayMood
    is_small: bool
    rests: frozenset[str]
    session: NextSession | None
    lines: str
    goals: tuple[GoalStones, ...]
    medicines: tuple[MedicineName, ...]
    earlier: dt.date | None
    ahead: tuple[str, ...]

    def item(self, schedule_id: UUID, date: dt.date, slot: int) -> Item | None:
        wanted = (schedule_id, date, slot)
        found = (item for item in self.items if (item.schedule_id, item.date, item.slot) == wanted and item.tick)
        return next(found, None)

    def group_of(self, item: Item) -> DoseGroup | None:
        return next((group for group in self.groups if item in group.items), None)

    @property
    def staff(self) -> Iterator[tuple[Item, DoseGroup | None]]:
        """The items, each with the group that stands under it."""
        under = {group.last: group for group in self.groups}
        return ((item, under.get(item.anchor)) for item in self.items)


class NoSuchDay(LookupError):
    """Still to come, or before anything could be recorded."""


def day(*, user_id: UUID, date: dt.date | None, now: dt.datetime) -> Day:
    """The page of *date*, today's where it is None. Raises NoSuchDay.

    Nine queries, however much stands on it. Today and the two days before can be filled in.
    """
    person, lines, small = _person(user_id)
    today = page_of(now, zone=person.zone, day_start=person.day_start)
    page = date or today
    if not EARLIEST <= page <= today:
        raise NoSuchDay
    start, _end = bounds(page, zone=person.zone, day_start=person.day_start)
    schedules, found = _two_days(person, page, now)
    items, before = (tuple(item for item in found if (item.at >= start) is here) for here in (True, False))
    is_today, writable = page == today, can_record(page, recorded=today)
    mood = day_mood(user_id=user_id, date=page, is_open=writable)
    since = small.get(page) if is_today else None
    rests = resting(items, since=since or now)
    silent = not (mood.label or mood.note or any(item.state for item in found))
    return Day(
        date=page,
        is_today=is_today,
        can_record=writable,
        title=_title(person, page, now) if is_today else date_format(page, "l j F"),
        greeting=_("Good to see you.") if is_today and silent and after_a_gap(person, today=today) else "",
        lede=_left(items, rests if since else frozenset()) if is_today else _past(can_record=writable),
        clock=clock(now, person.tzinfo),
        now_place=sum(item.at <= now for item in items) if is_today else None,
        items=items,
        groups=dose_groups(items, page) if writable else (),
        mood=mood,
        is_small=since is not None,
        rests=rests if is_today else frozenset(),
        session=next_session(user_id=user_id, zone=person.zone, now=now),
        lines=_lines(lines),
        goals=tuple(_stones(pk, line) for pk, line in goal_lines(user_id).items()),
        medicines=_medicines(user_id),
        earlier=page - DAY if today - page < BACK_FILL and any(item.tick for item in before) else None,
        ahead=_ahead(person, schedules, items, now) if is_today else (),
    )


def can_record(page: dt.date, *, recorded: dt.date) -> bool:
    """Whether on the page *recorded* something may still be put on *page*."""
    return recorded - page <= BACK_FILL


def _person(user_id: UUID) -> tuple[User, int, dict[dt.date, dt.datetime]]:
    """The person, how many lines are on their list, and since when the last day that was made smaller is."""
    open_lines = AgendaLine.objects.open().filter(user=OuterRef("pk")).order_by().values("user")
    count = Subquery(open_lines.annotate(count=Count("pk")).values("count"))
    small = SmallDay.objects.standing().filter(user=OuterRef("pk")).order_by("-date")
    person = (
        User.objects.only("zone", "day_start")
        .annotate(lines=Coalesce(count, 0), small_on=Subquery(small.values("date")[:1]))
        .annotate(small_since=Subquery(small.values("since")[:1]))
        .get(pk=user_id)
    )
    return person, person.lines, {person.small_on: person.small_since} if person.small_on else {}


def _two_days(person: User, page: dt.date, now: dt.datetime) -> tuple[list[Schedule], list[Item]]:
    """What stands on *page* and the one before, and the schedules it is of.

    A bedtime is two rows, the wind-down and lights out, each on the page of its own instant.
    """
    start, _end = bounds(page - DAY, zone=person.zone, day_start=person.day_start)
    _start, end = bounds(page, zone=person.zone, day_start=person.day_start)
    schedules = in_force(user_id=person.pk, start=start, end=end)
    due = said(user_id=person.pk, zone=person.zone, start=start, end=end, schedules=schedules)
    items = [item for row in due for item in rows(row, person.tzinfo, now) if start <= item.at < end]
    return schedules, sorted(items, key=lambda item: item.at)


def _ahead(person: User, schedules: list[Schedule], items: Sequence[Item], now: dt.datetime) -> tuple[str, ...]:
    return ahead(schedules, today={item.schedule_id for item in items}, zone=person.zone, now=now)


def _title(person: User, page: dt.date, now: dt.datetime) -> str:
    part = part_of_day(now, zone=person.zone, day_start=person.day_start)
    return TITLES[part] % {"weekday": date_format(page, "l")}


def _left(items: Sequence[Item], rests: frozenset[str]) -> str:
    """What can still be ticked today; a dose whose time has gone by is asked about, not left."""
    if not items:
        return ""
    open_items = [item for item in items if item.tick and not item.state and not item.asks]
    left = sum(item.anchor not in rests for item in open_items)
    if not left:
        return _("Nothing left. The rest of the day is yours.")
    words = ngettext("%(count)s thing left.", "%(count)s things left.", left) % {"count": capfirst(str(apnumber(left)))}
    return words if left == len(open_items) else _("%(left)s The rest can wait.") % {"left": words}


def _lines(count: int) -> str:
    if not count:
        return _("Nothing on your list yet")
    words = ngettext("%(count)s thing on your list", "%(count)s things on your list", count)
    return words % {"count": capfirst(str(apnumber(count)))}


def _past(*, can_record: bool) -> str:
    return _("This can still be filled in.") if can_record else _("As it was recorded.")


def _stones(pk: UUID, line: GoalLine) -> GoalStones:
    stones = tuple(number < line.reached for number in range(line.of))
    return GoalStones(id=pk, title=line.title, next=line.next, reached=line.reached, stones=stones)


def _medicines(user_id: UUID) -> tuple[MedicineName, ...]:
    current = Medicine.objects.for_user(user_id).current().order_by("created_at")
    return tuple(MedicineName(id=medicine.pk, name=medicine.name) for medicine in current)
