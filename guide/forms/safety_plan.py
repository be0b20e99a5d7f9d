"""A form for each part of the plan for hard moments. Everything in it may stay empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guide.logic.fingerprint import fingerprint
from guide.logic.safety_plan import (
    CONTACT_STEPS,
    MOST_PEOPLE,
    ROLES,
    Contact,
    contact_rows,
    contacts,
)
from guide.safety_plan import PROMPTS, ROLE_NAMES, Part, part
from pwa.fields import TextBlock, TextLine

PEOPLE_SHOWN = 3
PERSON = ("name", "telephone", "ask")
CHANGED = _(
    "This part was changed elsewhere meanwhile. Your words are still here, and what it says now stands below. "
    "Save again to keep yours."
)
HINTS = {"space": _("For medicines, ask the pharmacist about smaller supplies."), "stay": ""}


class StepForm(forms.Form):
    """`seen` is the fingerprint of what the page was made from. `there`: what was written elsewhere meanwhile."""

    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, step: str, written: Mapping[str, Any]) -> None:
        super().__init__(data, prefix=step)
        self.part: Part = part(step, dict(written))
        self.there: Part | None = None
        self.fields["seen"].initial = fingerprint(written.get(step))
        self.build(written)

    def build(self, written: Mapping[str, Any]) -> None:
        """Add the fields, filled in."""
        raise NotImplementedError

    def content(self) -> Any:
        """What was typed, in the shape in which it is kept."""
        raise NotImplementedError

    def differ(self, there: Part) -> None:
        """Say that something else was written here meanwhile."""
        self.there = there
        if self.is_valid():
            self.add_error(None, CHANGED)


class WordsForm(StepForm):
    def build(self, written: Mapping[str, Any]) -> None:
        step = self.part.step
        self.fields["words"] = TextBlock(
            label=PROMPTS[step],
            help_text=HINTS.get(step, _("One thing on each line.")),
            required=False,
            max_length=300 if step == "stay" else 1000,
            initial=written.get(step, ""),
        )

    def content(self) -> str:
        words: str = self.cleaned_data["words"]
        return words


class PeopleForm(StepForm):
    def build(self, written: Mapping[str, Any]) -> None:
        there = contacts(self.part.step, written)
        for n in range(MOST_PEOPLE):
            known = there[n] if n < len(there) else Contact()
            self.fields[f"name_{n}"] = _name(known.name)
            self.fields[f"telephone_{n}"] = _number(known.number)
            self.fields[f"ask_{n}"] = TextLine(label=_("What I’d like them to do"), required=False, initial=known.ask)

    def rows(self) -> list[dict[str, Any]]:
        """For the template: each person's fields; `more` are those that can stay folded away."""
        filled = [n for n in range(MOST_PEOPLE) if any(field.value() or field.errors for field in self._row(n))]
        shown = max([PEOPLE_SHOWN, *(n + 1 for n in filled)])
        return [
            {"number": n + 1, **dict(zip(PERSON, self._row(n), strict=True)), "more": n >= shown}
            for n in range(MOST_PEOPLE)
        ]

    def has_more(self) -> bool:
        return any(row["more"] for row in self.rows())

    def content(self) -> list[dict[str, str]]:
        typed = self.cleaned_data
        return contact_rows(
            [
                Contact(name=typed[f"name_{n}"], number=typed[f"telephone_{n}"], ask=typed[f"ask_{n}"])
                for n in range(MOST_PEOPLE)
            ]
        )

    def _row(self, n: int) -> list[forms.BoundField]:
        return [self[f"{name}_{n}"] for name in PERSON]


class ProfessionalsForm(StepForm):
    def build(self, written: Mapping[str, Any]) -> None:
        there = {contact.role: contact for contact in contacts(self.part.step, written)}
        for role in ROLES:
            known = there.get(role, Contact())
            self.fields[f"{role}_name"] = _name(known.name)
            self.fields[f"{role}_telephone"] = _number(known.number)

    def rows(self) -> Iterator[tuple[Any, forms.BoundField, forms.BoundField]]:
        """For the template: who it is, the name, the number."""
        for role in ROLES:
            yield ROLE_NAMES[role], self[f"{role}_name"], self[f"{role}_telephone"]

    def content(self) -> list[dict[str, str]]:
        typed = self.cleaned_data
        return contact_rows(
            [Contact(name=typed[f"{role}_name"], number=typed[f"{role}_telephone"], role=role) for role in ROLES]
        )


def step_form(step: str, *, data: Mapping[str, Any] | None, written: Mapping[str, Any]) -> StepForm:
    """The form of one step: bound to *data*, or showing what is written."""
    kinds = {"people": PeopleForm, "professionals": ProfessionalsForm}
    kind: type[StepForm] = kinds[step] if step in CONTACT_STEPS else WordsForm
    return kind(data, step=step, written=written)


def _name(initial: str) -> TextLine:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return TextLine(label=_("Name"), required=False, max_length=80, initial=initial, widget=widget)


def _number(initial: str) -> TextLine:
    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})
    return TextLine(label=_("Number"), required=False, max_length=60, initial=initial, widget=widget)
