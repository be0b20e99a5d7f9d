"""How many doses are left."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from pwa.fields import Day
from tracker.forms.fields import WholeNumber
from tracker.logic.supply import MOST_DOSES

OLDEST = dt.timedelta(days=366)


class SupplyForm(forms.Form):
    count = WholeNumber(
        label=_("How many doses are left?"),
        help_text=_("A dose is what you have at one time. With two tablets at a time, 28 tablets are 14 doses."),
        least=0,
        most=MOST_DOSES,
    )
    counted_on = Day(label=_("Counted on"))

    def __init__(self, data: QueryDict | None = None, *, today: dt.date) -> None:
        super().__init__(data, initial={"counted_on": today})
        self.today = today
        self.fields["counted_on"].error_messages["required"] = _("Choose the day it was counted, like 2026-08-25.")

    def clean_counted_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["counted_on"]
        if not self.today - OLDEST <= on <= self.today:
            raise forms.ValidationError(_("Choose a day up to today, and within the last year."))
        return on
