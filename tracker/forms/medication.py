"""A medicine as it stands on the label; how a dose went; why someone thinks of stopping."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from pwa.choices import Described
from pwa.fields import Day, TextLine, TimeOfDay
from tracker.actions.medication import Label
from tracker.forms.fields import ALREADY, PhoneNumber, RowId, Weekdays
from tracker.logic.schedule import Rule
from tracker.medication import REASONS, CheckIn
from tracker.models import Medicine

TIMES_A_DAY = [("1", _("Once a day")), ("2", _("Twice")), ("3", _("Three times")), ("4", _("Four times"))]
TIME_LABELS = (_("First time"), _("Second time"), _("Third time"), _("Fourth time"))
DAYS = [("every", _("Every day")), ("certain", _("Certain days"))]
COPIED = tuple(field.name for field in dataclasses.fields(Label))
EARLIEST = dt.date(1920, 1, 1)


class MedicineForm(forms.Form):
    """Copied from the label by the person. Nothing about how often is chosen beforehand."""

    medicine_id = RowId()
    name = TextLine(label=_("Name"), help_text=_("As on the label, or a name only you know."), max_length=120)
    dose = TextLine(label=_("Dose"), help_text=_("As on the label, like 50 mg."), required=False, max_length=80)
    times_a_day = forms.ChoiceField(
        label=_("How many times a day?"),
        choices=TIMES_A_DAY,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        error_messages={"required": _("Choose how many times a day, as on the label.")},
    )
    time_1 = TimeOfDay(label=TIME_LABELS[0], required=False)
    time_2 = TimeOfDay(label=TIME_LABELS[1], required=False)
    time_3 = TimeOfDay(label=TIME_LABELS[2], required=False)
    time_4 = TimeOfDay(label=TIME_LABELS[3], required=False)
    days = forms.ChoiceField(
        label=_("On which days?"),
        choices=DAYS,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        error_messages={"required": _("Choose the days, as on the label.")},
    )
    weekdays = Weekdays(label=_("These days"), required=False)
    prescriber = TextLine(label=_("Who prescribes it?"), required=False, max_length=120)
    prescriber_phone = PhoneNumber(
        label=_("Their phone number"), help_text=_("So that a call is one tap away."), required=False
    )
    taken_since = Day(label=_("Since when?"), help_text=_("About is fine, or leave it empty."), required=False)
    matches_label = forms.BooleanField(
        label=_("This matches my label"),
        error_messages={"required": _("Compare this with the label, then tick the box.")},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        today: dt.date,
        medicine: Medicine | None = None,
        beside: Iterable[Medicine] = (),
    ) -> None:
        """*beside*: the medicines of the plan that this one may not be the same as."""
        self.today, self.beside = today, beside
        self.rule_now = current.rule if medicine and (current := medicine.schedules.current().first()) else None
        super().__init__(data, initial=self._initial(medicine))

    def label(self) -> Label:
        return Label(**{name: self.cleaned_data[name] for name in COPIED})

    def time_fields(self) -> list[Any]:
        return [self[f"time_{n}"] for n in range(1, 5)]

    def clean_taken_since(self) -> dt.date | None:
        since = cast("dt.date | None", self.cleaned_data["taken_since"])
        if since and not EARLIEST <= since <= self.today:
            raise forms.ValidationError(_("Choose a date up to today."))
        return since

    def clean(self) -> None:
        super().clean()
        self._check_times()
        certain = self.cleaned_data.get("days") == "certain"
        if certain and not self.cleaned_data.get("weekdays") and "weekdays" not in self.errors:
            self.add_error("weekdays", _("Choose at least one day."))
        if "name" in self.cleaned_data and any(self._is_same(other) for other in self.beside):
            self.add_error("name", ALREADY)

    def _is_same(self, other: Medicine) -> bool:
        """By name and dose; the form sent once more is no other medicine."""
        written = [self.cleaned_data.get(name, "").casefold() for name in ("name", "dose")]
        there = [other.name.casefold(), other.dose.casefold()]
        return other.pk != self.cleaned_data["medicine_id"] and written == there

    def rule(self) -> Rule:
        """The rule that was written. It starts where the one before it started, or today."""
        certain = self.cleaned_data["days"] == "certain"
        return Rule(
            every="week" if certain else "day",
            times=tuple(sorted(self._times().values())),
            weekdays=frozenset(self.cleaned_data["weekdays"]) if certain else frozenset(),
            start=self.rule_now.start if self.rule_now else self.today,
        )

    def _times(self) -> dict[str, dt.time]:
        names = [f"time_{n}" for n in range(1, int(self.cleaned_data.get("times_a_day") or 0) + 1)]
        return {name: time for name in names if (time := self.cleaned_data.get(name))}

    def _check_times(self) -> None:
        """As many different times as were said; those beyond that number are not looked at."""
        seen: set[dt.time] = set()
        for number in range(1, int(self.cleaned_data.get("times_a_day") or 0) + 1):
            name = f"time_{number}"
            time = self.cleaned_data.get(name)
            if time is None and name not in self.errors:
                self.add_error(name, _("Choose this time, as on the label."))
            elif time in seen:
                self.add_error(name, _("This time is already there."))
            elif time:
                seen.add(time)
        for number in range(int(self.cleaned_data.get("times_a_day") or 4) + 1, 5):
            self.errors.pop(f"time_{number}", None)

    def _initial(self, medicine: Medicine | None) -> dict[str, Any]:
        if medicine is None:
            return {"medicine_id": uuid.uuid4()}
        initial: dict[str, Any] = {name: getattr(medicine, name) for name in COPIED} | {"medicine_id": medicine.pk}
        if rule := self.rule_now:
            initial |= {f"time_{n}": time for n, time in enumerate(rule.times, 1)}
            initial |= {"times_a_day": str(len(rule.times)), "weekdays": sorted(rule.weekdays)}
            initial |= {"days": "certain" if rule.weekdays else "every"}
        return initial


class CheckInForm(forms.Form):
    """How it went with one dose of today, or the thought of stopping. `dose` is "schedule/date/slot"."""

    ANSWERS = [
        ("taken", _("Taken")),
        ("not_yet", _("Not yet")),
        ("missed", Described(_("Missed it"), _("What to do about a missed dose"))),
        ("stop", _("I’m thinking of stopping")),
    ]

    dose = forms.ChoiceField(
        label=_("Which one?"),
        required=False,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        error_messages={"invalid_choice": _("That one is on another day by now. Please look again.")},
    )
    answer = forms.ChoiceField(
        label=_("And today?"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")},
    )
    reasons = forms.MultipleChoiceField(
        label=_("What’s making you think about it?"),
        help_text=_("Choose any. They become a note you can read out."),
        choices=[(name, reason.label) for name, reason in REASONS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )

    def __init__(self, data: QueryDict | None = None, *, standing: CheckIn, answer: str = "") -> None:
        """*answer* is chosen already, instead of what stands."""
        asked = standing.asked.key if standing.asked else ""
        initial = {"dose": asked, "answer": answer or standing.answer, "reasons": standing.reasons}
        super().__init__(data, initial=initial)
        self.asked = asked
        dose = cast(forms.ChoiceField, self.fields["dose"])
        dose.choices = [(each.key, each.time) for each in standing.doses]
        if len(standing.doses) < 2:
            dose.widget = forms.HiddenInput()
        if not standing.doses:
            cast(forms.ChoiceField, self.fields["answer"]).choices = self.ANSWERS[-1:]

    def clean_dose(self) -> str:
        """The dose the page asked about, where none was chosen."""
        return cast(str, self.cleaned_data["dose"]) or self.asked
