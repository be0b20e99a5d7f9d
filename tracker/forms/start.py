"""The three starting steps. Nothing in them is required."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from pwa.choices import Described
from pwa.fields import TimeOfDay
from tracker.models import StartAnswer

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

FirstThing = StartAnswer.FirstThing


@dataclass(frozen=True, slots=True)
class Step:
    """What a first thing is, and the name of the page where it starts."""

    about: _StrOrPromise
    page: str


STEPS = {
    FirstThing.GOAL: Step(_("Something you’d like to be different, in small steps"), "tracker:goal_new"),
    FirstThing.MEDICINE: Step(_("Its times, as on the label"), "tracker:medicine_new"),
    FirstThing.HABIT: Step(_("Days and a time you choose"), "tracker:habit_new"),
    FirstThing.BEDTIME: Step(_("With a quiet hour before it"), "tracker:bedtime"),
    FirstThing.GUIDE: Step(_("Read first, keep nothing yet"), "guide:index"),
}


def start_of(first_thing: str) -> str:
    """Where the chosen *first_thing* starts; Today for none."""
    return STEPS[FirstThing(first_thing)].page if first_thing in STEPS else "tracker:today"


class WhyForm(forms.Form):
    why = forms.MultipleChoiceField(
        label=_("What has it been like?"),
        choices=StartAnswer.Why.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class FirstThingForm(forms.Form):
    first_thing = forms.ChoiceField(
        label=_("What would you like to start with?"),
        choices=[(thing.value, Described(thing.label, step.about)) for thing, step in STEPS.items()],
        required=False,
        widget=forms.RadioSelect,
    )


class FirstCheckInForm(forms.Form):
    bedtime = TimeOfDay(
        label=_("When would you like to be in bed?"),
        help_text=_("If you like. An hour before it, Today shows a wind-down."),
        required=False,
    )
