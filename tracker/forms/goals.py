"""A goal and its milestones."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from pwa.fields import TextLine
from tracker.actions.goals import Measure
from tracker.forms.fields import ALREADY, RowId
from tracker.logic.goals import LEAST, MOST
from tracker.models import Goal

SHOWN_AT_FIRST = 2
SCALE = [(str(number), str(number)) for number in range(LEAST, MOST + 1)]
AGREED = [("yes", _("Yes")), ("no", _("No")), ("", _("Not talked about yet"))]
SAID = {"yes": True, "no": False, "": None}


class ZeroToTen(forms.TypedChoiceField):
    """0 to 10, each a chip of its own; None where none is chosen."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid_choice": _("Choose a number from 0 to 10.")})
        widget = forms.RadioSelect(attrs={"class": "chips"})
        super().__init__(choices=SCALE, coerce=int, empty_value=None, required=False, widget=widget, **kwargs)


class RatingForm(forms.Form):
    """`rating` "" takes it back."""

    rating = ZeroToTen()


class GoalForm(forms.Form):
    """Title and up to six milestones. Each milestone carries its row's id, so that its place may change.

    `milestones` gives (id, words) of every field that was sent, in order, "" where it is empty. With `more` in what
    was sent or is initial there is one field more, ready to be written in.
    """

    goal_id = RowId()
    title = TextLine(
        label=_("What would you like to be different?"),
        help_text=_("In your own words, as you would say it to a friend."),
    )

    where_from = ZeroToTen(
        label=_("Where are you now with this?"),
        help_text=_("0 is as far away as it gets, 10 is there. Leave it out if you’d rather not."),
    )
    good_enough = ZeroToTen(
        label=_("What would be good enough?"),
        help_text=_("It is seldom 10. It is the number at which you’d be content."),
    )
    agreed = forms.ChoiceField(
        label=_("Agreed with your therapist?"),
        choices=AGREED,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )

    def __init__(self, *args: Any, goal: Goal | None = None, beside: Iterable[Goal] = (), **kwargs: Any) -> None:
        """*beside*: the goals of the plan that this one may not be the same as."""
        self.goal, self.beside = goal, beside
        super().__init__(*args, **kwargs)
        self.existing = list(goal.milestones.all()) if goal else []
        self.fields["goal_id"].initial = goal.pk if goal else uuid.uuid4()
        self.fields["title"].initial = goal.title if goal else ""
        self.fields["agreed"].initial = {value: name for name, value in SAID.items()}[goal.agreed if goal else None]
        if goal:
            self.fields["where_from"].label = _("Where did you start with this?")
        for name in ("where_from", "good_enough"):
            self.fields[name].initial = getattr(goal, name) if goal else None
        for number in range(self._shown()):
            self._add_milestone(number)
        if "more" in self.initial:
            self.fields[f"milestone_{self._shown() - 1}"].widget.attrs["autofocus"] = True

    def clean_title(self) -> str:
        """The form sent once more is no other goal."""
        title: str = self.cleaned_data["title"]
        others = (other for other in self.beside if other.pk != self.cleaned_data["goal_id"])
        if title.casefold() in {other.title.casefold() for other in others}:
            raise forms.ValidationError(ALREADY)
        return title

    @property
    def has_room(self) -> bool:
        return self._shown() < Goal.MOST_MILESTONES

    def milestone_fields(self) -> list[tuple[Any, Any]]:
        """(hidden id, words) as bound fields, for the template."""
        return [(self[f"milestone_{n}_id"], self[f"milestone_{n}"]) for n in range(self._shown())]

    def milestones(self) -> list[tuple[UUID, str]]:
        return [
            (self.cleaned_data[f"milestone_{n}_id"] or uuid.uuid4(), self.cleaned_data[f"milestone_{n}"])
            for n in range(self._shown())
        ]

    def measure(self) -> Measure:
        return Measure(
            where_from=self.cleaned_data["where_from"],
            good_enough=self.cleaned_data["good_enough"],
            agreed=SAID[self.cleaned_data["agreed"]],
        )

    def _shown(self) -> int:
        source = self.data if self.is_bound else self.initial
        sent = [n for n in range(Goal.MOST_MILESTONES) if f"milestone_{n}" in source]
        at_first = max(SHOWN_AT_FIRST, len(self.existing) + 1)
        more = 1 if "more" in source else 0
        return min((max(sent) + 1 if sent else at_first) + more, Goal.MOST_MILESTONES)

    def _add_milestone(self, number: int) -> None:
        known = self.existing[number] if number < len(self.existing) else None
        self.fields[f"milestone_{number}_id"] = RowId(initial=known.pk if known else uuid.uuid4())
        self.fields[f"milestone_{number}"] = TextLine(
            required=False, initial=known.title if known else "", label=_("Milestone %(n)d") % {"n": number + 1}
        )
