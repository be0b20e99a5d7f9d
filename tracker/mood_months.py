"""How the days were, week by week and month by month: what was said, and nothing between."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.logic.day import monday
from tracker.models import Mood

DAY = dt.timedelta(days=1)
WEEKS_SHOWN = 5
EARLIEST = dt.date(2000, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoodDay:
    """`level` 1 to 5 and its `label`, 0 and "" where nothing was said. `outside`: of another month."""

    date: dt.date
    level: int
    label: str
    note: str
    outside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MoodWeeks:
    """Weeks from Monday to Sunday. `counts` has the words of the levels with the days of each, the highest first."""

    title: str
    sentence: str
    weeks: tuple[tuple[MoodDay, ...], ...]
    counts: tuple[tuple[str, int], ...]

    @property
    def days(self) -> tuple[MoodDay, ...]:
        return tuple(day for week in self.weeks for day in week if not day.outside)

    @property
    def said(self) -> tuple[MoodDay, ...]:
        return tuple(day for day in self.days if day.level)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoodMonth:
    """`before` and `after` are the first days of the months beside it, None where there is nothing to see."""

    month: dt.date
    found: MoodWeeks
    before: dt.date | None
    after: dt.date | None


def last_weeks(*, user_id: UUID, today: dt.date) -> MoodWeeks | None:
    """The week of *today* and the four before it, in one query; None where nothing was said in them."""
    first = monday(today) - (WEEKS_SHOWN - 1) * 7 * DAY
    found = _weeks(_moods(user_id, first, today), first, today, title=_("The last five weeks"))
    return found if found.said else None


def mood_month(*, user_id: UUID, month: dt.date, today: dt.date) -> MoodMonth:
    """The month of that first day, up to *today*, in two queries."""
    last = min(month.replace(day=monthrange(month.year, month.month)[1]), today)
    earlier = Mood.objects.for_user(user_id).filter(date__range=(EARLIEST, month - DAY)).exists()
    following = month.replace(day=28) + 4 * DAY
    return MoodMonth(
        month=month,
        found=_weeks(_moods(user_id, month, last), month, last, title=date_format(month, "F Y")),
        before=(month - DAY).replace(day=1) if earlier else None,
        after=following.replace(day=1) if following.replace(day=1) <= today else None,
    )


def _moods(user_id: UUID, first: dt.date, last: dt.date) -> dict[dt.date, Mood]:
    return {mood.date: mood for mood in Mood.objects.for_user(user_id).filter(date__range=(first, last))}


def _weeks(moods: Mapping[dt.date, Mood], first: dt.date, last: dt.date, *, title: str) -> MoodWeeks:
    start, until = monday(first), monday(last) + 6 * DAY
    days = [_day(moods.get(start + n * DAY), start + n * DAY, first, last) for n in range((until - start).days + 1)]
    counts = Counter(day.level for day in days if day.level and not day.outside)
    return MoodWeeks(
        title=title,
        sentence=_sentence(counts, (last - first).days + 1),
        weeks=tuple(tuple(days[n : n + 7]) for n in range(0, len(days), 7)),
        counts=tuple((str(level.label), counts[level]) for level in reversed(Mood.Level)),
    )


def _day(mood: Mood | None, date: dt.date, first: dt.date, last: dt.date) -> MoodDay:
    level = (mood.level if mood else None) or 0
    return MoodDay(
        date=date,
        level=level,
        label=str(Mood.Level(level).label) if level else "",
        note=mood.note if mood else "",
        outside=not first <= date <= last,
    )


def _sentence(counts: Counter[int], days: int) -> str:
    said = counts.total()
    if not said:
        return _("Nothing was put down in these days.")
    words = ngettext("%(said)d of %(days)d day was put down.", "%(said)d of %(days)d days were put down.", said)
    most = max(counts.values())
    often = [str(Mood.Level(level).label) for level in sorted(counts) if counts[level] == most]
    if len(often) > 1:
        return words % {"said": said, "days": days}
    return _("%(words)s Most often: %(level)s.") % {
        "words": words % {"said": said, "days": days},
        "level": often[0].lower(),
    }
