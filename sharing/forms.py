"""What to share, and how the link lives. Forms validate and never write."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pwa.fields import TextLine
from sharing.logic import consent

SECTION_CHOICES = [
    ("say", _("What I want to say")),
    ("goals", _("Goals and milestones")),
    ("medicine", _("Medicine")),
    ("habits", _("Habits")),
]
PERIODS = [(14, _("2 weeks")), (28, _("4 weeks")), (112, _("16 weeks"))]
LIFETIME_CHOICES = [(1, _("24 hours")), (7, _("7 days")), (30, _("30 days"))]


class SummaryForm(forms.Form):
    sections = forms.MultipleChoiceField(
        label=_("What’s on it"),
        choices=SECTION_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        initial=["say"],
        error_messages={"required": _("Choose at least one part to share.")},
    )
    days = forms.TypedChoiceField(
        label=_("How far back"),
        choices=PERIODS,
        coerce=int,
        initial=28,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        error_messages={"required": _("Choose how far back it goes.")},
    )
    for_whom = TextLine(
        label=_("Who it’s for"),
        max_length=80,
        required=False,
        help_text=_("So that you can tell your links apart. It stands on the page too."),
    )
    name = TextLine(
        label=_("What to call you on it"),
        max_length=80,
        required=False,
        help_text=_("A first name or initials. It can stay empty."),
    )


class LinkForm(forms.Form):
    lifetime = forms.TypedChoiceField(
        label=_("How long the link works"),
        choices=LIFETIME_CHOICES,
        coerce=int,
        initial=consent.DEFAULT_LIFETIME,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        error_messages={"required": _("Choose how long the link works.")},
    )
    with_passcode = forms.BooleanField(
        label=_("Ask for a passcode"),
        required=False,
        initial=True,
        help_text=_(
            "Six digits that you give them by another route. Without it, anyone with the link can read the page."
        ),
    )

    def clean_lifetime(self) -> dt.timedelta:
        return consent.LIFETIMES[self.cleaned_data["lifetime"]]


class PasscodeForm(forms.Form):
    passcode = forms.CharField(
        label=_("Passcode"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "code"}),
        error_messages={"required": _("Type the six digits you were given.")},
    )

    def clean_passcode(self) -> str:
        digits = "".join(char for char in self.cleaned_data["passcode"] if not char.isspace())
        if not (digits.isascii() and digits.isdigit() and len(digits) == consent.PASSCODE_DIGITS):
            raise forms.ValidationError(_("A passcode has six digits."))
        return digits

    def refuse(self, tries_left: int) -> None:
        """Say that the passcode was wrong, beside the field."""
        message: Any = _("That isn’t the passcode. Please check it with the person who sent you the link.")
        if tries_left <= 3:
            message = _("That isn’t the passcode. After a few more wrong ones this link ends for good.")
        self.add_error("passcode", message)
