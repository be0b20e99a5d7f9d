"""The in-app inbox: a row is delivered by becoming visible, and settling it does that."""

from __future__ import annotations

from datetime import datetime

from reminders.delivery.base import Outcome
from reminders.messages import Message
from reminders.models import Reminder


class Inbox:
    name = "inbox"

    def deliver(self, reminder: Reminder, message: Message, *, now: datetime) -> Outcome:
        return Outcome("sent")
