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

WORKDAYS = (0, 1, 2, 3, 4)
WEEK = (0, 1, 2, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A first filling of the form. Targets are those of the clinical rules; everything may be changed."""

    name: _StrOrPromise
    target: _StrOrPromise
    title: _StrOrPromise
    smallest: _StrOrPromise
    weekdays: tuple[int, ...]
    time: dt.time
    note: _StrOrPromise = ""


SUGGESTIONS = (
    Suggestion(
        name=_("Regular sleep and wake times"),
        target=_("Up at about the same time on five days"),
        title=_("Up within half an hour of the same time"),
        smallest=_("Curtains open, feet on the floor"),
        weekdays=WORKDAYS,
        time=dt.time(7, 30),
    ),
    Suggestion(
        name=_("Room for seven to eight hours of sleep"),
        target=_("Every evening"),
        title=_("In bed in time for seven to eight hours"),
        smallest=_("A quarter of an hour earlier than yesterday"),
        weekdays=WEEK,
        time=dt.time(22, 30),
    ),
    Suggestion(
        name=_("Eating well"),
        target=_("One regular meal, every day"),
        title=_("One regular meal I can keep"),
        smallest=_("Sit down for it, whatever it is"),
        weekdays=WEEK,
        time=dt.time(13, 0),
    ),
    Suggestion(
        name=_("Planning the day"),
        target=_("Three small things, every morning"),
        title=_("Plan the day: one must, one kind to me, one small pleasant thing"),
        smallest=_("One thing on a scrap of paper"),
        weekdays=WEEK,
        time=dt.time(8, 30),
    ),
    Suggestion(
        name=_("Moving"),
        target=_("Ten minutes, three days a week"),
        title=_("Walk for ten minutes"),
        smallest=_("Shoes on, to the corner and back"),
        weekdays=(0, 2, 4),
        time=dt.time(17, 30),
    ),
    Suggestion(
        name=_("No screens before bed"),
        target=_("Out of reach for an hour, four nights a week"),
        title=_("Phone out of reach an hour before bed"),
        smallest=_("The last ten minutes without it"),
        weekdays=(0, 1, 2, 3),
        time=dt.time(22, 0),
        note=_("An experiment, not a rule: for adults, experts don’t agree that screens do general harm."),
    ),
    Suggestion(
        name=_("Breathing, meditation or yoga"),
        target=_("Five minutes on five days"),
        title=_("Five minutes of slow breathing"),
        smallest=_("Five slow breaths"),
        weekdays=WORKDAYS,
        time=dt.time(18, 0),
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
    title = TextLine(label=_("What would you like to do?"), help_text=_("In your own words."), max_length=120)
    weekdays = Weekdays(label=_("On which days?"))
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

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        today: dt.date,
        habit: Habit | None = None,
        start_from: Suggestion | None = None,
        beside: Iterable[Habit] = (),
    ) -> None:
        """*beside*: the habits of the plan that this one may not be the same as."""
        self.today, self.beside = today, beside
        self.schedule = habit.schedules.current().first() if habit else None
        super().__init__(data, initial=self._initial(habit, start_from))

    def clean(self) -> None:
        super().clean()
        if not self.errors and any(self._is_same(other) for other in self.beside):
            self.add_error("title", ALREADY)

    def _is_same(self, other: Habit) -> bool:
        """By title, days and time; the form sent once more is no other habit."""
        if other.pk == self.cleaned_data["habit_id"] or other.title.casefold() != self.cleaned_data["title"].casefold():
            return False
        schedule, rule = other.schedules.current().first(), self.rule()
        return schedule is not None and (schedule.rule.times, schedule.rule.weekdays) == (rule.times, rule.weekdays)

    def rule(self) -> Rule:
        """The rule that was written. It starts where the one before it started, or today."""
        days = frozenset(self.cleaned_data["weekdays"])
        every_day = len(days) == len(WEEK)
        return Rule(
            every="day" if every_day else "week",
            times=(self.cleaned_data["time"],),
            weekdays=frozenset() if every_day else days,
            start=self.schedule.start if self.schedule else self.today,
        )

    def _initial(self, habit: Habit | None, start_from: Suggestion | None) -> dict[str, Any]:
        if habit is not None:
            return {"habit_id": habit.pk, "title": habit.title, "smallest": habit.smallest, **self._times_now()}
        initial: dict[str, Any] = {"habit_id": uuid.uuid4()}
        if start_from is not None:
            initial |= {name: getattr(start_from, name) for name in ("title", "smallest", "weekdays", "time")}
        return initial

    def _times_now(self) -> dict[str, Any]:
        if self.schedule is None:
            return {}
        rule = self.schedule.rule
        return {
            "weekdays": sorted(rule.weekdays) if rule.every == "week" else list(WEEK),
            "time": rule.times[0],
            "remind": self.schedule.remind,
        }
