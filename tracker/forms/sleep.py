"""A bedtime, and what the wind-down is to be."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from pwa.fields import TextLine, TimeOfDay


class BedtimeForm(forms.Form):
    at = TimeOfDay(label=_("When would you like to be in bed?"))
    plan = TextLine(
        label=_("Your wind-down, in a line of your own"),
        help_text=_("Like: phone on the hall shelf, lamp on."),
        required=False,
        max_length=120,
    )
