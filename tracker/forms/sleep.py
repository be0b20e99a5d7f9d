"""A bedtime, what the wind-down is to be, and the diary of a night."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pwa.fields import TextLine, TimeOfDay
from tracker.logic.sleep import Answers, Impossible, night_of

QUALITY = [
    ("", _("No word")),
    ("1", _("Very bad")),
    ("2", _("Bad")),
    ("3", _("So-so")),
    ("4", _("Good")),
    ("5", _("Very good")),
]
LOOK_AGAIN = {
    "tried": _("This comes after getting into bed. Look at both times again."),
    "woke": _("This comes after trying to sleep. Look at both times again."),
    "got_up": _("Getting up comes last. Look at the times again."),
    "to_sleep": _("The night was shorter than this. Look at the minutes and the times."),
    "awake": _("The night was shorter than this. Look at the minutes and the times."),
}


class BedtimeForm(forms.Form):
    at = TimeOfDay(label=_("When would you like to be in bed?"))
    plan = TextLine(
        label=_("Your wind-down, in a line of your own"),
        help_text=_("Like: phone on the hall shelf, lamp on."),
        required=False,
        max_length=120,
    )


class Count(forms.IntegerField):
    """A whole number, kept in the field as it was typed."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        words = _("Write a whole number from 0 to %(most)d.") % {"most": most}
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), words)
        super().__init__(min_value=0, max_value=most, required=False, error_messages=messages, **kwargs)


class NightForm(forms.Form):
    """Every field may stay empty. What contradicts itself, or is still to come at *said_at*, is turned down."""

    into_bed = TimeOfDay(label=_("Into bed"), required=False)
    tried = TimeOfDay(label=_("Tried to sleep"), required=False)
    to_sleep = Count(label=_("Minutes to fall asleep"), most=1439)
    wakings = Count(label=_("Night wake-ups"), most=99)
    awake = Count(label=_("Minutes awake"), most=1439)
    woke = TimeOfDay(label=_("Awake for good"), required=False)
    got_up = TimeOfDay(label=_("Up"), required=False)
    quality = forms.TypedChoiceField(
        label=_("The night was"),
        choices=QUALITY,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        error_messages={"invalid_choice": _("Choose one of the words, or “No word”.")},
    )

    def __init__(self, *args: Any, day: dt.date, zone: str, said_at: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day, self.zone, self.said_at = day, zone, said_at

    @property
    def answers(self) -> Answers:
        return Answers(**self.cleaned_data)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What stands in it, as words."""
        return [(str(field.label), _words(field.name, field.value())) for field in self if field.value() is not None]

    def clean(self) -> None:
        if self.errors:
            return
        try:
            night = night_of(self.answers, day=self.day, zone=self.zone)
        except Impossible as broken:
            self.add_error(broken.field, forms.ValidationError(LOOK_AGAIN[broken.field], code="order"))
            return
        for name, at in (("woke", night.woke), ("got_up", night.got_up)):
            if at is not None and at > self.said_at:
                words = _("This time is still to come. Leave it empty until you are up.")
                self.add_error(name, forms.ValidationError(words, code="future"))
                return


def _words(name: str, value: Any) -> str:
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return str(dict(QUALITY)[str(value)]) if name == "quality" else str(value)
