"""The last seven nights as one picture, with the sentence and the table from the same numbers."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker.charts import BAR, INSET, ROW, Chart
from tracker.logic.sleep import Night
from tracker.logic.sleep_weeks import FEWEST, is_short
from tracker.nights import Sleep

HOUR, STEP = 60, 180
EMPTY = "–"
SPREAD = {
    "steady": gettext_lazy("The middle of your nights was steady over the last two weeks."),
    "fairly": gettext_lazy("The middle of your nights was fairly steady over the last two weeks."),
    "varied": gettext_lazy("The middle of your nights varied over the last two weeks."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Nights:
    """What Progress shows of the diary. `figures` are labels and words, none of them before a week has any."""

    chart: Chart
    sentences: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]


def nights_of(sleep: Sleep) -> Nights:
    return Nights(chart=night_chart(sleep), sentences=_sentences(sleep), figures=_figures(sleep))


def _sentences(sleep: Sleep) -> tuple[str, ...]:
    said = []
    if sleep.week.filled < FEWEST:
        said.append(_("The week has figures once five of its seven nights are filled in."))
    if is_short(sleep.week):
        said.append(_("Feeling wired and needing almost no sleep can be a sign to call your doctor."))
    if sleep.steadiness:
        said.append(str(SPREAD[sleep.steadiness]))
    if sleep.often_awake:
        said.append(_("For three months, many nights had more than 30 minutes awake."))
        said.append(_("That is worth a talk with a doctor about CBT-I, the first-choice treatment."))
    return tuple(said)


def _figures(sleep: Sleep) -> tuple[tuple[str, str], ...]:
    week = sleep.week
    found = (
        (_("Time in bed, on average"), week.tib, length),
        (_("Time asleep, on average"), week.tst, length),
        (_("Sleep efficiency by diary: time asleep of the time in bed"), week.se, _share),
        (_("To fall asleep, median"), week.sol, _minutes),
        (_("Awake in the night, median"), week.waso, _minutes),
        (_("Awake before getting up, on average"), week.twak, _minutes),
        (_("Spread of the middle of the night, over two weeks"), sleep.spread, _minutes),
        (_("Sleep regularity index by diary; 100 is the same every day"), sleep.sri, _whole),
    )
    return tuple((label, words(value)) for label, value, words in found if value is not None and math.isfinite(value))


def _share(percent: float) -> str:
    return _("%(number)d %%") % {"number": round(percent)}


def _minutes(minutes: float) -> str:
    return _("%(number)d min") % {"number": round(minutes)}


def _whole(number: float) -> str:
    return str(round(number))


def night_chart(sleep: Sleep, *, key: str = "nights") -> Chart:
    """One bar a night: outlined in bed, solid from falling asleep to waking for good. *key* makes the ids."""
    title, sentence = _("Your last seven nights"), _sentence(sleep)
    mornings = list(zip(sleep.days, sleep.nights, strict=True))
    return Chart(
        title=title,
        sentence=sentence,
        svg=_svg(mornings, key, title, sentence),
        columns=(_("To the morning of"), _("Into bed"), _("Asleep"), _("Awake"), _("Up"), _("In bed"), _("Slept")),
        rows=tuple(_row(day, night) for day, night in mornings),
    )


def _sentence(sleep: Sleep) -> str:
    count = sleep.week.filled
    words = ngettext("%(count)d of 7 nights is filled in.", "%(count)d of 7 nights are filled in.", count)
    whole = [night for night in sleep.nights if night and night.into_bed and night.got_up]
    parts = [words % {"count": count}]
    if len(whole) > 1:
        beds, ups = (
            _ends([_clock(night, "into_bed") for night in whole]),
            _ends([_clock(night, "got_up") for night in whole]),
        )
        parts.append(_("Into bed %(beds)s, up %(ups)s.") % {"beds": _between(*beds), "ups": _between(*ups)})
    return " ".join(parts)


def _ends(clocks: Sequence[float]) -> tuple[float, float]:
    return min(clocks), max(clocks)


def _between(first: float, last: float) -> str:
    if first == last:
        return _("at %(time)s") % {"time": _time(first)}
    return _("between %(first)s and %(last)s") % {"first": _time(first), "last": _time(last)}


def _row(day: dt.date, night: Night | None) -> tuple[str, ...]:
    if night is None:
        return (_day(day), *[EMPTY] * 6)
    times = (_said(night, name) for name in ("into_bed", "asleep", "woke", "got_up"))
    return (_day(day), *times, length(night.tib), length(night.tst))


def _said(night: Night, name: str) -> str:
    return _time(_clock(night, name)) if getattr(night, name) else EMPTY


def _svg(mornings: Sequence[tuple[dt.date, Night | None]], key: str, title: str, sentence: str) -> SafeString:
    start, end = _span([night for _, night in mornings if night])
    height = 100 / len(mornings)
    bars = [_bar(day, night, place * height, height, start, end) for place, (day, night) in enumerate(mornings)]
    return format_html(
        '<svg role="img" aria-labelledby="{key}-t {key}-d" width="100%" height="{em}em">'
        '<title id="{key}-t">{title}</title><desc id="{key}-d">{sentence}</desc>{lines}{bars}</svg>',
        key=key,
        em=f"{len(mornings) * ROW:.1f}",
        title=title,
        sentence=sentence,
        lines=format_html_join("", "{}", ((_line(at, start, end),) for at in range(start, end + 1, STEP))),
        bars=format_html_join("", "{}", ((bar,) for bar in bars)),
    )


def _span(nights: Sequence[Night]) -> tuple[int, int]:
    """From the earliest to the latest time, to whole steps, in minutes after the midnight before the morning."""
    clocks = [
        _clock(night, name)
        for night in nights
        for name in ("into_bed", "got_up", "asleep", "woke")
        if getattr(night, name)
    ]
    first, last = (min(clocks), max(clocks)) if clocks else (0, STEP)
    start = math.floor(first / STEP) * STEP
    return start, max(math.ceil(last / STEP) * STEP, start + STEP)


def _line(at: int, start: int, end: int) -> SafeString:
    return format_html(
        '<line class="grid" x1="{x}" x2="{x}" y1="0" y2="100%"/>'
        '<text x="{x}" y="0" dy="-.6em" text-anchor="middle">{hour}</text>',
        x=_percent(100 * (at - start) / (end - start)),
        hour=f"{at // HOUR % 24:02d}",
    )


def _bar(day: dt.date, night: Night | None, y: float, height: float, start: int, end: int) -> SafeString:
    bars = [("night off", "into_bed", "got_up"), ("night", "asleep", "woke")] if night else []
    shown = [
        format_html(
            '<rect class="{}" x="{}" width="{}" y="{}" height="{}" rx="6"/>',
            look,
            _percent(100 * (_clock(night, first) - start) / (end - start)),
            _percent(100 * (_clock(night, last) - _clock(night, first)) / (end - start)),
            _percent(y + height * INSET),
            _percent(height * BAR),
        )
        for look, first, last in bars
        if night and getattr(night, first) and getattr(night, last)
    ]
    return format_html(
        '<text x="0" y="{y}" dx="-.7em" dy=".35em" text-anchor="end">{day}</text>{bars}'
        '<text x="100%" y="{y}" dx=".7em" dy=".35em">{words}</text>',
        y=_percent(y + height / 2),
        day=date_format(day, "D j"),
        bars=format_html_join("", "{}", ((bar,) for bar in shown)),
        words=length(night.tib) if night else EMPTY,
    )


def _clock(night: Night, name: str) -> float:
    """What the clock showed, in minutes after the midnight before the morning: below 0 on the evening before."""
    there = getattr(night, name).astimezone(ZoneInfo(night.zone)).replace(tzinfo=None)
    return float((there - dt.datetime.combine(night.date, dt.time())).total_seconds() / 60)


def length(minutes: float | None) -> str:
    """Minutes as "7 h 40", or a dash."""
    if minutes is None:
        return EMPTY
    hours, rest = divmod(round(minutes), HOUR)
    return _("%(hours)d h %(minutes)s") % {"hours": hours, "minutes": f"{rest:02d}"}


def _time(clock: float) -> str:
    minutes = round(clock) % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _day(day: dt.date) -> str:
    return date_format(day, "D j M")


def _percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"
