"""Whether reminders can go out: the database, the broker, and how long the oldest of what is due has waited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from celery import current_app
from django.db import DatabaseError, connection
from kombu.exceptions import KombuError

from reminders.models import Reminder
from tracker.due import longest_waiting

MOST_LATE_SECONDS = 120
PING = {
    "socket_connect_timeout": 2,
    "socket_timeout": 2,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
}


@dataclass(frozen=True, slots=True)
class Readiness:
    """*late_seconds*: how long ago the oldest of what is due, planned or not yet, was due; 0 none, None unknown.

    A beat or a worker that stands still shows here, whatever it says of itself.
    """

    database: bool
    broker: bool
    late_seconds: int | None

    @property
    def problems(self) -> list[str]:
        """What is wrong, of "database", "broker", "late"."""
        late = self.late_seconds is not None and self.late_seconds > MOST_LATE_SECONDS
        wrong = {"database": not self.database, "broker": not self.broker, "late": late}
        return [name for name, is_wrong in wrong.items() if is_wrong]


def check(*, now: datetime) -> Readiness:
    """Answers within a few seconds, whatever is down."""
    try:
        late_seconds: int | None = _late_seconds(now)
    except DatabaseError:
        connection.close()
        late_seconds = None
    return Readiness(late_seconds is not None, _broker_answers(), late_seconds)


def _late_seconds(now: datetime) -> int:
    planned = Reminder.objects.due(now).order_by("not_before").values_list("not_before", flat=True).first()
    waiting = [since for since in (planned, longest_waiting(now=now)) if since]
    return int((now - min(waiting)).total_seconds()) if waiting else 0


def _broker_answers() -> bool:
    try:
        with current_app.connection_for_write(transport_options=PING) as broker:
            channel: Any = broker.default_channel
            return bool(channel.client.ping())
    except (KombuError, OSError):
        return False
