"""Homework: in the person's own words, or one of four to start from; and what became of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from pwa.fields import Day, TextBlock, TextLine, TimeOfDay
from tracker.actions.homework import Task
from tracker.forms.fields import ALREADY, RowId, Weekdays
from tracker.logic.schedule import Rule
from tracker.models import Homework, HomeworkEntry
from tracker.work import NO_TIME

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

FURTHEST = dt.timedelta(days=365)
WEEK = (0, 1, 2, 3, 4, 5, 6)
NOTE_LENGTH = 1000
ONCE, DAYS = "once", "days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A first filling of the form; everything may be changed."""

    key: str
    name: _StrOrPromise
    about: _StrOrPromise
    title: _StrOrPromise
    why: _StrOrPromise
    smallest: _StrOrPromise
    when_and_where: _StrOrPromise
    weekdays: tuple[int, ...] = ()


TEMPLATES = (
    Template(
        key="thought_record",
        name=_("A thought record"),
        about=_("What happened, what I thought, what speaks for it and against it"),
        title=_("Thought record: one moment of the day"),
        why=_("To see a thought from two sides before believing it"),
        smallest=_("Write down the thought, nothing else"),
        when_and_where=_("After dinner, at the kitchen table"),
        weekdays=(0, 2, 4),
    ),
    Template(
        key="activity",
        name=_("One planned activity"),
        about=_("Something that used to feel good or useful, with a day and a time"),
        title=_("One planned activity"),
        why=_("To find out what it does to the mood, before and after"),
        smallest=_("The first five minutes of it"),
        when_and_where=_("Saturday morning, from home"),
    ),
    Template(
        key="worry_time",
        name=_("Worry time"),
        about=_("A quarter of an hour a day for worries; until then they are written down and wait"),
        title=_("Worry time, fifteen minutes"),
        why=_("To give worries a place, so that the rest of the day has less of them"),
        smallest=_("Write one worry on the list"),
        when_and_where=_("At the desk, not in bed"),
        weekdays=WEEK,
    ),
    Template(
        key="agreed_step",
        name=_("One step as agreed with the therapist"),
        about=_("In the words you agreed on, as small as you agreed"),
        title=_("The step we agreed on"),
        why="",
        smallest="",
        when_and_where="",
    ),
)


def template(number: str) -> Template | None:
    """The one with this number, counted from 1; None for anything else."""
    wanted = int(number) if number.isdecimal() and len(number) < 3 else 0
    return TEMPLATES[wanted - 1] if 1 <= wanted <= len(TEMPLATES) else None


class HomeworkForm(forms.Form):
    """Due once, or on days of the week; without a time it is for the evening."""

    homework_id = RowId()
    template = forms.ChoiceField(
        choices=[("", ""), *((one.key, one.name) for one in TEMPLATES)], required=False, widget=forms.HiddenInput
    )
    title = TextLine(label=_("What is it?"), help_text=_("In your own words."), max_length=120)
    why = TextBlock(label=_("What is it for?"), help_text=_("If you like."), required=False, max_length=500)
    repeat = forms.ChoiceField(
        label=_("How often?"),
        choices=[(ONCE, _("Once, by a day")), (DAYS, _("On days of the week"))],
        initial=ONCE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often."), "invalid_choice": _("Choose how often.")},
    )
    due = Day(label=_("By which day?"), help_text=_("Where it is for once."), required=False)
    weekdays = Weekdays(label=_("On which days?"), help_text=_("Where it is for days of the week."), required=False)
    time = TimeOfDay(label=_("At what time?"), help_text=_("If it has one."), required=False)
    when_and_where = TextLine(
        label=_("When and where?"),
        help_text=_("Such as “after dinner, kitchen”. A place and a moment help it happen."),
        required=False,
        max_length=200,
    )
    smallest = TextLine(
        label=_("The smallest version that still counts"),
        help_text=_("For bad days. Partly is something too."),
        required=False,
        max_length=120,
    )
    set_by = TextLine(
        label=_("Who set it?"),
        help_text=_("Your therapist, yourself, or someone else."),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"list": "carers", "autocomplete": "off"}),
    )
    appointment = forms.TypedChoiceField(
        label=_("In which session?"), coerce=UUID, empty_value=None, required=False, widget=forms.Select
    )
    remind = forms.BooleanField(
        label=_("Remind me"),
        help_text=_("At the time above, or at 18:00, if nothing is recorded yet."),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "switch"}),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        zone: str,
        now: dt.datetime,
        sessions: Sequence[tuple[UUID, str]] = (),
        homework: Homework | None = None,
        start_from: Template | None = None,
        beside: Iterable[Homework] = (),
        more: dict[str, Any] | None = None,
    ) -> None:
        """*sessions*: those it may have been set in, with their words. *beside*: what it may not be the same as."""
        self.zone, self.now, self.beside = ZoneInfo(zone), now, beside
        self.schedule = homework.schedules.current().first() if homework else None
        super().__init__(data, initial=self._initial(homework, start_from) | (more or {}))
        choices = [("", _("No session")), *((str(pk), words) for pk, words in sessions)]
        self.fields["appointment"].choices = choices  # type: ignore[attr-defined]

    def clean_due(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["due"]
        today = self.now.astimezone(self.zone).date()
        if day is None or (self.schedule and self.schedule.rule.every == "once" and day == self.schedule.rule.start):
            return day
        if day < today:
            raise ValidationError(_("That day has gone by. Choose one still to come."))
        if day > today + FURTHEST:
            raise ValidationError(_("Choose a day within a year."))
        return day

    def clean(self) -> None:
        super().clean()
        values = self.cleaned_data
        if values.get("repeat") == ONCE and "due" in values and values["due"] is None:
            self.add_error("due", _("Choose a day."))
        if values.get("repeat") == DAYS and "weekdays" in values and not values["weekdays"]:
            self.add_error("weekdays", _("Choose at least one day."))
        if self.errors:
            return
        if self._once() and not self._is_unchanged() and self._latest() is None:
            field = "time" if values["time"] else "due"
            self.add_error(field, _("That time has gone by. Choose one still to come."))
        elif any(self._is_same(other) for other in self.beside):
            self.add_error("title", ALREADY)

    def rule(self) -> Rule:
        """The rule that was written; the one there was, where nothing of it changed."""
        values = self.cleaned_data
        if self._once():
            return Rule(every="once", times=(self._time(),), start=values["due"])
        days = frozenset(values["weekdays"])
        every_day = len(days) == len(WEEK)
        repeats = self.schedule is not None and self.schedule.rule.every != "once"
        return Rule(
            every="day" if every_day else "week",
            times=(values["time"] or NO_TIME[0],),
            weekdays=frozenset() if every_day else days,
            start=self.schedule.start if self.schedule and repeats else self.now.astimezone(self.zone).date(),
        )

    def task(self) -> Task:
        values = self.cleaned_data
        words = ("title", "why", "set_by", "when_and_where", "smallest", "template")
        return Task(**{name: values[name] for name in words}, appointment_id=values["appointment"])

    def _once(self) -> bool:
        return bool(self.cleaned_data["repeat"] == ONCE)

    def _is_unchanged(self) -> bool:
        """Whether it stays due when it was."""
        rule = self.schedule.rule if self.schedule else None
        if rule is None or rule.every != "once" or rule.start != self.cleaned_data["due"]:
            return False
        time = self.cleaned_data["time"]
        return rule.times[0] == time or (time is None and rule.times[0] in NO_TIME)

    def _time(self) -> dt.time:
        if self.schedule and self._is_unchanged():
            return self.schedule.rule.times[0]
        return self._latest() or NO_TIME[0]

    def _latest(self) -> dt.time | None:
        """The time chosen, or one for the evening, that is still to come on the day it is due."""
        chosen = self.cleaned_data["time"]
        for time in (chosen,) if chosen else NO_TIME:
            if dt.datetime.combine(self.cleaned_data["due"], time, tzinfo=self.zone) > self.now:
                return time
        return None

    def _is_same(self, other: Homework) -> bool:
        """By title and rule; the form sent once more is no other homework."""
        if (
            other.pk == self.cleaned_data["homework_id"]
            or other.title.casefold() != self.cleaned_data["title"].casefold()
        ):
            return False
        schedule, rule = other.schedules.current().first(), self.rule()
        if schedule is None or schedule.rule.every != rule.every:
            return False
        return schedule.rule.start == rule.start if rule.every == "once" else schedule.rule.weekdays == rule.weekdays

    def _initial(self, homework: Homework | None, start_from: Template | None) -> dict[str, Any]:
        if homework is not None:
            words = ("title", "why", "set_by", "when_and_where", "smallest", "template")
            found = {name: getattr(homework, name) for name in words}
            return {"homework_id": homework.pk, "appointment": homework.appointment_id, **found, **self._times_now()}
        initial: dict[str, Any] = {"homework_id": uuid.uuid4()}
        if start_from is not None:
            initial |= {name: getattr(start_from, name) for name in ("title", "why", "when_and_where", "smallest")}
            initial |= {"template": start_from.key, "weekdays": list(start_from.weekdays)}
            initial["repeat"] = DAYS if start_from.weekdays else ONCE
        return initial

    def _times_now(self) -> dict[str, Any]:
        if self.schedule is None:
            return {}
        rule, time = self.schedule.rule, self.schedule.rule.times[0]
        found: dict[str, Any] = {"remind": self.schedule.remind, "time": None if time in NO_TIME else time}
        if rule.every == "once":
            return found | {"repeat": ONCE, "due": rule.start}
        return found | {"repeat": DAYS, "weekdays": sorted(rule.weekdays) if rule.every == "week" else list(WEEK)}


class HomeworkSaidForm(forms.Form):
    """`state` "" takes it back; a field that was not sent is left as it is."""

    state = forms.ChoiceField(choices=HomeworkEntry.State.choices, required=False)
    barrier = forms.ChoiceField(choices=HomeworkEntry.Barrier.choices, required=False)
    note = TextLine(label=_("A line about it, if you like"), max_length=NOTE_LENGTH, required=False)

    def said(self, name: str) -> str | None:
        """None where it was not sent."""
        return str(self.cleaned_data[name]) if name in self.data else None
