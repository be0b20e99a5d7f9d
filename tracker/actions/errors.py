"""What an action refuses, without a word of what a person typed."""


class NotDue(ValueError):
    """The (date, slot) does not exist in the schedule."""


class NotFound(LookupError):
    """No such row of this person's: unknown, foreign and deleted alike."""


class TooManyGoals(Exception):
    """The person has as many active goals as they can hold."""


class TooManyMilestones(Exception):
    """The goal would hold more milestones than fit."""


class TooManyMedicines(Exception):
    """The person has as many current medicines as the plan holds."""


class TooManyHabits(Exception):
    """The person has as many current habits as the plan holds."""


class TooManyLines(Exception):
    """The list to bring holds as many lines as it can."""
