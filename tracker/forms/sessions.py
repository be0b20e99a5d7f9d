"""The next appointment, and a line to bring to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pwa.fields import Day, TextBlock, TextLine, TimeOfDay
from tracker.forms.fields import RowId
from tracker.logic.agenda import is_whole
from tracker.models import AgendaLine, Appointment

LONGEST_AGO = dt.timedelta(days=365)
FURTHEST = dt.timedelta(days=730)
NOTES_LENGTH = 20_000

QUESTIONS = {
    "goals": _("Can we write down two or three goals and how we’ll notice them?"),
    "plan": _("What’s the plan from here, roughly how many sessions, and when do we review?"),
    "medicine": _("Do you think medicine is worth considering, and who would I ask?"),
}


class AppointmentForm(forms.Form):
    """Local date and time become `starts_at`, an aware instant from a year before *now* to two years ahead."""

    appointment_id = RowId()
    date = Day(label=_("Day"))
    time = TimeOfDay(label=_("Time"))
    carer = forms.TypedChoiceField(label=_("With whom"), coerce=UUID, empty_value=None, required=False)
    with_whom = TextLine(label=_("With whom"), required=False, max_length=100)
    place = TextLine(label=_("Where"), help_text=_("A place, or “by video”."), required=False, max_length=200)

    def __init__(
        self, *args: Any, zone: str, now: dt.datetime, carers: Sequence[tuple[UUID, str]] = (), **kwargs: Any
    ) -> None:
        """*carers*: the ids and names of the care team; without any, nobody is chosen from."""
        super().__init__(*args, **kwargs)
        self.zone, self.now = ZoneInfo(zone), now
        if carers:
            choices = [(str(pk), name) for pk, name in carers]
            self.fields["carer"].choices = [*choices, ("", _("Someone else"))]  # type: ignore[attr-defined]
            self.fields["with_whom"].label = _("Or someone else")
        else:
            del self.fields["carer"]
        self.fields["date"].error_messages["required"] = _("Choose a day.")
        self.fields["appointment_id"].initial = uuid4()

    def clean_date(self) -> dt.date:
        """Near enough for an instant to be made of it."""
        day: dt.date = self.cleaned_data["date"]
        here = self.now.astimezone(self.zone).date()
        if day < here - LONGEST_AGO:
            raise ValidationError(_("That day is long ago. Choose one within the past year, or still to come."))
        if day > here + FURTHEST:
            raise ValidationError(_("Choose a day within two years."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "date" in values and "time" in values:
            values["starts_at"] = self._instant(values["date"], values["time"])
        return values

    def _instant(self, day: dt.date, clock: dt.time) -> dt.datetime:
        """A time that comes twice is its first; one that the clocks leave out is asked for again."""
        starts_at = dt.datetime.combine(day, clock, tzinfo=self.zone).astimezone(dt.UTC)
        if starts_at.astimezone(self.zone).time() != clock:
            raise ValidationError({"time": _("The clocks go forward then, so that time is left out. Choose another.")})
        return starts_at


class LineForm(forms.Form):
    """One line to bring, and whether it stays with the person."""

    text = TextBlock(label=_("Add something"), max_length=500)
    private = forms.BooleanField(
        label=_("Private: never shared"),
        help_text=_("It stays on your list and is left out when you share."),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "switch"}),
    )


class ChangedLineForm(LineForm):
    """A line there is, which may also go to the doctor's sheet."""

    for_doctor = forms.BooleanField(
        label=_("For the doctor"),
        help_text=_("It then stands on the sheet for the doctor, not on this list."),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "switch"}),
    )


class NewLineForm(LineForm):
    """From anywhere: `origin` says where the words came from, `for_doctor` puts it on the doctor's sheet."""

    for_doctor = forms.BooleanField(required=False, widget=forms.HiddenInput)

    origin = forms.ChoiceField(choices=AgendaLine.Origin.choices, required=False, widget=forms.HiddenInput)

    def clean_origin(self) -> str:
        return self.cleaned_data["origin"] or AgendaLine.Origin.OWN.value


class QuestionsForm(forms.Form):
    """Which of the questions worth asking go on the list."""

    question = forms.MultipleChoiceField(
        choices=list(QUESTIONS.items()),
        error_messages={"required": _("Tick at least one question.")},
    )

    def texts(self) -> list[str]:
        return [str(QUESTIONS[key]) for key in QUESTIONS if key in self.cleaned_data["question"]]


class SayForm(LineForm):
    """Words of the guide, filled in and changed as the person likes."""

    text = TextBlock(label=_("What to say"), help_text=_("Change it until it sounds like you."), max_length=500)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not is_whole(text):
            raise ValidationError(_("There is a “…” left. Write something there, or take it out."))
        return text


class NotesForm(forms.Form):
    """What is kept of a session that was."""

    notes = TextBlock(
        label=_("Notes"), help_text=_("What you want to remember."), required=False, max_length=NOTES_LENGTH
    )


class ObstacleForm(NotesForm):
    """Of one that did not happen: also what got in the way."""

    obstacle = forms.ChoiceField(
        label=_("What got in the way?"),
        help_text=_("Only if you like. It can become a topic."),
        choices=Appointment.Obstacle.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    obstacle_words = TextLine(label=_("In your own words"), required=False, max_length=300)
    field_order = ("obstacle", "obstacle_words", "notes")


class SaidForm(forms.Form):
    """Which lines were said: ids of lines on the list; what is none is left out by the action."""

    line = forms.TypedMultipleChoiceField(coerce=UUID, required=False)

    def __init__(self, *args: Any, lines: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [(str(pk), text) for pk, text in lines]  # type: ignore[attr-defined]
