"""Words to take along, with what the record knows put into their blanks.  [pure]"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

MISSING = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the record knows, "" or None where it knows nothing.

    `weeks` and `sessions` are of the present stretch of therapy, `medicine_weeks` of the one current medicine;
    `missed` of `due` are doses that something was said of in the last four weeks.
    """

    weeks: int | None = None
    sessions: int | None = None
    focus: str = ""
    doctor: str = ""
    medicine: str = ""
    medicine_weeks: int | None = None
    missed: int | None = None
    due: int | None = None


def fillings(blanks: Collection[str], known: Known) -> dict[str, str]:
    """By the name of each of *blanks* that the record can fill. Weeks are those of the medicine beside a medicine."""
    weeks = known.medicine_weeks if "medicine" in blanks else known.weeks
    found = {
        "weeks": _count(weeks),
        "sessions": _count(known.sessions),
        "kind": known.focus,
        "receiver": known.doctor,
        "medicine": known.medicine,
        "missed": _count(known.missed),
        "due": _count(known.due),
    }
    return {name: found[name] for name in blanks if found.get(name)}


def is_whole(text: str) -> bool:
    """Whether no blank is left in *text*."""
    return MISSING not in text


def _count(number: int | None) -> str:
    return str(number) if number else ""
