"""The three starting steps. Nothing in them is required."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from pwa.choices import Described
from pwa.fields import TimeOfDay

WHY = [
    ("nothing_changed", _("I’ve been going for a while and nothing much has changed")),
    ("medicine_too", _("I’ve tried medicine as well, and still no change")),
    ("no_fit", _("I don’t think my therapist and I fit")),
    ("stopped_going", _("I stopped going")),
    ("not_honest", _("I haven’t been completely honest in there")),
    ("did_not_choose", _("I didn’t choose to go")),
    ("none_of_these", _("None of these, or I don’t know yet")),
]
FIRST_THINGS = [
    ("goal", Described(_("A goal"), _("Something you’d like to be different, in small steps"))),
    ("medicine", Described(_("A medicine"), _("Its times, as on the label"))),
    ("habit", Described(_("A small habit"), _("Days and a time you choose"))),
    ("bedtime", Described(_("A bedtime"), _("With a quiet hour before it"))),
    ("guide", Described(_("The guide"), _("Read first, keep nothing yet"))),
]


class WhyForm(forms.Form):
    why = forms.MultipleChoiceField(
        label=_("What has it been like?"), choices=WHY, required=False, widget=forms.CheckboxSelectMultiple
    )


class FirstThingForm(forms.Form):
    first_thing = forms.ChoiceField(
        label=_("What would you like to start with?"),
        choices=FIRST_THINGS,
        required=False,
        widget=forms.RadioSelect,
    )


class FirstCheckInForm(forms.Form):
    bedtime = TimeOfDay(
        label=_("When would you like to be in bed?"),
        help_text=_("If you like. An hour before it, Today shows a wind-down."),
        required=False,
    )
