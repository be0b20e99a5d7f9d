"""A stretch of days, as a query names it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from tracker.api.door import PersonRequest
from tracker.api.fields import Day
from tracker.logic.day import page_of

USUAL, LONGEST = dt.timedelta(days=27), dt.timedelta(days=366)


class Span(serializers.Serializer[Any]):
    def get_fields(self) -> dict[str, Any]:
        return {"from": Day(required=False), "to": Day(required=False)}


def span_of(request: PersonRequest) -> tuple[dt.date, dt.date]:
    """Both days inclusive; the last four weeks where the query names none. At most 366 days apart."""
    query = Span(data=request.query_params.dict())
    query.is_valid(raise_exception=True)
    said, person = query.validated_data, request.user
    until = said.get("to") or page_of(timezone.now(), zone=person.zone, day_start=person.day_start)
    since = said.get("from") or until - USUAL
    if not dt.timedelta() <= until - since <= LONGEST:
        raise ValidationError({"from": ["range"]}, code="range")
    return since, until
