"""What is known of one candidate. Everything may stay empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from guide.catalogue.choosing import PEOPLE, questions
from guide.catalogue.fit import WORDS, fit
from guide.logic.choosing import Candidate, differing
from pwa.fields import TextBlock, TextLine

if TYPE_CHECKING:
    from django.utils.functional import Promise

MOST_NAME: Final = 80
MOST_SAID: Final = 200
MOST_NOTE: Final = 500


class CandidateForm(forms.Form):
    """`saved`: what was saved meanwhile by another page, where it is not what *shown* holds. `seen` is the mark of
    what the person has seen."""

    name = TextLine(label=_("Name"), required=False, max_length=MOST_NAME)
    note = TextBlock(label=_("Anything else"), required=False, max_length=MOST_NOTE)
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, place: str, shown: Candidate, saved: Candidate | None = None
    ) -> None:
        super().__init__(data, prefix=place)
        self.place, self.shown, self.saved = place, shown, saved
        for question in questions():
            self.fields[f"asked_{question.id}"] = forms.BooleanField(label=_("Asked"), required=False)
            self.fields[f"said_{question.id}"] = _answer()
        for item in fit().items:
            self.fields[f"fit_{item.id}"] = _choice()
        self.initial = _initial(shown) | {"seen": (saved or shown).mark}
        for name in ("name", "note"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    @property
    def place_name(self) -> Promise:
        return PEOPLE[self.place]

    @property
    def who(self) -> str:
        """The name, as far as there is one."""
        return str(self["name"].value() or self.place_name)

    def content(self) -> Candidate:
        values = self.cleaned_data
        return Candidate(
            name=values["name"],
            asked=tuple(one.id for one in questions() if values[f"asked_{one.id}"]),
            said={one.id: said for one in questions() if (said := values[f"said_{one.id}"])},
            fit={item.id: said for item in fit().items if (said := values[f"fit_{item.id}"])},
            note=values["note"],
        )

    @property
    def now(self) -> Candidate:
        """As the page shows it."""
        return self.content() if self.is_bound and self.is_valid() else self.shown

    def contradictions(self) -> list[tuple[str, str, str]]:
        """(what, as it stands here, as it was saved meanwhile) wherever both say something, and not the same."""
        if self.saved is None:
            return []
        found, here, there = self.shown.contradicts(self.saved), self.shown.words, self.saved.words
        return [(what, _worded(key, here), _worded(key, there)) for key, what in _labels() if key in found]


@dataclass(frozen=True)
class Row:
    """One line of the sheet: `cells` holds (form, the tick or None, the field) for each of the two."""

    id: str
    text: str
    cells: tuple[tuple[CandidateForm, BoundField | None, BoundField], ...]


def question_rows(people: Sequence[CandidateForm]) -> list[Row]:
    return [
        Row(one.id, one.text, tuple((form, form[f"asked_{one.id}"], form[f"said_{one.id}"]) for form in people))
        for one in questions()
    ]


def fit_rows(people: Sequence[CandidateForm]) -> list[Row]:
    return [
        Row(item.id, item.text, tuple((form, None, form[f"fit_{item.id}"]) for form in people)) for item in fit().items
    ]


def apart(people: Sequence[CandidateForm]) -> list[tuple[str, list[Promise]]]:
    """(item, the two answers) where both were answered and not alike."""
    first, second = (one.now for one in people)
    found = differing(first, second)
    return [
        (item.text, [WORDS[one.fit[item.id]] for one in (first, second)]) for item in fit().items if item.id in found
    ]


def unasked(people: Sequence[CandidateForm]) -> list[tuple[str, list[str]]]:
    """(who, the questions still to ask them) for each who was begun with."""
    return [
        (form.who, [one.text for one in questions() if not form.now.heard(one.id)]) for form in people if form.now.begun
    ]


def _answer() -> forms.Field:
    """Short, on one line however it was typed; the field grows with it."""
    widget = forms.Textarea(attrs={"rows": 1, "autocomplete": "off"})
    return TextLine(label=_("In a few words"), required=False, max_length=MOST_SAID, widget=widget)


def _choice() -> forms.Field:
    return forms.ChoiceField(
        label=_("Your answer"),
        required=False,
        choices=[("", pgettext_lazy("nothing chosen", "No answer")), *WORDS.items()],
        error_messages={"invalid_choice": _("Choose one of these answers.")},
    )


def _initial(shown: Candidate) -> dict[str, Any]:
    return {
        "name": shown.name,
        "note": shown.note,
        **{f"asked_{question}": True for question in shown.asked},
        **{f"said_{question}": said for question, said in shown.said.items()},
        **{f"fit_{item}": said for item, said in shown.fit.items()},
    }


def _labels() -> Iterator[tuple[str, str]]:
    """(key, label) in the order of the sheet."""
    yield "name", gettext("Name")
    yield from ((f"said_{question.id}", question.text) for question in questions())
    yield from ((f"fit_{item.id}", item.text) for item in fit().items)
    yield "note", gettext("Anything else")


def _worded(key: str, words: Mapping[str, str]) -> str:
    return str(WORDS.get(words[key], "")) if key.startswith("fit_") else words[key]
