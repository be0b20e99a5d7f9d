"""What a channel is: one file each, one method."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from reminders.messages import Message
    from reminders.models import Reminder


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one delivery.

    "sent": the service accepted it. "retry": not now; not before *retry_after* where the service said so.
    "failed": never on this channel. *reason* is a code of at most 20 characters, never a text from outside.
    """

    kind: Literal["sent", "retry", "failed"]
    retry_after: timedelta | None = None
    reason: str = ""


class Channel(Protocol):
    name: str

    def deliver(self, reminder: Reminder, message: Message, *, now: datetime) -> Outcome:
        """Hand *message* to the service. Called outside any transaction.

        A push ends ten seconds after its address was looked up (twice that where a service asks for less text), a
        mail waits at most five for each answer. Whatever lasts longer, dispatch.DEADLINE ends it with its worker.
        """
        ...
