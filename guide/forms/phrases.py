"""The blanks of a phrase."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guide.logic.phrases import Phrase
from pwa.fields import TextLine

MOST = 200


class BlanksForm(forms.Form):
    """One line for each blank, by its name. Each may be left empty."""

    def __init__(self, *args: Any, phrase: Phrase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for blank in phrase.blanks:
            self.fields[blank.name] = TextLine(
                label=blank.label,
                help_text=_("Such as “%(example)s”") % {"example": blank.example},
                max_length=MOST,
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    def values(self) -> dict[str, str]:
        """What was typed, by the name of its blank; a blank with an error is left out, and nothing before a POST."""
        return dict(self.cleaned_data) if self.is_bound and self.errors is not None else {}
