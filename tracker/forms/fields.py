"""The fields of the record alone: a phone number, a whole number, days of the week, the id of a row to be made.

A page that the browser goes back to is drawn afresh, with another id: what is the same as something in the plan is
therefore refused, beside its field.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.text import clean_text
from pwa.fields import TextLine

WEEKDAYS = [
    ("0", _("Mon")),
    ("1", _("Tue")),
    ("2", _("Wed")),
    ("3", _("Thu")),
    ("4", _("Fri")),
    ("5", _("Sat")),
    ("6", _("Sun")),
]

ALREADY = _("This is already in your plan. You can change it there.")


class PhoneNumber(TextLine):
    """A number as people write it; kept as written, dialled by its digits."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and (not re.fullmatch(r"\+?[0-9 ()./-]+", value) or sum(mark.isdigit() for mark in value) < 3):
            raise ValidationError(_("Write the number with digits, like 01632 960118."), code="phone")


class WholeNumber(forms.IntegerField):
    """A number to count with, from *least* to *most*; as text, so that what was typed stays where it does not fit."""

    widget = forms.TextInput

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        sentence = format_lazy(_("Write a whole number from {least} to {most}."), least=least, most=most)
        errors = dict.fromkeys(("invalid", "min_value", "max_value", "required"), sentence)
        super().__init__(min_value=least, max_value=most, error_messages=errors, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> int | None:
        """Digits alone; a number too long to be read is no less too large."""
        text = clean_text(str(value or ""), lines=False)
        if text and not re.fullmatch(r"-?[0-9]{1,9}", text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)


class Weekdays(forms.TypedMultipleChoiceField):
    """Any of the seven days; cleaned to numbers, 0 for Monday."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": _("Choose at least one day.")})
        super().__init__(
            choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple(attrs={"class": "days"}), **kwargs
        )


class RowId(forms.UUIDField):
    """The id of the row a form makes, given when the form is drawn: sent twice, it makes one row."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        """What is no id is as good as none."""
        try:
            return super().clean(value)
        except ValidationError:
            return None
