"""How often, as it stands on the label: one of seven ways, and none beforehand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from pwa.choices import Described
from pwa.fields import Day, TimeOfDay
from tracker.forms.fields import Weekdays, WholeNumber
from tracker.logic.as_needed import LONGEST_GAP, MOST_A_DAY, Limits
from tracker.logic.schedule import Every, Rule

OFTEN = [
    ("every_day", _("Every day")),
    ("weekdays", _("Certain days of the week")),
    ("every_few_days", Described(_("Every few days"), _("Like every 2 days"))),
    ("on_off", Described(_("Some days on, some days off"), _("Like 21 days on, 7 days off"))),
    ("month", _("Once a month")),
    ("hours", Described(_("Every few hours"), _("Like every 8 hours, day and night"))),
    ("as_needed", Described(_("As needed"), _("No times and no reminders. It is recorded when it happens."))),
]
TIMES_A_DAY = [
    ("1", _("Once a day")),
    ("2", _("Twice")),
    ("3", _("Three times")),
    ("4", _("Four times")),
    ("5", _("Five times")),
    ("6", _("Six times")),
]
TIMES = tuple(f"time_{number}" for number in range(1, len(TIMES_A_DAY) + 1))
TIMED = ("times_a_day", *TIMES)
PARTS: dict[str, tuple[str, ...]] = {
    "every_day": TIMED,
    "weekdays": ("weekdays", *TIMED),
    "every_few_days": ("every_days", "first_day", *TIMED),
    "on_off": ("on_days", "off_days", "first_day", *TIMED),
    "month": ("month_day", *TIMED),
    "hours": ("every_hours", "first_time", "first_day"),
    "as_needed": ("most_a_day", "gap_hours", "gap_minutes"),
}
MAY_BE_EMPTY = frozenset({*TIMES, "most_a_day", "gap_hours", "gap_minutes"})
MISSING = {
    "times_a_day": _("Choose how many times a day, as on the label."),
    "weekdays": _("Choose at least one day."),
    "first_time": _("Choose the time of the first one, like 08:00."),
    "first_day": _("Choose the day of the first one, like 2026-08-25."),
}
EVERY: dict[str, Every] = {"weekdays": "week", "month": "month", "hours": "hours"}
EARLIEST, YEAR = dt.date(1950, 1, 1), dt.timedelta(days=366)


class TimesForm(forms.Form):
    """Only what belongs to the chosen way is looked at. `today` and `rule_now` are set before it is made."""

    today: dt.date
    rule_now: Rule | None = None

    often = forms.ChoiceField(
        label=_("How often?"),
        help_text=_("As the label says it."),
        choices=OFTEN,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose how often, as on the label.")),
    )
    weekdays = Weekdays(label=_("These days"), required=False)
    every_days = WholeNumber(label=_("Every how many days?"), least=2, most=365, required=False)
    on_days = WholeNumber(label=_("Days on"), least=1, most=365, required=False)
    off_days = WholeNumber(label=_("Days off"), least=1, most=365, required=False)
    month_day = WholeNumber(
        label=_("On which day of the month?"),
        help_text=_("A number from 1 to 31. In a shorter month it is the last day."),
        least=1,
        most=31,
        required=False,
    )
    every_hours = WholeNumber(label=_("Every how many hours?"), least=1, most=168, required=False)
    first_time = TimeOfDay(label=_("At what time is the first one?"), required=False)
    first_day = Day(
        label=_("On which day is the first one?"), help_text=_("The days are counted from it."), required=False
    )
    times_a_day = forms.ChoiceField(
        label=_("How many times a day?"),
        choices=TIMES_A_DAY,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        required=False,
        error_messages={"invalid_choice": _("Choose how many times a day, as on the label.")},
    )
    time_1 = TimeOfDay(label=_("First time"), required=False)
    time_2 = TimeOfDay(label=_("Second time"), required=False)
    time_3 = TimeOfDay(label=_("Third time"), required=False)
    time_4 = TimeOfDay(label=_("Fourth time"), required=False)
    time_5 = TimeOfDay(label=_("Fifth time"), required=False)
    time_6 = TimeOfDay(label=_("Sixth time"), required=False)
    most_a_day = WholeNumber(
        label=_("The most in 24 hours"),
        help_text=_("As on the label. Empty, if it says nothing about it."),
        least=1,
        most=MOST_A_DAY,
        required=False,
    )
    gap_hours = WholeNumber(label=_("Hours between two, at least"), least=0, most=168, required=False)
    gap_minutes = WholeNumber(label=_("And minutes"), least=0, most=59, required=False)

    def clean(self) -> None:
        super().clean()
        often = self.cleaned_data.get("often", "")
        for name in {name for parts in PARTS.values() for name in parts} - set(PARTS.get(often, ())):
            self.errors.pop(name, None)
        for name in PARTS.get(often, ()):
            if name not in self.errors and name not in MAY_BE_EMPTY and self._is_empty(name):
                self.add_error(name, MISSING.get(name) or self.fields[name].error_messages["required"])
        if "times_a_day" in PARTS.get(often, ()):
            self._check_times()
        first_day = self.cleaned_data.get("first_day")
        if "first_day" in PARTS.get(often, ()) and first_day and not EARLIEST <= first_day <= self.today + YEAR:
            self.add_error("first_day", _("Choose a day up to a year from now."))

    def rule(self) -> Rule | None:
        """The rule that was written; None as needed. It starts where the one before it started, or today."""
        said = self.cleaned_data
        often = said["often"]
        if often == "as_needed":
            return None
        now, every = self.rule_now, EVERY.get(often, "day")
        same = now is not None and now.every == every
        start = said["first_day"] if "first_day" in PARTS[often] else now.start if now else self.today
        interval = {"every_few_days": "every_days", "hours": "every_hours"}.get(often)
        kept = now.interval if now and same and every in ("week", "month") else 1
        return Rule(
            every=every,
            times=(said["first_time"],) if often == "hours" else tuple(sorted(self._times().values())),
            start=start,
            interval=said[interval] if interval else kept,
            weekdays=frozenset(said["weekdays"]) if often == "weekdays" else frozenset(),
            month_day=said["month_day"] if often == "month" else None,
            on_days=said["on_days"] if often == "on_off" else None,
            off_days=said["off_days"] if often == "on_off" else None,
            end=now.end if now and now.end and start <= now.end else None,
        )

    def limits(self) -> Limits | None:
        """What the label says of a medicine as needed; None where it has times."""
        said = self.cleaned_data
        if said["often"] != "as_needed":
            return None
        gap = (said["gap_hours"] or 0) * 60 + (said["gap_minutes"] or 0)
        most = int(LONGEST_GAP.total_seconds() // 60)
        return Limits(most_a_day=said["most_a_day"], gap_minutes=min(gap, most) or None)

    def time_fields(self) -> list[Any]:
        return [self[name] for name in TIMES]

    def _is_empty(self, name: str) -> bool:
        return self.cleaned_data.get(name) in (None, "", [])

    def _wanted(self) -> Iterable[str]:
        return TIMES[: int(self.cleaned_data.get("times_a_day") or 0)]

    def _times(self) -> dict[str, dt.time]:
        return {name: time for name in self._wanted() if (time := self.cleaned_data.get(name))}

    def _check_times(self) -> None:
        """As many different times as were said; those beyond that number are not looked at."""
        seen: set[dt.time] = set()
        for name in self._wanted():
            time = self.cleaned_data.get(name)
            if time is None and name not in self.errors:
                self.add_error(name, _("Choose this time, as on the label."))
            elif time in seen:
                self.add_error(name, _("This time is already there."))
            elif time:
                seen.add(time)
        if self.cleaned_data.get("times_a_day"):
            for name in set(TIMES) - set(self._wanted()):
                self.errors.pop(name, None)


def times_said(rule: Rule | None, as_needed: dict[str, int | None] | None) -> dict[str, Any]:
    """What the form shows of what stands."""
    if as_needed is not None:
        gap = as_needed["gap_minutes"] or 0
        said = {"most_a_day": as_needed["most_a_day"], "gap_hours": gap // 60 or None, "gap_minutes": gap % 60 or None}
        return {"often": "as_needed", **said}
    if rule is None:
        return {}
    often = _often(rule)
    times = rule.times if often != "hours" else ()
    return {
        **dict(zip(TIMES, times, strict=False)),
        "often": often,
        "times_a_day": str(len(rule.times)) if often != "hours" else "",
        "weekdays": sorted(rule.weekdays),
        "every_days": rule.interval if often == "every_few_days" else None,
        "every_hours": rule.interval if often == "hours" else None,
        "first_time": rule.times[0] if often == "hours" else None,
        "first_day": rule.start if "first_day" in PARTS.get(often, ()) else None,
        "on_days": rule.on_days,
        "off_days": rule.off_days,
        "month_day": rule.month_day,
    }


def _often(rule: Rule) -> str:
    named = {every: often for often, every in EVERY.items()}
    if rule.every == "day":
        return "on_off" if rule.on_days else "every_few_days" if rule.interval > 1 else "every_day"
    return named.get(cast(Every, rule.every), "")
