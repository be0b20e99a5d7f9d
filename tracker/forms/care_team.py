"""One of the care team, and what a stretch of therapy is about."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from pwa.fields import Day, TextLine
from tracker.forms.fields import PhoneNumber, RowId
from tracker.models import Carer

EARLIEST = dt.date(1950, 1, 1)


class CarerForm(forms.Form):
    carer_id = RowId()
    name = TextLine(label=_("Name"), max_length=100)
    role = forms.ChoiceField(
        label=_("Who is it?"),
        choices=Carer.Role.choices,
        initial=Carer.Role.THERAPIST,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of these.")},
    )
    phone = PhoneNumber(label=_("Telephone"), help_text=_("To call from here."), required=False)

    def __init__(
        self, data: QueryDict | None = None, *, carer: Carer | None = None, beside: Sequence[Carer] = ()
    ) -> None:
        """*beside*: the others, of whom this may not be one."""
        self.beside = [other for other in beside if carer is None or other.pk != carer.pk]
        words = ("name", "role", "phone")
        initial: dict[str, Any] = {name: getattr(carer, name) for name in words} if carer else {}
        initial["carer_id"] = carer.pk if carer else uuid.uuid4()
        super().__init__(data, initial=initial)

    def clean(self) -> None:
        super().clean()
        name, row_id = self.cleaned_data.get("name"), self.cleaned_data.get("carer_id")
        if name and any(other.name.casefold() == name.casefold() and other.pk != row_id for other in self.beside):
            self.add_error("name", _("This name is already in your care team."))


class EpisodeForm(forms.Form):
    started_on = Day(label=_("Since when?"), help_text=_("The first session, or about then."))
    therapist = forms.TypedChoiceField(label=_("With whom"), coerce=UUID, empty_value=None, required=False)
    focus = TextLine(label=_("What is it about?"), help_text=_("In your own words."), required=False, max_length=200)
    approach = TextLine(
        label=_("What kind of therapy is it?"),
        help_text=_("As far as you know. It can be asked."),
        required=False,
        max_length=200,
    )

    def __init__(self, *args: Any, today: dt.date, therapists: Sequence[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["started_on"].error_messages["required"] = _("Choose a day.")
        choices = [("", _("Not in the care team yet")), *((str(pk), name) for pk, name in therapists)]
        self.fields["therapist"].choices = choices  # type: ignore[attr-defined]

    def clean_started_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["started_on"]
        if day > self.today:
            raise ValidationError(_("That day is still to come. Choose today or a day before."))
        if day < EARLIEST:
            raise ValidationError(_("Choose a day since 1950."))
        return day
