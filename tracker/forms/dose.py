"""What is said of one dose: why not, when it was taken, a note; a dose of a medicine as needed."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from pwa.fields import Day, TextBlock, TimeOfDay
from tracker.medicine_days import OneDose
from tracker.models import Dose

NOTE_LENGTH = 500
DAY = dt.timedelta(days=1)
LATEST = 3 * DAY
TO_COME = _("That time is still to come. Choose an earlier one.")


class DoseForm(forms.Form):
    """A field that was not sent leaves what stands: None for it. A time without a day is on the day of the dose."""

    reason = forms.ChoiceField(
        choices=[("", ""), *Dose.Reason.choices],
        required=False,
        error_messages={"invalid_choice": _("Choose one of these reasons, or none.")},
    )
    taken_on = Day(label=_("On"), required=False)
    taken_at = TimeOfDay(label=_("At"), required=False)
    note = TextBlock(label=_("A note, if you like"), max_length=NOTE_LENGTH, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        due: dt.datetime,
        zone: ZoneInfo,
        now: dt.datetime,
        dose: OneDose | None = None,
    ) -> None:
        self.due, self.zone, self.now = due.astimezone(zone), zone, now
        taken_at = dose.taken_at if dose else None
        day = taken_at.date() if taken_at else self.due.date()
        initial = {"taken_on": day, "taken_at": taken_at, "note": dose.note if dose else ""}
        super().__init__(data, initial=initial)

    def clean_taken_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["taken_on"] or self.due.date()
        if not self.due.date() - DAY <= day <= self.due.date() + LATEST:
            raise forms.ValidationError(_("Choose a day around the dose: the day before, or up to three days after."))
        return day

    def clean(self) -> None:
        super().clean()
        if (at := self.instant) and at > self.now:
            self.add_error("taken_at", TO_COME)

    @property
    def instant(self) -> dt.datetime | None:
        """When it was taken, None where nobody knows."""
        day, time = self.cleaned_data.get("taken_on"), self.cleaned_data.get("taken_at")
        return dt.datetime.combine(day, time, self.zone).astimezone(dt.UTC) if day and time else None

    @property
    def says_when(self) -> bool:
        return "taken_at" in self.data

    def said(self) -> dict[str, Any]:
        """`reason` and `note` as they were sent."""
        return {name: self.cleaned_data[name] if name in self.data else None for name in ("reason", "note")}


class AsNeededForm(forms.Form):
    """When a dose was taken: now where nothing is said, else at a time of today or yesterday."""

    day = forms.ChoiceField(
        label=_("Which day?"),
        choices=[("today", _("Today")), ("yesterday", _("Yesterday"))],
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        required=False,
        error_messages={"invalid_choice": _("Choose today or yesterday.")},
    )
    taken_at = TimeOfDay(label=_("At what time?"), required=False)

    def __init__(self, data: QueryDict | None = None, *, zone: ZoneInfo, now: dt.datetime) -> None:
        super().__init__(data, initial={"day": "today"})
        self.zone, self.now = zone, now

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("day") == "yesterday" and not self.cleaned_data.get("taken_at"):
            if "taken_at" not in self.errors:
                self.add_error("taken_at", _("Choose the time of yesterday, like 21:30."))
        elif (at := self.instant) and at > self.now:
            self.add_error("taken_at", _("That time is still to come. Choose an earlier one, or yesterday."))

    @property
    def instant(self) -> dt.datetime | None:
        time = self.cleaned_data.get("taken_at")
        day = self.now.astimezone(self.zone).date() - DAY * (self.cleaned_data.get("day") == "yesterday")
        return dt.datetime.combine(day, time, self.zone).astimezone(dt.UTC) if time else None
