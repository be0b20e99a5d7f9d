from tracker.models.care_team import Carer, Episode
from tracker.models.entries import ENTRIES
from tracker.models.goals import Goal, GoalRating, Milestone
from tracker.models.habits import DayPlan, Habit, HabitEntry, HabitPause
from tracker.models.homework import Homework, HomeworkEntry
from tracker.models.imports import ImportDraft
from tracker.models.medication import AsNeededDose, Dose, Medicine, MedicineChange, StoppingThought
from tracker.models.moods import Mood
from tracker.models.not_said import NotSaid as _NotSaid  # noqa: F401, read from its own module alone
from tracker.models.notes import JournalNote
from tracker.models.received import Received
from tracker.models.reviews import Review
from tracker.models.safety import SafetyCard
from tracker.models.schedules import Schedule
from tracker.models.sessions import AgendaLine, Appointment, SessionCheck
from tracker.models.side_effects import SideEffects
from tracker.models.sleep import Bedtime, SleepNight, WindDown
from tracker.models.small import SmallDay
from tracker.models.start import StartAnswer

__all__ = [
    "ENTRIES",
    "AgendaLine",
    "Appointment",
    "AsNeededDose",
    "Bedtime",
    "Carer",
    "DayPlan",
    "Dose",
    "Episode",
    "Goal",
    "GoalRating",
    "Habit",
    "HabitEntry",
    "HabitPause",
    "Homework",
    "HomeworkEntry",
    "ImportDraft",
    "JournalNote",
    "Medicine",
    "MedicineChange",
    "Milestone",
    "Mood",
    "Received",
    "Review",
    "SafetyCard",
    "Schedule",
    "SessionCheck",
    "SideEffects",
    "SleepNight",
    "SmallDay",
    "StartAnswer",
    "StoppingThought",
    "WindDown",
]
