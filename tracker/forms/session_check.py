"""Four questions after a session. Our own questions, not a validated test."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

ITEMS = (
    _("I felt listened to and respected today."),
    _("We spent time on what matters to me."),
    _("The way we are working makes sense to me."),
    _("I could be honest, including about what isn’t helping."),
)
WORDS = [
    ("1", _("Not at all")),
    ("2", _("A little")),
    ("3", _("Partly")),
    ("4", _("Mostly")),
    ("5", _("Completely")),
    ("", _("Leave it out")),
]


class SessionCheckForm(forms.Form):
    """`a1` to `a4`, each of which may be left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, words in enumerate(ITEMS, start=1):
            self.fields[f"a{number}"] = forms.TypedChoiceField(
                label=words,
                choices=WORDS,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect(attrs={"class": "chips"}),
                error_messages={"invalid_choice": _("Choose one of the five, or leave it out.")},
            )

    def answers(self) -> list[int | None]:
        return [self.cleaned_data[f"a{number}"] for number in range(1, len(ITEMS) + 1)]
