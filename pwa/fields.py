"""Form fields for what people type: composed characters, control characters refused, kind sentences."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.text import clean_text, has_control_characters

NOT_SHOWN = _("There are characters in this that cannot be shown. Type those words once more, instead of pasting.")


class TextLine(forms.CharField):
    """One line of the person's own words."""

    many_lines = False

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages",
            {
                "required": _("Write a few words here."),
                "max_length": _("This is too long: it has %(show_value)d characters, and %(limit_value)d fit."),
            },
        )
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        written = super().to_python(value) or ""
        if has_control_characters(written):
            raise ValidationError(NOT_SHOWN, code="control_characters")
        return clean_text(written, lines=self.many_lines)


class TextBlock(TextLine):
    """A few lines of the person's own words."""

    many_lines = True
    widget = forms.Textarea(attrs={"rows": 3})


class TimeOfDay(forms.TimeField):
    """A local time to the minute, as 21:30."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages",
            {"required": _("Choose a time, like 21:30."), "invalid": _("Write the time like 21:30.")},
        )
        super().__init__(input_formats=["%H:%M", "%H:%M:%S", "%H.%M"], **kwargs)

    def to_python(self, value: Any) -> dt.time | None:
        time = super().to_python(value)
        return time.replace(second=0, microsecond=0) if time else None


class Day(forms.DateField):
    """A calendar date."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid": _("Write the date like 2026-08-25.")})
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"], **kwargs)
