"""The time zone a person lives by."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.zones import known_zones


class ZoneForm(forms.Form):
    """A plain list by region: typing the first letters of a town finds it in every browser. Its initial zone is in
    it under the name it has."""

    zone = forms.ChoiceField(
        label=_("Your time zone"),
        help_text=_("The nearest big town in the list is right if yours is not there."),
        error_messages={
            "required": _("Choose a time zone from the list."),
            "invalid_choice": _("Choose a time zone from the list."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {*places(), self.initial["zone"], "UTC"} & known_zones()
        self.fields["zone"].choices = _by_region(names)  # type: ignore[attr-defined]


@cache
def places() -> frozenset[str]:
    """Today's name of every zone of the tz database that is a place, without the older names it keeps."""
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines()
    return known_zones() & {line.split("\t")[2] for line in lines if line and not line.startswith("#")}


def _by_region(zones: set[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    named = sorted((*_place(zone), zone) for zone in zones)
    return [
        (region, [(zone, town) for _region, town, zone in group])
        for region, group in groupby(named, lambda row: row[0])
    ]


def _place(zone: str) -> tuple[str, str]:
    """America/Argentina/Buenos_Aires as America, and Buenos Aires (Argentina)."""
    region, *within, town = zone.replace("_", " ").split("/") if "/" in zone else ("", zone)
    return region, f"{town} ({', '.join(within)})" if within else town
