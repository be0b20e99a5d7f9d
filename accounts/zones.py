"""The time zones a person may live in."""

from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.db import models

NOT_PLACES = frozenset({"Factory", "localtime", "posixrules"})


@cache
def known_zones() -> frozenset[str]:
    """IANA names this installation has rules for. Read once: listing them walks the disk."""
    return frozenset(available_timezones() - NOT_PLACES)


def zone_or_utc(name: str) -> ZoneInfo:
    """The zone of that name; UTC where the rules installed here do not know it (any more)."""
    return ZoneInfo(name if name in known_zones() else "UTC")


class ZoneField(models.CharField):  # type: ignore[type-arg]
    """An IANA name, or "". A name that the installed rules do not know (any more) is read as UTC."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 64, **kwargs})

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return value if not value or value in known_zones() else "UTC"
