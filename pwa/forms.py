"""The look of the app, and the form that the parts page shows."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from pwa.choices import Described


class LookForm(forms.Form):
    """ "" is as the system says."""

    theme = forms.ChoiceField(
        label=_("Light or dark"),
        required=False,
        choices=[("", _("As the system says")), ("light", _("Light")), ("dark", _("Dark"))],
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )


class PartsForm(forms.Form):
    """One field of each kind."""

    WRONG: ClassVar[dict[str, str]] = {
        "name": "Wind-down",
        "at": "25:99",
        "notes": "Lamp, not ceiling light.",
        "zone": "local",
    }

    name = forms.CharField(label=_("Name"), help_text=_("As you would say it"), initial=_("Wind-down"))
    at = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Choose a time, like 21:30.")},
    )
    notes = forms.CharField(label=_("A line about it"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    often = forms.ChoiceField(
        label=_("One of several"),
        help_text=_("Radios: the chosen one turns gold"),
        widget=forms.RadioSelect,
        choices=[
            ("discreet", Described(_("Discreet"), _("“One thing for this evening”"))),
            ("name", Described(_("Name only"), _("No text until you open it"))),
        ],
        initial="discreet",
        error_messages={"required": _("Choose one of these.")},
    )
    share = forms.MultipleChoiceField(
        label=_("Any of several"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("goals", Described(_("Goals"), _("Two goals"))),
            ("notes", Described(_("Daily notes"), _("Off unless you turn it on"))),
        ],
        initial=["goals"],
        error_messages={"required": _("Choose at least one.")},
    )
    length = forms.ChoiceField(
        label=_("Length"),
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        choices=[("1", _("24 hours")), ("7", _("7 days"))],
        initial="7",
        required=False,
    )
    days = forms.MultipleChoiceField(
        label=_("Days"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "days"}),
        choices=list(enumerate([_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")])),
        initial=[0, 1],
        required=False,
    )
    zone = forms.ChoiceField(
        label=_("When you travel"), choices=[("local", _("Use local time")), ("stay", _("Stay on London time"))]
    )
    again = forms.BooleanField(
        label=_("Once more after 30 minutes"),
        help_text=_("Never more than once"),
        widget=forms.CheckboxInput(attrs={"class": "switch"}),
        required=False,
    )
    agree = forms.BooleanField(label=_("I have read this"), error_messages={"required": _("Tick this to go on.")})
