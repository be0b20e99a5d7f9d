"""The plan of one day."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from pwa.fields import TextLine
from tracker.day_plan import LABELS, DayPlanCard

LENGTH = 160


class DayPlanForm(forms.Form):
    """`carry` names what comes over from the day before, into a field that was left empty."""

    must = TextLine(label=LABELS["must"], required=False, max_length=LENGTH)
    kind = TextLine(label=LABELS["kind"], required=False, max_length=LENGTH)
    pleasant = TextLine(label=LABELS["pleasant"], required=False, max_length=LENGTH)

    def __init__(self, data: QueryDict | None = None, *, card: DayPlanCard) -> None:
        left_over = {thing.name: thing.text for thing in card.left_over}
        self.carried = {name: left_over.get(name, "") for name in data.getlist("carry")} if data else {}
        super().__init__(data, initial={thing.name: thing.text for thing in card.things})

    def words(self) -> dict[str, str]:
        """Those of the fields that were sent."""
        return {
            name: self.cleaned_data[name] or self.carried.get(name, "")
            for name in self.fields
            if name in self.data or name in self.carried
        }
