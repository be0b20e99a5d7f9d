"""Side effects of a week: whether, how much, in which words, and what needs advice now."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pwa.fields import TextBlock
from tracker.models import SideEffects

NOTE_LENGTH = 1000
NOW = [
    ("rash", _("A severe rash")),
    ("swelling", _("Swelling of the face")),
    ("breathing", _("Trouble breathing")),
    ("fainting", _("Fainting")),
    ("seizure", _("A seizure")),
    ("fever", _("A high fever with stiffness or confusion")),
    ("heartbeat", _("A very fast heartbeat")),
    ("more", _("More of the medicine than prescribed")),
    ("energy", _("Very high energy with almost no sleep")),
]
CHOOSE = {"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")}


class SideEffectsForm(forms.Form):
    """Whatever is ticked under `now` is enough by itself. `take_back` empties the week."""

    any = forms.ChoiceField(
        label=_("Any side effects this week?"),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        required=False,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    much = forms.ChoiceField(
        label=_("How much do they get in your way?"),
        choices=[choice for choice in SideEffects.Much.choices if choice[0] != SideEffects.Much.NONE],
        required=False,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    note = TextBlock(label=_("In your own words, if you like"), required=False, max_length=NOTE_LENGTH)
    now = forms.MultipleChoiceField(
        label=_("Any of these? They need medical advice now."),
        choices=NOW,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE,
    )
    take_back = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("take_back") or values.get("now") or self.errors:
            return values
        if not values.get("any"):
            self.add_error("any", _("Choose one of these."))
        elif values["any"] == "yes" and not values.get("much"):
            self.add_error("much", _("Choose one of these."))
        return values

    @property
    def answer(self) -> tuple[str, str]:
        """One of SideEffects.Much or "", and the note."""
        values = self.cleaned_data
        if values["take_back"]:
            return "", ""
        much = SideEffects.Much.NONE.value if values["any"] == "no" else values["much"]
        return much, values["note"]
