"""What a card of medicine safety says, word for word, and which next steps it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker.logic.medicine_safety import Happened, Trigger
from tracker.logic.supply import working_days


class DoseName(NamedTuple):
    """Which dose to say more of."""

    schedule_id: UUID
    date: dt.date
    slot: int


Detail = Happened | DoseName | int | None
"""What the card is about: doses that happened, the last that didn't, or days left."""

TEXTS = {
    Trigger.RED_FLAGS: gettext_lazy("This needs medical advice now."),
    Trigger.ALREADY_STOPPED: gettext_lazy(
        "Thank you for saying. Please call your prescriber or pharmacist today, also if you feel fine. If you feel "
        "very unwell or have thoughts of ending your life, use Help now."
    ),
    Trigger.WORSE_MOOD: gettext_lazy(
        "Mood can get rougher in the first weeks or after a change, and young adults should be seen early. "
        "Contact the prescriber today."
    ),
    Trigger.TWO_MISSED: gettext_lazy(
        "Two doses in a row didn’t happen. No judgement. Please check with your pharmacist or prescriber before the "
        "next one, and never double up."
    ),
    Trigger.WANTS_TO_STOP: gettext_lazy(
        "Wanting to stop is worth a proper conversation. Stopping suddenly or missing doses can bring withdrawal "
        "symptoms, and for some people the illness comes back. Most people who stop with a plan do so successfully. "
        "Please talk with the person who prescribed it first."
    ),
    Trigger.SIDE_EFFECTS: gettext_lazy(
        "Side effects that get in the way are a reason to call, not to push through alone. "
        "Don’t stop or change the dose yourself."
    ),
    Trigger.PREGNANCY: gettext_lazy("Don’t stop suddenly. Call your prescriber soon to talk it through."),
    Trigger.MIXING: gettext_lazy("Mixing can be risky. A pharmacist can tell you quickly."),
    Trigger.LOW_ADHERENCE: gettext_lazy(
        "About %(taken)d of %(recorded)d doses happened. Worth telling your prescriber, since it changes what they "
        "can tell about the medicine."
    ),
}

STEPS: Mapping[Trigger, frozenset[str]] = {
    Trigger.RED_FLAGS: frozenset({"numbers", "help"}),
    Trigger.ALREADY_STOPPED: frozenset({"call", "help"}),
    Trigger.WORSE_MOOD: frozenset({"call", "help"}),
    Trigger.TWO_MISSED: frozenset({"call", "reason"}),
    Trigger.WANTS_TO_STOP: frozenset({"words", "call"}),
    Trigger.SIDE_EFFECTS: frozenset({"call", "sheet"}),
    Trigger.PREGNANCY: frozenset({"call"}),
    Trigger.MIXING: frozenset({"call"}),
    Trigger.LOW_ADHERENCE: frozenset({"line", "sheet"}),
    Trigger.REFILL: frozenset({"supply"}),
    Trigger.REFILL_SOON: frozenset({"supply"}),
}


def text_of(trigger: Trigger, detail: Detail = None) -> str:
    """The card's own words. Those of LOW_ADHERENCE and the refills need their *detail*."""
    if isinstance(detail, Happened):
        return TEXTS[trigger] % {"taken": detail.taken, "recorded": detail.recorded}
    if isinstance(detail, int):
        return _days_left(detail)
    return str(TEXTS[trigger])


def _days_left(days: int) -> str:
    if not days:
        return _("None left by your count. Ordering now avoids a gap.")
    words = ngettext(
        "About %(days)d day left. Ordering now avoids a gap.",
        "About %(days)d days left. Ordering now avoids a gap.",
        days,
    )
    return words % {"days": days}


def more_of(detail: Detail, today: dt.date) -> str:
    """A small line under the words: whom to call before the next dose, or the working days among the days left; "" for
    all else."""
    if isinstance(detail, DoseName):
        return _("Call before you take the next one if your leaflet or prescriber told you so.")
    if not isinstance(detail, int) or not detail:
        return ""
    days = working_days(detail, today)
    return ngettext("%(days)d of them is a working day.", "%(days)d of them are working days.", days) % {"days": days}


def line_of(detail: Detail) -> str:
    """What to put on the doctor's sheet about it; "" where there is nothing."""
    if not isinstance(detail, Happened):
        return ""
    return _("About %(taken)d of %(recorded)d doses happened in the last two weeks. What does that change?") % {
        "taken": detail.taken,
        "recorded": detail.recorded,
    }
