"""The time zones a person may live in."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

NOT_PLACES = frozenset({"Factory", "localtime", "posixrules"})


@cache
def known_zones() -> frozenset[str]:
    """IANA names this installation has rules for. Read once: listing them walks the disk."""
    return frozenset(available_timezones() - NOT_PLACES)


def zone_or_utc(name: str) -> ZoneInfo:
    """The zone of that name; UTC where the rules installed here do not know it (any more)."""
    return ZoneInfo(name if name in known_zones() else "UTC")
