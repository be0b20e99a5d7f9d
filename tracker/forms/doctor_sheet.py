"""Lines of the sheet for the doctor: one's own, and questions about a medicine that are worth asking."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from pwa.fields import TextBlock
from tracker.models import AgendaLine

# After NICE NG222 1.4.5 to 1.4.14: what to talk over when a medicine is offered, taken, changed or ended. As questions.
QUESTIONS = {
    "reasons": _("What is this medicine for, and why this one for me?"),
    "dose": _("Is this the dose you have in mind for me, and when do we look at it again?"),
    "benefits": _("What could get better, how soon, and how would we notice?"),
    "harms": _("Which side effects would you like to hear about, and which at once?"),
    "missed": _("What do I do when a dose didn’t happen?"),
    "mixing": _("Does it go with what else I take, with alcohol, and with driving?"),
    "how_long": _("How long is it usually taken?"),
    "withdrawal": _("When the time comes, how would coming off it go, and what might I feel?"),
}


class DoctorLineForm(forms.Form):
    """A line to bring to the doctor. `origin`: where its words came from."""

    text = TextBlock(label=_("Something of your own"), max_length=500)
    origin = forms.ChoiceField(choices=AgendaLine.Origin.choices, required=False, widget=forms.HiddenInput)

    def clean_origin(self) -> str:
        return self.cleaned_data["origin"] or AgendaLine.Origin.OWN.value


class DoctorQuestionsForm(forms.Form):
    """Which of the questions go on the sheet."""

    question = forms.MultipleChoiceField(
        choices=list(QUESTIONS.items()), error_messages={"required": _("Tick at least one question.")}
    )

    def texts(self) -> list[str]:
        return [str(QUESTIONS[key]) for key in QUESTIONS if key in self.cleaned_data["question"]]
