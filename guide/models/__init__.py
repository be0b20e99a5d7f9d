"""What the guide keeps of a person, one module a noun."""

from guide.models.check import WhyCheck
from guide.models.choosing import ChoosingSheet
from guide.models.fit import FitCheck
from guide.models.reading import Reading
from guide.models.safety_plan import SafetyPlan
from guide.models.stories import Story, StoryMark

__all__ = ["ChoosingSheet", "FitCheck", "Reading", "SafetyPlan", "Story", "StoryMark", "WhyCheck"]
