"""What was recorded of a habit, as sentences. No praise, no blame: how often, of how many days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker.logic.habit_score import HabitDay, Standing, days_in_a_row, weeks_in_a_row

STANDING = {
    Standing.TOO_SOON: gettext_lazy("Too soon to say. It takes seven days that count."),
    Standing.FAINT: gettext_lazy("It is resting, or about to begin."),
    Standing.LOOSE: gettext_lazy("It comes and goes."),
    Standing.GROWING: gettext_lazy("It is taking hold."),
    Standing.FIRM: gettext_lazy("It stands firmly."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidOfWeek:
    """The last *days* days: done on `kept`, `small` of them so, of `counted`; `rested` count neither way.

    `wanted`: days of a week, whichever; None where certain days are due. `daily`: every day is.
    """

    kept: int
    small: int
    counted: int
    rested: int
    days: int
    wanted: int | None
    daily: bool


def standing_words(standing: Standing) -> str:
    return str(STANDING[standing])


def last_week(said: SaidOfWeek) -> str:
    """ "Done on 5 of the last 7 days, 1 of them the small version. 1 day rested, and isn’t counted." """
    if not said.counted:
        return _("Nothing to count yet.") if not said.rested else _("All of the last days rested. None is counted.")
    sentences = [
        _kept(said) + (_(", %(small)d of them the small version.") % {"small": said.small} if said.small else ".")
    ]
    if said.rested:
        words = ngettext("%(n)d day rested, and isn’t counted.", "%(n)d days rested, and aren’t counted.", said.rested)
        sentences.append(words % {"n": said.rested})
    return " ".join(sentences)


def in_a_row(days: Sequence[HabitDay], *, wanted: int | None) -> str:
    """ "Done on 4 days in a row.", or the weeks with *wanted* days; "" where there is none to name."""
    if wanted is None:
        count = days_in_a_row(days)
        words = ngettext("Done on %(n)d day in a row.", "Done on %(n)d days in a row.", count)
    else:
        count = weeks_in_a_row(days, wanted=wanted)
        words = ngettext(
            "%(n)d week in a row with the days you chose.", "%(n)d weeks in a row with the days you chose.", count
        )
    return words % {"n": count} if count else ""


def _kept(said: SaidOfWeek) -> str:
    if said.wanted is not None:
        words = _("Done on %(kept)d of the last %(days)d days, with %(wanted)d a week as the aim")
        return words % {"kept": said.kept, "days": said.counted, "wanted": said.wanted}
    if said.daily:
        return _("Done on %(kept)d of the last %(days)d days") % {"kept": said.kept, "days": said.counted}
    words = ngettext(
        "Done on %(kept)d of %(due)d day it was due in the last week",
        "Done on %(kept)d of the %(due)d days it was due in the last week",
        said.counted,
    )
    return words % {"kept": said.kept, "due": said.counted}
