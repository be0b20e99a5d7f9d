"""Countries by their two-letter code, as the time zone database lists them."""

from functools import cache
from importlib.resources import files


@cache
def countries() -> dict[str, str]:
    """{"GB": "Britain (UK)", …} in the order of their English names."""
    lines = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return dict(sorted(((code, name) for code, name in pairs), key=lambda pair: pair[1]))
