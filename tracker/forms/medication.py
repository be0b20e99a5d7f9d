"""A medicine as it stands on the label; how a dose went; why someone thinks of stopping."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from pwa.choices import Described
from pwa.fields import Day, TextLine
from tracker.actions.medication import Label
from tracker.forms.fields import ALREADY, PhoneNumber, RowId
from tracker.forms.medicine_times import TimesForm, times_said
from tracker.medication import REASONS, CheckIn
from tracker.models import Medicine

COPIED = tuple(field.name for field in dataclasses.fields(Label))
EARLIEST = dt.date(1920, 1, 1)
NO_COLOUR = "none"


class Swatch:
    """A colour and its word, so that it is never told by the colour alone."""

    def __init__(self, colour: str) -> None:
        self.colour = Medicine.Colour(colour)

    def __str__(self) -> str:
        return format_html('<i class="swatch {}"></i>{}', self.colour.value, self.colour.label)


class MedicineForm(TimesForm):
    """Copied from the label by the person. Nothing about how often is chosen beforehand."""

    medicine_id = RowId()
    name = TextLine(label=_("Name"), help_text=_("As on the label, or a name only you know."), max_length=120)
    dose = TextLine(label=_("Dose"), help_text=_("As on the label, like 50 mg."), required=False, max_length=80)
    form = forms.ChoiceField(
        label=_("It is a"),
        choices=[("", _("Not said")), *Medicine.Form.choices],
        required=False,
        error_messages={"invalid_choice": _("Choose one of these.")},
    )
    nickname = TextLine(
        label=_("A nickname"),
        help_text=_("Shown on Today in place of the name, like “the small white one”."),
        required=False,
        max_length=40,
    )
    colour = forms.ChoiceField(
        label=_("A colour"),
        help_text=_("So that two are not confused."),
        choices=[*((colour, Swatch(colour)) for colour in Medicine.Colour.values), (NO_COLOUR, _("No colour"))],
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        required=False,
        error_messages={"invalid_choice": _("Choose one of these.")},
    )
    prescriber = TextLine(label=_("Who prescribes it?"), required=False, max_length=120)
    prescriber_phone = PhoneNumber(
        label=_("Their phone number"), help_text=_("So that a call is one tap away."), required=False
    )
    taken_since = Day(label=_("Since when?"), help_text=_("About is fine, or leave it empty."), required=False)
    matches_label = forms.BooleanField(
        label=_("This matches my label"),
        error_messages={"required": _("Compare this with the label, then tick the box.")},
    )
    field_order = ("medicine_id", "name", "dose", "form", "nickname", "colour", *TimesForm.base_fields)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        today: dt.date,
        medicine: Medicine | None = None,
        beside: Iterable[Medicine] = (),
    ) -> None:
        """*beside*: the medicines of the plan that this one may not be the same as."""
        self.today, self.medicine = today, medicine
        self.beside = [other for other in beside if medicine is None or other.pk != medicine.pk]
        self.rule_now = medicine.last_rule if medicine else None
        super().__init__(data, initial=self._initial(medicine))
        for name in ("first_day", "agreed_on"):
            if name in self.fields:
                self.fields[name].initial = today

    def label(self) -> Label:
        return Label(**{name: self.cleaned_data[name] for name in COPIED})

    def clean_colour(self) -> str:
        colour: str = self.cleaned_data["colour"]
        return "" if colour == NO_COLOUR else colour

    def clean_taken_since(self) -> dt.date | None:
        since = cast("dt.date | None", self.cleaned_data["taken_since"])
        if since and not EARLIEST <= since <= self.today:
            raise forms.ValidationError(_("Choose a date up to today."))
        return since

    def clean(self) -> None:
        super().clean()
        if "name" in self.cleaned_data and any(self._is_same(other) for other in self.beside):
            self.add_error("name", ALREADY)
        nickname = self.cleaned_data.get("nickname", "").casefold()
        mine = (self.cleaned_data["medicine_id"], self.medicine.pk if self.medicine else None)
        others = [other for other in self.beside if other.pk not in mine]
        if nickname and nickname in {name.casefold() for other in others for name in (other.name, other.nickname)}:
            self.add_error("nickname", _("Another medicine in your plan is called that. Choose another nickname."))

    def _is_same(self, other: Medicine) -> bool:
        """By name and dose; the form sent once more is no other medicine."""
        written = [self.cleaned_data.get(name, "").casefold() for name in ("name", "dose")]
        there = [other.name.casefold(), other.dose.casefold()]
        return self.medicine is None and other.pk != self.cleaned_data["medicine_id"] and written == there

    def _initial(self, medicine: Medicine | None) -> dict[str, Any]:
        if medicine is None:
            return {"medicine_id": uuid.uuid4()}
        copied = {name: getattr(medicine, name) or None for name in COPIED}
        return {**copied, "medicine_id": medicine.pk, **times_said(self.rule_now, medicine.as_needed)}


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
