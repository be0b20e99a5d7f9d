"""My plan for hard moments, ready to be written: its parts with their titles, and who can be called."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from guide.help_words import MESSAGE
from guide.logic.safety_plan import CONTACT_STEPS, STEPS, Contact, contacts, is_time_to_look, lines
from guide.models import SafetyPlan

TITLES: Final = {
    "signs": _("My early signs"),
    "alone": _("Things I can do on my own"),
    "company": _("People and places that take my mind off it"),
    "people": _("People I can tell"),
    "professionals": _("Professionals and lines"),
    "space": _("Making my space safer"),
    "stay": _("What I want to stay for"),
}
PROMPTS: Final = {
    "signs": _("Thoughts, feelings, situations, signs in the body"),
    "alone": _("Three small things that shift your attention for 15 minutes"),
    "company": _("Company, without having to explain"),
    "people": _("Names and numbers, and what you’d like them to do"),
    "professionals": _("Your therapist, your doctor, and whoever answers out of hours"),
    "space": _("What could I put out of reach, and who could hold it for me?"),
    "stay": _("One or two lines"),
}
ROLE_NAMES: Final = {
    "therapist": _("Therapist"),
    "doctor": _("Doctor"),
    "out_of_hours": _("Out of hours"),
}


@dataclass(frozen=True)
class Person:
    """Somebody in the plan. `tel` and `sms` are "" where what was typed is no telephone number."""

    name: str
    small: str
    number: str
    tel: str
    sms: str


@dataclass(frozen=True)
class Part:
    """One step of the plan, as written; all of it empty where nothing is."""

    step: str
    number: int
    title: str
    prompt: str
    lines: tuple[str, ...]
    people: tuple[Person, ...]

    @property
    def written(self) -> bool:
        return bool(self.lines or self.people)


@dataclass(frozen=True)
class Page:
    """`to_message`: the first of the people I can tell who has a number. `ask_again`: it was written some time ago."""

    parts: tuple[Part, ...]
    written: bool
    to_message: Person | None
    reviewed_at: datetime | None
    ask_again: bool


def page(plan: SafetyPlan | None, *, now: datetime) -> Page:
    """The plan with all its parts, the empty ones too; of None, the empty plan."""
    written = plan.steps if plan else {}
    parts = tuple(part(step, written) for step in STEPS)
    told = next(found.people for found in parts if found.step == "people")
    return Page(
        parts=parts,
        written=any(found.written for found in parts),
        to_message=next((person for person in told if person.sms), None),
        reviewed_at=plan.reviewed_at if plan else None,
        ask_again=plan is not None and is_time_to_look(plan.reviewed_at, now),
    )


def part(step: str, written: dict[str, Any]) -> Part:
    is_words = step not in CONTACT_STEPS
    return Part(
        step=step,
        number=STEPS.index(step) + 1,
        title=str(TITLES[step]),
        prompt=str(PROMPTS[step]),
        lines=lines(step, written) if is_words else (),
        people=() if is_words else tuple(_people(step, written)),
    )


def _people(step: str, written: dict[str, Any]) -> Iterator[Person]:
    for contact in contacts(step, written):
        role = str(ROLE_NAMES[contact.role]) if contact.role else ""
        yield Person(
            name=contact.name or role or contact.number,
            small=contact.ask or (role if contact.name else ""),
            number=contact.number if contact.name or role else "",
            tel=contact.tel,
            sms=_sms(contact),
        )


def _sms(contact: Contact) -> str:
    return "" if contact.role else contact.sms(str(MESSAGE))
