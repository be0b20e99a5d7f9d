"""What an action refuses, without a word of what a person typed."""


class NotDue(ValueError):
    """The (date, slot) does not exist in the schedule."""


class NotFound(LookupError):
    """No such row of this person's: unknown, foreign and deleted alike."""


class TooManyGoals(Exception):
    """The person has as many active goals as they can hold."""


class TooManyMilestones(Exception):
    """The goal would hold more milestones than fit."""


class NotAgreed(ValueError):
    """A change of dose, of times or an end of a medicine came without who agreed to it and from when."""


class Paused(ValueError):
    """The medicine is paused; its times change once it is taken up again."""


class TooManyMedicines(Exception):
    """The person has as many current medicines as the plan holds."""


class TooManyHabits(Exception):
    """The person has as many current habits as the plan holds."""


class TooManyHomework(Exception):
    """The person has as much current homework as the plan holds."""


class TooManyCarers(Exception):
    """The person's care team is as large as the page holds."""


class TooManyLines(Exception):
    """The list to bring holds as many lines as it can."""


class TooManyNotSaid(Exception):
    """As many things stand on the “not said yet” list as it holds."""
