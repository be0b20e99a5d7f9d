"""The fit checklist on one page."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guide.catalogue.fit import WORDS, fit
from guide.models import FitCheck
from pwa.fields import TextLine

NO_FIELDS = {"csrfmiddlewaretoken", "about"}  # "about" comes of a page from before the session ended


class FitForm(forms.Form):
    """One field an item, named by its id. An error names the item."""

    red_flags = forms.MultipleChoiceField(
        label=gettext_lazy("Has any of this happened?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("“%(value)s” isn’t in the list of what may have happened.")},
    )
    about = TextLine(
        label=gettext_lazy("Who is it about, if you like"),
        help_text=gettext_lazy("A name or a word, so that you can tell two people apart later."),
        max_length=FitCheck.ABOUT_MOST,
        required=False,
    )

    def __init__(self, data: QueryDict | None, *, with_about: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        flags = cast(forms.MultipleChoiceField, self.fields["red_flags"])
        flags.choices = [(flag.id, flag.text) for flag in fit().red_flags]
        for item in fit().items:
            self.fields[item.id] = forms.ChoiceField(
                label=item.text,
                choices=[(str(said), words) for said, words in WORDS.items()],
                required=False,
                widget=forms.RadioSelect(attrs={"class": "chips"}),
                error_messages={"invalid_choice": _("“%s” came without one of the four answers.") % item.text},
            )
        if not with_about:
            del self.fields["about"]

    @property
    def items(self) -> list[BoundField]:
        return [self[item.id] for item in fit().items]

    def answers(self) -> dict[str, str]:
        """Of a valid form, without the items left out."""
        return {item.id: said for item in fit().items if (said := self.cleaned_data[item.id])}

    def clean(self) -> dict[str, Any]:
        given = cast(QueryDict, self.data)
        for item in fit().items:
            if len(given.getlist(item.id)) > 1:
                self.add_error(item.id, _("“%s” came with more than one answer.") % item.text)
        for name in sorted(set(given) - set(self.fields) - NO_FIELDS):
            self.add_error(None, _("“%s” isn’t on this list.") % name)
        if not self.errors and not self.answers() and not self.cleaned_data["red_flags"]:
            self.add_error(None, _("Nothing is answered yet. One answer is enough."))
        return self.cleaned_data
