"""Rules and states as plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    """ "Every day at 08:00 and 20:00", "Mondays and Thursdays at 18:00": rules of days and weeks."""
    return _("%(days)s at %(times)s") % {"days": _days(rule), "times": listed([clock(time) for time in rule.times])}


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
    if rule.every == "day" or rule.weekdays == WEEK:
        return _("Every day")
    if rule.weekdays == WORKDAYS:
        return _("Mondays to Fridays")
    return listed([str(ON_DAYS[day]) for day in sorted(rule.weekdays)])
