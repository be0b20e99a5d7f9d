"""A habit: the person's own words, or one of seven to start from."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from pwa.fields import TextLine, TimeOfDay
from tracker.forms.fields import ALREADY, RowId, Weekdays
from tracker.logic.schedule import Rule
from tracker.models import Habit

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

BEFORE_BED = dt.timedelta(hours=1)
WEEK = (0, 1, 2, 3, 4, 5, 6)
HOW_OFTEN = [("days", _("On certain days")), ("count", _("A few days a week, any of them"))]
TIMES_A_WEEK = [(str(number), str(number)) for number in range(1, 7)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A first filling of the form: the targets of evidence as far as it goes, each small, each open to change.

    `weekdays`, or `times_a_week` of them, whichever.
    """

    name: _StrOrPromise
    target: _StrOrPromise
    title: _StrOrPromise
    smallest: _StrOrPromise
    time: dt.time
    weekdays: tuple[int, ...] = WEEK
    times_a_week: int | None = None
    tool: str = ""
    note: _StrOrPromise = ""


SUGGESTIONS = (
    Suggestion(
        name=_("Regular sleep and wake times"),
        target=_("Up at about the same time on five days"),
        title=_("Up within half an hour of the same time"),
        smallest=_("Curtains open, feet on the floor"),
        times_a_week=5,
        time=dt.time(7, 30),
        note=_(
            "If you work shifts or care for somebody at night, use the times of your main sleep, or leave this out."
        ),
    ),
    Suggestion(
        name=_("Room for seven to eight hours of sleep"),
        target=_("Every evening"),
        title=_("In bed in time for seven to eight hours"),
        smallest=_("A quarter of an hour earlier than yesterday"),
        time=dt.time(22, 30),
    ),
    Suggestion(
        name=_("Eating well"),
        target=_("One regular meal, every day"),
        title=_("One regular meal I can keep"),
        smallest=_("Sit down for it, whatever it is"),
        time=dt.time(13, 0),
        note=_(
            "Later, if you like: three regular meals, or one more fruit or vegetable. "
            "If eating is a hard subject, leave this one out."
        ),
    ),
    Suggestion(
        name=_("Planning the day"),
        target=_("Three small things, every morning"),
        title=_("Plan the day: one must, one kind to me, one small pleasant thing"),
        smallest=_("One thing on a scrap of paper"),
        time=dt.time(8, 30),
        tool=Habit.Tool.DAY_PLAN,
        note=_("The evening before is as good a time. A page for the three things comes with it."),
    ),
    Suggestion(
        name=_("Moving"),
        target=_("Ten minutes, three days a week"),
        title=_("Walk for ten minutes"),
        smallest=_("Shoes on, to the corner and back"),
        times_a_week=3,
        time=dt.time(17, 30),
        note=_(
            "Choose a time more than an hour before bed. Later, if you like: towards 150 minutes a week, "
            "and something for strength on two days."
        ),
    ),
    Suggestion(
        name=_("No screens before bed"),
        target=_("Out of reach for an hour, four nights a week"),
        title=_("Phone out of reach an hour before bed"),
        smallest=_("The last ten minutes without it"),
        times_a_week=4,
        time=dt.time(22, 0),
        tool=Habit.Tool.SCREENS_OFF,
        note=_("An experiment, not a rule: for adults, experts don’t agree that screens do general harm."),
    ),
    Suggestion(
        name=_("Breathing, meditation or yoga"),
        target=_("Five minutes on five days"),
        title=_("Five minutes of slow breathing"),
        smallest=_("Five slow breaths"),
        times_a_week=5,
        time=dt.time(18, 0),
        tool=Habit.Tool.BREATHING,
        note=_(
            "If this makes you feel worse, stop, open your eyes, look around the room. "
            "It’s not for everyone, and that’s fine."
        ),
    ),
)


def suggestion(number: str) -> Suggestion | None:
    """The one with this number, counted from 1; None for anything else."""
    wanted = int(number) if number.isdecimal() and len(number) < 3 else 0
    return SUGGESTIONS[wanted - 1] if 1 <= wanted <= len(SUGGESTIONS) else None


class HabitForm(forms.Form):
    habit_id = RowId()
    tool = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    title = TextLine(label=_("What would you like to do?"), help_text=_("In your own words."), max_length=120)
    often = forms.ChoiceField(
        label=_("How often?"),
        choices=HOW_OFTEN,
        required=False,
        initial="days",
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    weekdays = Weekdays(label=_("On which days?"), required=False)
    times_a_week = forms.TypedChoiceField(
        label=_("On how many days a week?"),
        help_text=_("It stands on Today every day, until the week has had that many."),
        choices=TIMES_A_WEEK,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        error_messages={"invalid_choice": _("Choose 1 to 6 days.")},
    )
    time = TimeOfDay(label=_("At what time?"))
    smallest = TextLine(
        label=_("The smallest version that still counts"),
        help_text=_("For bad days. Done is done, whichever version it was."),
        required=False,
        max_length=120,
    )
    remind = forms.BooleanField(
        label=_("Remind me"),
        help_text=_("At the time above, if it isn’t ticked yet."),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "switch"}),
    )
    counts_streak = forms.BooleanField(
        label=_("Count days in a row"),
        help_text=_("Off unless you want it. A day that rests neither adds nor ends anything."),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "switch"}),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        today: dt.date,
        habit: Habit | None = None,
        start_from: Suggestion | None = None,
        bedtime: dt.time | None = None,
        beside: Iterable[Habit] = (),
    ) -> None:
        """*beside*: the habits of the plan that this one may not be the same as. *bedtime*: theirs, where it is set."""
        self.today, self.beside = today, beside
        self.schedule = habit.schedules.current().first() if habit else None
        super().__init__(data, initial=self._initial(habit, start_from, bedtime))

    def clean_tool(self) -> str:
        """What is no tool is as good as none."""
        tool: str = self.cleaned_data["tool"]
        return tool if tool in Habit.Tool.values else ""

    def clean(self) -> None:
        super().clean()
        if self._by_count and self.cleaned_data.get("times_a_week") is None and "times_a_week" not in self.errors:
            self.add_error("times_a_week", _("Choose on how many days."))
        if not self._by_count and not self.cleaned_data.get("weekdays") and "weekdays" not in self.errors:
            self.add_error("weekdays", _("Choose at least one day."))
        if not self.errors and any(self._is_same(other) for other in self.beside):
            self.add_error("title", ALREADY)

    def values(self) -> dict[str, Any]:
        """What the actions keep of it, by their names."""
        return {
            **{name: self.cleaned_data[name] for name in ("title", "smallest", "remind", "counts_streak")},
            "times_a_week": self.cleaned_data["times_a_week"] if self._by_count else None,
            "rule": self.rule(),
        }

    def rule(self) -> Rule:
        """The rule that was written. It starts where the one before it started, or today."""
        days = frozenset(WEEK if self._by_count else self.cleaned_data["weekdays"])
        every_day = len(days) == len(WEEK)
        return Rule(
            every="day" if every_day else "week",
            times=(self.cleaned_data["time"],),
            weekdays=frozenset() if every_day else days,
            start=self.schedule.start if self.schedule else self.today,
        )

    @property
    def _by_count(self) -> bool:
        return bool(self.cleaned_data.get("often") == "count")

    def _is_same(self, other: Habit) -> bool:
        """By title, days and time; the form sent once more is no other habit."""
        if other.pk == self.cleaned_data["habit_id"] or other.title.casefold() != self.cleaned_data["title"].casefold():
            return False
        schedule, mine = other.schedules.current().first(), self.values()
        return (
            schedule is not None
            and (schedule.rule.times, schedule.rule.weekdays) == (mine["rule"].times, mine["rule"].weekdays)
            and other.times_a_week == mine["times_a_week"]
        )

    def _initial(self, habit: Habit | None, start_from: Suggestion | None, bedtime: dt.time | None) -> dict[str, Any]:
        if habit is not None:
            return self._as_it_is(habit)
        initial: dict[str, Any] = {"habit_id": uuid.uuid4()}
        if start_from is not None:
            names = ("title", "smallest", "weekdays", "time", "times_a_week", "tool")
            initial |= {name: getattr(start_from, name) for name in names}
            initial["often"] = "count" if start_from.times_a_week else "days"
            if bedtime and start_from.tool == Habit.Tool.SCREENS_OFF:
                initial["time"] = (dt.datetime.combine(self.today, bedtime) - BEFORE_BED).time()
        return initial

    def _as_it_is(self, habit: Habit) -> dict[str, Any]:
        names = ("title", "smallest", "times_a_week", "counts_streak", "tool")
        initial: dict[str, Any] = {"habit_id": habit.pk} | {name: getattr(habit, name) for name in names}
        initial["often"] = "count" if habit.times_a_week else "days"
        if self.schedule is not None:
            rule = self.schedule.rule
            initial |= {
                "weekdays": sorted(rule.weekdays) if rule.every == "week" else list(WEEK),
                "time": rule.times[0],
                "remind": self.schedule.remind,
            }
        return initial
