"""What a field of a body holds, strictly: text is text and a number a whole one. Errors are codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.settings import api_settings

from accounts.text import clean_text, has_control_characters

FIRST_YEAR, LAST_YEAR = 1900, 2100
WALL_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


class Instant(serializers.DateTimeField):
    """ISO 8601 with an offset: without one nobody knows which instant is meant. In UTC, from 1900 to 2100."""

    default_error_messages: ClassVar[dict[str, Any]] = {"range": ""}

    def enforce_timezone(self, value: dt.datetime) -> dt.datetime:
        if value.tzinfo is None:
            self.fail("invalid", format="ISO 8601 with an offset")
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            self.fail("range")
        return value.astimezone(dt.UTC)


class At(serializers.DateTimeField):
    """An instant as it is shown, in UTC."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, default_timezone=dt.UTC, **kwargs)


class Words(serializers.CharField):
    """The person's own words, on one line unless *many_lines*, in composed form (NFC).

    Control characters are refused.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {"control_character": ""}

    def __init__(self, *, many_lines: bool = False, **kwargs: Any) -> None:
        self.many_lines = many_lines
        super().__init__(allow_blank=True, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if has_control_characters(data):
            self.fail("control_character")
        return clean_text(data, lines=self.many_lines)


class Whole(serializers.IntegerField):
    """A whole number in a closed range."""

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return data


class Truth(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input="")
        return data


@extend_schema_field({"type": "string", "pattern": WALL_TIME, "examples": ["23:10"]})
class WallTime(serializers.TimeField):
    """A local time to the minute."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", input_formats=["%H:%M"], **kwargs)


class Day(serializers.DateField):
    """A calendar date from 1900 to 2100."""

    default_error_messages: ClassVar[dict[str, Any]] = {"range": ""}

    def to_internal_value(self, value: Any) -> dt.date:
        day: dt.date = super().to_internal_value(value)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail("range")
        return day


class Said(serializers.Serializer[Any]):
    """Base of every body. `recorded_at`: when the person said so, if not just now; of two, the later stands.

    It is believed for two weeks back, and never ahead.
    """

    recorded_at = Instant(required=False, allow_null=True)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping) and set(data) - set(self.fields):
            raise ValidationError({api_settings.NON_FIELD_ERRORS_KEY: ["unknown"]}, code="unknown_field")
        return super().to_internal_value(data)
