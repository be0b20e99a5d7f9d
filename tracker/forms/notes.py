"""A note of a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pwa.fields import Day, TextBlock
from tracker.models import JournalNote


class NoteForm(forms.Form):
    """`date` is a page between *earliest* and *today*, both inclusive."""

    date = Day(label=_("Of which day?"))
    text = TextBlock(
        label=_("What happened, or what is on your mind?"),
        help_text=_("A word or a page. It’s for you."),
        max_length=JournalNote.LONGEST,
        widget=forms.Textarea(attrs={"rows": 10, "data-words": ""}),
    )

    def __init__(self, *args: Any, earliest: dt.date, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earliest, self.today = earliest, today
        self.fields["date"].error_messages["required"] = _("Choose a day.")
        self.fields["date"].widget.attrs |= {"max": today.isoformat()}

    def clean_date(self) -> dt.date:
        day: dt.date = self.cleaned_data["date"]
        if day > self.today:
            raise ValidationError(_("That day is still to come. Choose today or one before."))
        if day < self.earliest:
            raise ValidationError(_("Choose a day from the year %(year)d on."), params={"year": self.earliest.year})
        return day
