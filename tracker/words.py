"""Rules and states as plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker.logic.schedule import Rule

ON_DAYS = (
    gettext_lazy("Mondays"),
    gettext_lazy("Tuesdays"),
    gettext_lazy("Wednesdays"),
    gettext_lazy("Thursdays"),
    gettext_lazy("Fridays"),
    gettext_lazy("Saturdays"),
    gettext_lazy("Sundays"),
)
WORKDAYS = frozenset(range(5))
WEEK = frozenset(range(7))
DAYS_NAMED = 6


def clock(time: dt.time) -> str:
    return f"{time:%H:%M}"


def rule_in_words(rule: Rule) -> str:
    """ "Every day at 08:00 and 20:00", "Mondays and Thursdays at 18:00", "Every 8 hours, from 06:00"."""
    times = listed([clock(time) for time in rule.times])
    if rule.every == "hours":
        words = ngettext("Every hour, from %(time)s", "Every %(n)d hours, from %(time)s", rule.interval)
        return words % {"n": rule.interval, "time": times}
    return _("%(days)s at %(times)s") % {"days": _days(rule), "times": times}


def inside(rule: Rule) -> str:
    """As `rule_in_words`, within a sentence: "every day at 08:00", "on Mondays at 18:00"."""
    words = rule_in_words(rule)
    return _("on %(when)s") % {"when": words} if rule.every == "week" else words[:1].lower() + words[1:]


def limits_in_words(most_a_day: int | None, gap_minutes: int | None) -> str:
    """ "As needed, at most 3 in a day, 4 hours between two": what stands on the label of a medicine without times."""
    words = [_("As needed")]
    if most_a_day:
        words.append(_("at most %(n)d in a day") % {"n": most_a_day})
    if gap_minutes:
        words.append(_("at least %(time)s between two") % {"time": span_in_words(gap_minutes)})
    return ", ".join(words)


def span_in_words(minutes: int) -> str:
    """ "4 hours", "1 hour 30 minutes", "45 minutes"."""
    hours, left = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
    if left:
        parts.append(ngettext("%(n)d minute", "%(n)d minutes", left) % {"n": left})
    return " ".join(parts)


def when_in_words(at: dt.datetime, *, zone: ZoneInfo, now: dt.datetime) -> str:
    """ "tomorrow at 09:00", "on Thursday at 18:00", "on 3 December at 09:00", as the clock in *zone* shows it."""
    local = at.astimezone(zone)
    days = (local.date() - now.astimezone(zone).date()).days
    words = {
        0: _("today at %(time)s"),
        1: _("tomorrow at %(time)s"),
    }.get(days, _("on %(day)s at %(time)s"))
    day = date_format(local, "l" if days <= DAYS_NAMED else "j F")
    return words % {"day": day, "time": clock(local.time())}


def listed(words: Sequence[str]) -> str:
    return str(get_text_list(list(words), _("and")))


def _days(rule: Rule) -> str:
    if rule.every == "once":
        return _("Once, on %(date)s") % {"date": date_format(rule.start, "j F Y")}
    if rule.every == "month":
        months = ngettext("Every month on day %(day)d", "Every %(n)d months on day %(day)d", rule.interval)
        return months % {"n": rule.interval, "day": rule.month_day}
    if rule.on_days and rule.off_days:
        return _("%(on)s on, %(off)s off,") % {"on": _count(rule.on_days), "off": _count(rule.off_days)}
    if rule.every == "day" and rule.interval > 1:
        return _("Every %(n)d days") % {"n": rule.interval}
    return _days_of_week(rule)


def _count(days: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def _days_of_week(rule: Rule) -> str:
    if rule.every == "day" or rule.weekdays == WEEK:
        return _("Every day")
    if rule.weekdays == WORKDAYS:
        return _("Mondays to Fridays")
    return listed([str(ON_DAYS[day]) for day in sorted(rule.weekdays)])
