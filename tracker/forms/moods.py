"""How a day was."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from pwa.fields import TextLine
from tracker.models import Mood

NOTE_LENGTH = 500


class MoodForm(forms.Form):
    """`level` "" takes it back; a field that was not sent is left as it is."""

    level = forms.TypedChoiceField(
        choices=Mood.Level.choices,
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Choose one of the five, from “Very low” to “Very good”.")},
    )
    note = TextLine(label=_("A line about it, if you like"), max_length=NOTE_LENGTH, required=False)

    @property
    def clears(self) -> bool:
        return "level" in self.data and self.cleaned_data["level"] is None

    @property
    def said(self) -> str | None:
        """The line, None where it was not sent."""
        note: str = self.cleaned_data["note"]
        return note if "note" in self.data else None
