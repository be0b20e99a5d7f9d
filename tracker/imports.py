"""What a file of another program would bring in, or brought in, in words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from tracker.actions.import_rows import Rows, Tally, rows_of
from tracker.actions.imports import tallies_of
from tracker.logic.imports.found import Found, Left, Problem, Source, What, Why, read_back
from tracker.models import ImportDraft

MOST_SHOWN = 20
NOUNS: dict[str, str | Promise] = {
    "habits": gettext_lazy("Habits"),
    "ticks": gettext_lazy("Days of habits"),
    "moods": gettext_lazy("Moods"),
    "notes": gettext_lazy("Notes"),
    "medicines": gettext_lazy("Medicines, put away"),
    "doses": gettext_lazy("Doses taken"),
}
SOURCES: dict[Source, str | Promise] = {
    Source.LOOP: "Loop Habit Tracker",
    Source.DAYLIO: "Daylio",
    Source.MEDTIMER: "MedTimer",
    Source.BEARABLE: "Bearable",
}
UNREADABLE: dict[Why, str | Promise] = {
    Why.EMPTY: gettext_lazy("This file is empty. Export it again, then choose it here."),
    Why.TOO_BIG: gettext_lazy("This file is larger than 5 MB. Export a shorter time, if the other app lets you."),
    Why.NOT_KNOWN: gettext_lazy("This is no file that we can read. Below it says which ones we can."),
    Why.NOT_TEXT: gettext_lazy("This file isn’t text in UTF-8 or UTF-16. Choose it as the other app exported it."),
    Why.NOT_A_ZIP: gettext_lazy("This zip is broken. Export it again, then choose it here."),
    Why.LOCKED: gettext_lazy("This zip has a password. Export it without one."),
    Why.TOO_MANY_FILES: gettext_lazy("This zip holds more than 200 files. Choose it as the other app exported it."),
    Why.TOO_DEEP: gettext_lazy("The folders of this zip go too deep. Choose it as the other app exported it."),
    Why.TOO_MUCH_INSIDE: gettext_lazy("This zip is far larger inside than outside, so it was not opened."),
    Why.TOO_MANY_ROWS: gettext_lazy("This file has more than 50,000 lines. Export a shorter time."),
    Why.NOT_A_DATABASE: gettext_lazy("This database is broken. Back it up again, then choose it here."),
    Why.WHOLE_ZIP: gettext_lazy("This is one table of Loop’s zip. Choose the whole zip, unopened."),
    Why.LIST_OF_MEDICINES: gettext_lazy("This is a list of medicines. Export the list of events, please."),
}
WRONG: dict[What, str | Promise] = {
    What.BROKEN: gettext_lazy("its fields can’t be told apart"),
    What.NO_DATE: gettext_lazy("its date can’t be read"),
    What.TOO_EARLY: gettext_lazy("its date is before the year 2000"),
    What.TO_COME: gettext_lazy("its date is still to come"),
    What.NO_NAME: gettext_lazy("it has no name"),
    What.NO_VALUE: gettext_lazy("its value can’t be read"),
    What.NO_HABIT: gettext_lazy("its habit isn’t in the file"),
    What.TOO_SHORT: gettext_lazy("it has too few fields"),
    What.TOO_LONG: gettext_lazy("a note has more than 20,000 characters"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`there` are already in the record, `no_place` are on days for which the habit was not planned."""

    noun: str
    new: int
    there: int
    no_place: int
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """`changed`: what comes in otherwise than it stood there, or stays out. `more`: problems beyond those shown."""

    is_done: bool
    source: str
    lines: tuple[Line, ...]
    changed: tuple[str, ...]
    problems: tuple[str, ...]
    more: int
    columns: tuple[str, ...]

    @property
    def brings_something(self) -> bool:
        return any(line.new for line in self.lines)


def import_report(*, person: User, now: dt.datetime) -> ImportReport | None:
    """Of the draft that stands; None where there is none."""
    draft = ImportDraft.objects.for_user(person).standing(now).first()
    if draft is None:
        return None
    if draft.found is None:
        lines = _lines(tallies_of(draft.done))
        return ImportReport(is_done=True, source="", lines=lines, changed=(), problems=(), more=0, columns=())
    found = read_back(draft.found)
    rows = rows_of(found, person=person, now=now)
    return ImportReport(
        is_done=False,
        source=str(SOURCES[found.source]),
        lines=_lines(rows.tallies),
        changed=(*_changed(found, rows.put_away), *_names(rows)),
        problems=tuple(_words(problem) for problem in found.problems[:MOST_SHOWN]),
        more=max(len(found.problems) - MOST_SHOWN, 0),
        columns=tuple(found.columns[:MOST_SHOWN]),
    )


def _lines(tallies: dict[str, Tally]) -> tuple[Line, ...]:
    found = ((NOUNS[noun], tallies[noun]) for noun in NOUNS if noun in tallies)
    return tuple(
        Line(
            noun=str(noun),
            new=tally.new,
            there=tally.there,
            no_place=tally.no_place,
            first=tally.first,
            last=tally.last,
        )
        for noun, tally in found
    )


def _words(problem: Problem) -> str:
    where = {"line": problem.line, "file": problem.file, "what": WRONG[problem.what]}
    if not problem.line:
        return _("%(file)s: %(what)s.") % where
    return _("Line %(line)d of %(file)s: %(what)s.") % where


def _names(rows: Rows) -> list[str]:
    """Of habits whose name does not come in as it stood there."""
    counted = (
        (
            rows.shortened,
            ngettext(
                "%(count)d name is longer than 120 characters and comes in shortened.",
                "%(count)d names are longer than 120 characters and come in shortened.",
                rows.shortened,
            ),
        ),
        (
            rows.merged,
            ngettext(
                "%(count)d habit has the name of another: they come in as one.",
                "%(count)d habits have the name of another: they come in as one.",
                rows.merged,
            ),
        ),
        (
            rows.nameless,
            ngettext(
                "%(count)d habit has no name that can be shown and stays out.",
                "%(count)d habits have no name that can be shown and stay out.",
                rows.nameless,
            ),
        ),
    )
    return [words % {"count": count} for count, words in counted if count]


def _changed(found: Found, put_away: int) -> list[str]:
    plain = {key: count for key, count in found.left.items() if ":" not in key}
    words = [_left(Left(key), count) for key, count in plain.items()]
    named = Counter({key: count for key, count in found.left.items() if ":" in key}).most_common(MOST_SHOWN)
    words += [_named(Left(key.partition(":")[0]), key.partition(":")[2], count) for key, count in named]
    if found.habits:
        words.append(_("Each habit stands at the time of its reminder there, else at 12:00. Reminders are off."))
    if put_away:
        words.append(
            ngettext(
                "%(count)d habit comes in put away: your plan holds no more.",
                "%(count)d habits come in put away: your plan holds no more.",
                put_away,
            )
            % {"count": put_away}
        )
    if found.doses:
        words.append(_("Doses stand under a put-away medicine of that name, since the file has no times of the label."))
        words.append(_("The medicines in your plan stay as they are."))
    if found.source is Source.BEARABLE and found.moods:
        words.append(_("A mood of 1 to 10 becomes one of the five: 1 and 2 are “Very low”, 9 and 10 “Very good”."))
    return words


def _left(why: Left, count: int) -> str:
    forms = {
        Left.SAID_NO: ngettext("%d “no” stays blank.", "%d “no” stay blank.", count),
        Left.BY_FREQUENCY: ngettext(
            "%d day that counted by frequency alone stays blank.",
            "%d days that counted by frequency alone stay blank.",
            count,
        ),
        Left.OVER_TARGET: ngettext(
            "%d day above the most you had set stays blank.", "%d days above the most you had set stay blank.", count
        ),
        Left.NUMBERS: ngettext(
            "%d day with a number comes in as done, or as the small version below its target.",
            "%d days with a number come in as done, or as the small version below their target.",
            count,
        ),
        Left.FREQUENCY: ngettext(
            "%d habit comes in as so many days a week, as near as that goes.",
            "%d habits come in as so many days a week, as near as that goes.",
            count,
        ),
        Left.EARLIER_MOOD: ngettext(
            "%d mood had a later one on its day, and the later stands.",
            "%d moods had a later one on their day, and the later stands.",
            count,
        ),
        Left.NOT_TICKED: ngettext(
            "%d dose wasn’t ticked as taken there, and stays not recorded.",
            "%d doses weren’t ticked as taken there, and stay not recorded.",
            count,
        ),
    }
    return forms[why] % count


def _named(why: Left, name: str, count: int) -> str:
    said = {"name": name, "count": count}
    if why is Left.OWN_MOOD:
        return (
            ngettext(
                "“%(name)s” is none of the five moods: %(count)d comes in as a note.",
                "“%(name)s” is none of the five moods: %(count)d come in as notes.",
                count,
            )
            % said
        )
    return ngettext("“%(name)s”: %(count)d line stays out.", "“%(name)s”: %(count)d lines stay out.", count) % said
