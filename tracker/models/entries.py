"""Which rows hold what was said of an occurrence, by the noun that is due."""

from tracker.models.habits import HabitEntry
from tracker.models.homework import HomeworkEntry
from tracker.models.medication import Dose
from tracker.models.sleep import WindDown

Entry = Dose | HabitEntry | HomeworkEntry | WindDown

ENTRIES: dict[str, type[Dose] | type[HabitEntry] | type[HomeworkEntry] | type[WindDown]] = {
    "medicine": Dose,
    "habit": HabitEntry,
    "homework": HomeworkEntry,
    "bedtime": WindDown,
}
