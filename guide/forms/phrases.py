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
