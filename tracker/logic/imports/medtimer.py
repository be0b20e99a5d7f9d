"""The table of events that MedTimer exports.  [pure]

Nine fields between semicolons, never quoted: reminded, name, dosage, taken, tags, interval, notes, and in ISO 8601 the
instants reminded and taken. The names of the columns follow the phone's language; the last two always end in
"(ISO 8601)". "Taken" is empty for what was skipped and for what nobody answered: MedTimer has no word for missed.
Source: Futsch1/medTimer, feature/ui/src/main/java/com/futsch1/medtimer/feature/ui/exporters/CSVEventExport.kt and
app/src/test/java/com/futsch1/medtimer/CSVExportUnitTest.kt, as of 2026-08; CSVMedicineExport.kt has three columns.
"""

from __future__ import annotations

import datetime as dt

from tracker.logic.imports.found import EARLIEST, Found, Left, Problem, Source, What
from tracker.logic.imports.text import fields

WIDTH = 9
MARK = "(ISO 8601)"
NAME, AMOUNT, TAGS, NOTES = 1, 2, 4, 6


def is_events(columns: list[str]) -> bool:
    return len(columns) == WIDTH and all(column.endswith(MARK) for column in columns[-2:])


def read(text: str, *, name: str, now: dt.datetime, zone: dt.tzinfo) -> Found:
    """Doses that were ticked as taken. A semicolon within a note is let be; a line too short stays out."""
    found = Found(Source.MEDTIMER)
    lines = fields(text, file=name, found=found, delimiter=";")
    columns = next(lines, (0, []))[1]
    amounts: dict[str, set[str]] = {}
    for number, row in lines:
        if len(row) < WIDTH:
            found.problems.append(Problem(name, number, What.TOO_SHORT))
            continue
        medicine, notes = row[NAME].strip(), ";".join(row[NOTES:-2]).strip()
        taken = _instant(row[-1], now=now) if row[-1].strip() else None
        if not medicine or isinstance(taken, What):
            found.problems.append(Problem(name, number, taken if isinstance(taken, What) else What.NO_NAME))
            continue
        if row[TAGS].strip() and not found.columns:
            found.columns.append(columns[TAGS].strip())
        if taken is None:
            found.leave(Left.NOT_TICKED)
            continue
        found.doses.append((medicine, taken))
        amounts.setdefault(medicine, set()).add(row[AMOUNT].strip())
        if notes:
            found.notes.append((taken.astimezone(zone).date(), f"{medicine}: {notes}"))
    found.medicines = {medicine: said.pop() if len(said) == 1 else "" for medicine, said in amounts.items()}
    return found


def _instant(written: str, *, now: dt.datetime) -> dt.datetime | What:
    try:
        at = dt.datetime.fromisoformat(written.strip())
        at = at.astimezone(dt.UTC) if at.tzinfo else at.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        return What.NO_DATE
    if at.date() < EARLIEST:
        return What.TOO_EARLY
    return What.TO_COME if at > now else at
