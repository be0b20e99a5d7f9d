"""The days of a month as dots, higher for a better day; days without a word stay empty, and no dot is joined over
them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tracker.charts import Chart
from tracker.models import Mood
from tracker.mood_months import MoodDay, MoodWeeks

HEIGHT = "11em"
TOP, STEP = 8, 20
LEAST = 3


def mood_line(found: MoodWeeks) -> Chart | None:
    """None with fewer than three days said: a line of two says nothing."""
    if len(found.said) < LEAST:
        return None
    return Chart(
        title=_("Day by day, %(when)s") % {"when": found.title},
        sentence=found.sentence,
        svg=_drawing(found),
        columns=(_("Day"), _("How it was")),
        look="mood c1",
        rows=tuple((date_format(day.date, "j F"), day.label) for day in found.said),
    )


def _drawing(found: MoodWeeks) -> SafeString:
    places = {day.date: _percent(100 * (n + 0.5) / len(found.days)) for n, day in enumerate(found.days)}
    levels = [(str(level.label), _percent(_y(level))) for level in Mood.Level]
    dots = [(places[day.date], _percent(_y(day.level))) for day in found.said]
    lines = [
        (places[one.date], _percent(_y(one.level)), places[two.date], _percent(_y(two.level)))
        for run in _runs(found)
        for one, two in pairwise(run)
    ]
    return format_html(
        '<svg role="img" aria-labelledby="mood-t mood-d" width="100%" height="{height}">'
        '<title id="mood-t">{title}</title><desc id="mood-d">{sentence}</desc>{levels}{lines}{dots}</svg>',
        height=HEIGHT,
        title=_("Day by day, %(when)s") % {"when": found.title},
        sentence=found.sentence,
        levels=format_html_join(
            "",
            '<text x="0" y="{1}" dx="-.7em" dy=".35em" text-anchor="end">{0}</text>'
            '<line class="grid" x1="0" x2="100%" y1="{1}" y2="{1}"/>',
            levels,
        ),
        lines=format_html_join("", '<line class="ser" x1="{}" y1="{}" x2="{}" y2="{}"/>', lines),
        dots=format_html_join("", '<circle class="pt" cx="{}" cy="{}" r="5"/>', dots),
    )


def _runs(found: MoodWeeks) -> Iterator[list[MoodDay]]:
    """Neighbouring days that were both said."""
    for said, days in groupby(found.days, key=lambda day: bool(day.level)):
        if said:
            yield list(days)


def _y(level: int) -> float:
    return TOP + STEP * (Mood.Level.VERY_GOOD - level)


def _percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"
