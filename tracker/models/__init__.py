from tracker.models.goals import Goal, Milestone
from tracker.models.habits import Habit, HabitEntry
from tracker.models.medication import Dose, Medicine, StoppingThought
from tracker.models.moods import Mood
from tracker.models.received import Received
from tracker.models.reviews import Review
from tracker.models.schedules import Schedule
from tracker.models.sessions import AgendaLine, Appointment
from tracker.models.sleep import Bedtime, SleepNight, WindDown
from tracker.models.small import SmallDay
from tracker.models.start import StartAnswer

__all__ = [
    "AgendaLine",
    "Appointment",
    "Bedtime",
    "Dose",
    "Goal",
    "Habit",
    "HabitEntry",
    "Medicine",
    "Milestone",
    "Mood",
    "Received",
    "Review",
    "Schedule",
    "SleepNight",
    "SmallDay",
    "StartAnswer",
    "StoppingThought",
    "WindDown",
]
