"""Figures as SVG, with the sentence and the table from the same numbers.

Positions are in percent and text in rem, so that a figure follows the reader's width and text size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tracker.progress import HabitLine, WeekCount

ROW = 1.55
BAR, INSET = 0.56, 0.22


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`svg` is markup without style attributes; `rows` are the same numbers as words, one for each of `columns`. `look`
    are the classes of the figure."""

    title: str
    sentence: str
    svg: SafeString
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    look: str = "nights"


def habits_by_week(habits: Sequence[HabitLine], *, key: str = "habits") -> Chart | None:
    """All habits together, one bar a week: solid what was done, outlined what was due.

    None with fewer than two weeks in which something was due. *key* makes the ids in the page.
    """
    weeks = _together(habits)
    while weeks and not weeks[0].due:
        weeks = weeks[1:]
    if sum(bool(week.due) for week in weeks) < 2:
        return None
    title, sentence = _("Habits, week by week"), _sentence(weeks)
    return Chart(
        title=title,
        sentence=sentence,
        svg=_bars(weeks, key, title, sentence),
        columns=(_("Week of"), _("Done"), _("Due")),
        rows=tuple((_day(week), str(week.done), str(week.due)) for week in weeks),
    )


def _together(habits: Sequence[HabitLine]) -> list[WeekCount]:
    columns = zip(*(habit.weeks for habit in habits), strict=True)
    return [
        WeekCount(start=weeks[0].start, done=sum(week.done for week in weeks), due=sum(week.due for week in weeks))
        for weeks in columns
    ]


def _sentence(weeks: Sequence[WeekCount]) -> str:
    counted = [week for week in weeks if week.due]
    return _("%(all)s done in all: %(first)s in the week of %(start)s, %(last)s in the week of %(end)s.") % {
        "all": _of(sum(week.done for week in weeks), sum(week.due for week in weeks)),
        "first": _of(counted[0].done, counted[0].due),
        "start": _day(counted[0]),
        "last": _of(counted[-1].done, counted[-1].due),
        "end": _day(counted[-1]),
    }


def _bars(weeks: Sequence[WeekCount], key: str, title: str, sentence: str) -> SafeString:
    most, height = max(week.due for week in weeks), 100 / len(weeks)
    parts = [_bar(week, number * height, height, most) for number, week in enumerate(weeks)]
    return format_html(
        '<svg role="img" aria-labelledby="{key}-t {key}-d" width="100%" height="{em}em">'
        '<title id="{key}-t">{title}</title><desc id="{key}-d">{sentence}</desc>{bars}</svg>',
        key=key,
        em=f"{len(weeks) * ROW:.1f}",
        title=title,
        sentence=sentence,
        bars=format_html_join("", "{}", ((part,) for part in parts)),
    )


def _bar(week: WeekCount, y: float, height: float, most: int) -> SafeString:
    place = {"y": _percent(y + height * INSET), "height": _percent(height * BAR)}
    due, done = (
        format_html(
            '<rect class="{}" x="0" width="{}" y="{y}" height="{height}" rx="6"/>', look, _share(n, most), **place
        )
        if n
        else ""
        for look, n in (("night off", week.due), ("night", week.done))
    )
    return format_html(
        '<text x="0" y="{y}" dx="-.7em" dy=".35em" text-anchor="end">{day}</text>{due}{done}'
        '<text x="100%" y="{y}" dx=".7em" dy=".35em">{words}</text>',
        y=_percent(y + height / 2),
        day=_day(week),
        due=due,
        done=done,
        words=_of(week.done, week.due) if week.due else "–",
    )


def _of(done: int, due: int) -> str:
    return _("%(done)d of %(due)d") % {"done": done, "due": due}


def _day(week: WeekCount) -> str:
    return date_format(week.start, "j M")


def _share(count: int, most: int) -> str:
    return _percent(100 * count / most)


def _percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"
