"""What an action refuses. Messages name the thing and the state, never a person's words."""

from __future__ import annotations


class NotFound(LookupError):
    """The row does not exist, or is not this person's: the same answer for both."""


class NotDue(Exception):
    """The schedule has no such (date, slot), or it lies more than a day ahead."""


class TooManyGoals(Exception):
    """The person has as many active goals as they can hold."""
