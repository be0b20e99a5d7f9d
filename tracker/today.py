"""One person's day, as the staff of Today shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker.ahead import ahead
from tracker.day_plan import DayPlanCard, day_plan
from tracker.gap import after_a_gap
from tracker.groups import DoseGroup, dose_groups
from tracker.habits import Pause
from tracker.items import Item, clock
from tracker.logic.day import Part, page_of, part_of_day
from tracker.logic.goals import rating_due
from tracker.medicines_now import MedicineNow, medicines_now
from tracker.models import Mood, Schedule
from tracker.moods import DayMood, day_mood, moods_until
from tracker.person import Person, person_of
from tracker.record import GoalLine, goal_lines
from tracker.safety import SafetyCards, card_rows, safety_cards
from tracker.sessions import SessionsNow, sessions_now
from tracker.side_effects import due as side_effects_due
from tracker.small import resting
from tracker.staff import Staff, staff

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
class Asks:
    """What is asked today besides the day: side effects once a week, how close a goal is every two."""

    side_effects: bool = False
    ratings: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """`now_place` is the number of items before the now marker; None on another day than today.

    `earlier` is the day before where something of it can still be filled in. `ahead` are sentences about what is
    in the plan and comes another day. `rests`: the anchors that a smaller day leaves out, also
    while it is whole. `greeting`: after days without a word. `homework`: what is due once on another day, and open.
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
    homework: tuple[Item, ...]
    plan: DayPlanCard
    safety: SafetyCards
    asks: Asks
    pause: Pause | None
    is_small: bool
    rests: frozenset[str]
    sessions: SessionsNow
    lines: str
    goals: tuple[GoalStones, ...]
    medicines: tuple[MedicineNow, ...]
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

    Ten queries, however much stands on it. Today and the two days before can be filled in.
    """
    person = person_of(user_id)
    today = page_of(now, zone=person.zone, day_start=person.day_start)
    if not EARLIEST <= (page := date or today) <= today:
        raise NoSuchDay
    found, moods = staff(person, page=page, now=now), moods_until(user_id=user_id, date=page)
    items, is_today, writable = found.items, page == today, can_record(page, recorded=today)
    since = person.small_since if is_today and person.small_on == page else None
    rests = resting(items, since=since or now)
    medicines = medicines_now(user_id, today=today)
    return Day(
        date=page,
        is_today=is_today,
        can_record=writable,
        title=_title(person, page, now) if is_today else date_format(page, "l j F"),
        greeting=_greeting(person, found, moods, today) if is_today else "",
        lede=_left(items, rests if since else frozenset()) if is_today else _past(can_record=writable),
        clock=clock(now, person.tzinfo),
        now_place=sum(item.at <= now for item in items) if is_today else None,
        items=items,
        groups=dose_groups(items, page) if writable else (),
        mood=day_mood(moods, date=page, is_open=writable),
        homework=found.homework if is_today else (),
        plan=day_plan(user_id=user_id, date=page, is_open=writable),
        safety=_safety(person, found, moods, medicines, now) if is_today else SafetyCards(),
        asks=_asks(person, medicines, today) if is_today else Asks(),
        pause=_pause(person, page) if is_today else None,
        is_small=since is not None,
        rests=rests if is_today else frozenset(),
        sessions=sessions_now(user_id=user_id, zone=person.zone, now=now),
        lines=_lines(person.lines),
        goals=tuple(_stones(pk, line) for pk, line in goal_lines(user_id).items()),
        medicines=medicines,
        earlier=page - DAY if today - page < BACK_FILL and any(item.tick for item in found.before) else None,
        ahead=_ahead(person, found.schedules, items, now) if is_today else (),
    )


def _greeting(person: Person, found: Staff, moods: Iterable[Mood], today: dt.date) -> str:
    last = max(filter(None, (found.last, *(mood.recorded_at for mood in moods))), default=None)
    return _("Good to see you.") if after_a_gap(person, last=last, today=today) else ""


def can_record(page: dt.date, *, recorded: dt.date) -> bool:
    """Whether on the page *recorded* something may still be put on *page*."""
    return recorded - page <= BACK_FILL


def _ahead(person: Person, schedules: Sequence[Schedule], items: Sequence[Item], now: dt.datetime) -> tuple[str, ...]:
    return ahead(schedules, today={item.schedule_id for item in items}, zone=person.zone, now=now)


def _title(person: Person, page: dt.date, now: dt.datetime) -> str:
    part = part_of_day(now, zone=person.zone, day_start=person.day_start)
    return TITLES[part] % {"weekday": date_format(page, "l")}


def _left(items: Sequence[Item], rests: frozenset[str]) -> str:
    """What can still be ticked today; a dose whose time has gone by is asked about, not left."""
    if not items:
        return ""
    open_items = [item for item in items if item.tick and not item.state and not item.asks and not item.met]
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


def _pause(person: Person, page: dt.date) -> Pause | None:
    if not (person.rest_id and person.rests_from and person.rests_until and person.rests_on(page)):
        return None
    return Pause(id=person.rest_id, since=person.rests_from, until=person.rests_until)


def _asks(person: Person, medicines: Sequence[MedicineNow], today: dt.date) -> Asks:
    return Asks(
        side_effects=bool(medicines) and side_effects_due(person.side_effects_on, today),
        ratings=person.goals_since is not None and rating_due(person.rated_on or person.goals_since, today),
    )


def _safety(
    person: Person, found: Staff, moods: Iterable[Mood], medicines: Sequence[MedicineNow], now: dt.datetime
) -> SafetyCards:
    return safety_cards(
        user_id=person.id,
        zone=person.zone,
        day_start=person.day_start,
        now=now,
        rows=card_rows(user_id=person.id, now=now),
        medicines=[medicine.row for medicine in medicines],
        doses=found.doses,
        moods=moods,
        changed={one.id: one.changed_on for one in medicines if one.changed_on},
        days_left={one.id: one.days_left(found.medicines, found.told, zone=person.zone, now=now) for one in medicines},
    )
