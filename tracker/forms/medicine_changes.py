"""Changing, ending and pausing a medicine: with whom that was agreed, and from when."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from pwa.fields import Day, TextLine
from tracker.actions.medicine_changes import Agreed
from tracker.forms.medication import EARLIEST, MedicineForm
from tracker.forms.medicine_times import PARTS
from tracker.models import Medicine
from tracker.versions import in_words, when_inside

QUESTION = "question"


class AgreedForm(forms.Form):
    """Both, or `keep` is QUESTION: then nothing changes, and it is kept as a question for the doctor."""

    agreed_with = TextLine(
        label=_("Agreed with"),
        help_text=_("Who prescribes it, or a pharmacist who follows their word."),
        required=False,
        max_length=120,
    )
    agreed_on = Day(label=_("From which date?"), required=False)

    @property
    def is_question(self) -> bool:
        return self.data.get("keep") == QUESTION

    def check_agreed(self, today: dt.date) -> None:
        """A sentence beside what is missing, or is no day up to *today*."""
        if not self.cleaned_data.get("agreed_with") and "agreed_with" not in self.errors:
            self.add_error("agreed_with", _("Write who agreed to it, or keep it as a question for the doctor."))
        on = self.cleaned_data.get("agreed_on")
        if on is None and "agreed_on" not in self.errors:
            self.add_error("agreed_on", _("Choose the date it holds from, like 2026-08-25."))
        elif on and not EARLIEST <= on <= today:
            self.add_error(
                "agreed_on", _("Choose a date up to today. What is still to come can be kept as a question.")
            )

    def forget_agreed(self) -> None:
        for name in ("agreed_with", "agreed_on"):
            self.errors.pop(name, None)

    def agreed(self, *, was: str, becomes: str) -> Agreed:
        said = self.cleaned_data
        return Agreed(with_whom=said["agreed_with"], on=said["agreed_on"], was=was, becomes=becomes)


class ChangeForm(AgreedForm, MedicineForm):
    """The label once more. Another dose or other times are saved only as agreed."""

    medicine: Medicine

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_question:
            self.fields["matches_label"].required = False

    def clean(self) -> None:
        super().clean()
        if not self.is_changed:
            self.forget_agreed()
            if self.is_question and not self.errors:
                self.add_error("dose", _("The dose and the times are as they were, so there is nothing to ask yet."))
        elif self.other_times and self.medicine.paused_at:
            self.add_error("often", _("It is paused. Its times can change once the pause is over."))
        elif self.is_question:
            self.forget_agreed()
        else:
            self.check_agreed(self.today)

    @property
    def other_times(self) -> bool:
        """Whether what was written differs from what stands; False while it cannot be read."""
        if any(name in self.errors for name in self._belongs()):
            return False
        return (self.rule(), self._limits_said()) != (self.rule_now, self.medicine.as_needed)

    @property
    def other_dose(self) -> bool:
        """A dose written for the first time is none."""
        dose = self.cleaned_data.get("dose", self.medicine.dose)
        return bool(self.medicine.dose) and dose != self.medicine.dose

    @property
    def is_changed(self) -> bool:
        return self.other_dose or self.other_times

    def change(self) -> Agreed | None:
        """What was agreed; None where neither dose nor times change."""
        if not self.is_changed:
            return None
        medicine, dose = self.medicine, self.cleaned_data["dose"]
        return self.agreed(
            was=in_words(medicine.dose, self.rule_now, medicine.as_needed),
            becomes=in_words(dose, self.rule(), self._limits_said()),
        )

    def question(self) -> str:
        """The change as it can be asked about: only what differs."""
        doses = (self.medicine.dose, self.cleaned_data["dose"] or translated("no dose"))
        times = (
            when_inside(self.rule_now, self.medicine.as_needed),
            when_inside(self.rule(), self._limits_said()),
        )
        parts = [pair for pair, differs in ((doses, self.other_dose), (times, self.other_times)) if differs]
        was, becomes = (" ".join(words) for words in zip(*parts, strict=True))
        sentence = translated("Could we talk about changing %(name)s from %(was)s to %(becomes)s?")
        return sentence % {"name": self.medicine.name, "was": was, "becomes": becomes}

    def _belongs(self) -> list[str]:
        return ["often", *PARTS.get(self.cleaned_data.get("often", ""), ())]

    def _limits_said(self) -> dict[str, int | None] | None:
        limits = self.limits()
        return dataclasses.asdict(limits) if limits else None


class EndForm(AgreedForm):
    """No longer prescribed: as of which day, and who ended it."""

    def __init__(self, *args: Any, today: dt.date, medicine: Medicine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.medicine = today, medicine
        self.fields["agreed_on"].label, self.fields["agreed_on"].initial = _("Which was the last day?"), today

    def clean(self) -> None:
        super().clean()
        if self.is_question:
            self.forget_agreed()
        else:
            self.check_agreed(self.today)

    def end(self, *, was: str) -> Agreed:
        return self.agreed(was=was, becomes="")

    def question(self) -> str:
        return translated("Could we talk about ending %(name)s?") % {"name": self.medicine.name}


class PauseForm(forms.Form):
    told_by = TextLine(label=_("Who told you?"), help_text=_("Like Dr Singh, or the ward."), max_length=120)
