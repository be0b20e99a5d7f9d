"""The record for other programs of the same person: JSON, by token or session. It calls the same actions."""

from __future__ import annotations

import datetime as dt
import json
from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ParseError, ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from accounts.models import User
from tracker import today
from tracker.actions.errors import NotDue, NotFound
from tracker.actions.medication import record_dose
from tracker.idempotency import once, within_reach
from tracker.logic.day import page_of
from tracker.models import Dose, Schedule

LARGEST = 16_384
KEY = OpenApiParameter("Idempotency-Key", OpenApiTypes.UUID, OpenApiParameter.HEADER)
NAME = [
    OpenApiParameter("date", OpenApiTypes.DATE, OpenApiParameter.PATH),
    OpenApiParameter("slot", OpenApiTypes.INT, OpenApiParameter.PATH),
]


class Instant(serializers.DateTimeField):
    """ISO 8601 with an offset: without one nobody knows which instant is meant."""

    def enforce_timezone(self, value: dt.datetime) -> dt.datetime:
        if value.tzinfo is None:
            self.fail("invalid", format="ISO 8601 with an offset")
        try:
            return value.astimezone(dt.UTC)
        except OverflowError:
            self.fail("overflow")


class DoseIn(serializers.Serializer[Any]):
    """What the person says of one dose; state "" undoes. `recorded_at`: when they said so, if not just now."""

    state = serializers.ChoiceField(choices=Dose.State.choices, allow_blank=True)
    taken_at = Instant(required=False, allow_null=True, default=None)
    recorded_at = Instant(required=False, allow_null=True, default=None)


class DoseOut(serializers.Serializer[Any]):
    schedule = serializers.UUIDField(source="schedule_id")
    date = serializers.DateField()
    slot = serializers.IntegerField()
    state = serializers.CharField()
    taken_at = serializers.DateTimeField(allow_null=True, default_timezone=dt.UTC)
    recorded_at = serializers.DateTimeField(default_timezone=dt.UTC)


class ItemOut(serializers.Serializer[Any]):
    kind = serializers.CharField()
    schedule = serializers.UUIDField(source="schedule_id")
    date = serializers.DateField()
    slot = serializers.IntegerField()
    at = serializers.DateTimeField(default_timezone=dt.UTC)
    time = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()


class TodayOut(serializers.Serializer[Any]):
    date = serializers.DateField()
    items = ItemOut(many=True)


class PersonRequest(Request):
    """What IsAuthenticated lets through."""

    user: User


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class SmallJSON(JSONParser):
    """JSON of a few fields; a long or deeply nested body is refused before it costs anything."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        body = stream.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise TooLarge
        try:
            return super().parse(BytesIO(body), media_type, parser_context)
        except RecursionError:
            raise ParseError from None


class PersonView(APIView):
    """Errors are codes under the names of fields; what was sent is never sent back."""

    parser_classes = [SmallJSON]

    def get_exception_handler(self) -> Any:
        return _refusal


class SchemaView(PersonView, SpectacularJSONAPIView):
    """What this interface is, in OpenAPI."""

    permission_classes = [IsAuthenticated]


class TodayView(PersonView):
    @extend_schema(responses=TodayOut)
    def get(self, request: PersonRequest) -> Response:
        """All that stands on today's page, and what was recorded of it."""
        return Response(TodayOut(today.day(user_id=request.user.pk, date=None, now=timezone.now())).data)


class DoseView(PersonView):
    @extend_schema(request=DoseIn, responses=DoseOut, parameters=[KEY, *NAME])
    def put(self, request: PersonRequest, schedule: UUID, date: dt.date, slot: int) -> HttpResponse:
        """Record one dose. The same again changes nothing; of two, the later `recorded_at` stands."""
        now, key = timezone.now(), _key(request)
        said = DoseIn(data=request.data)
        said.is_valid(raise_exception=True)
        said_at = within_reach(said.validated_data["recorded_at"] or now, now)
        _require_open(request, schedule, date, slot, said_at=said_at)
        name: dict[str, Any] = {"schedule_id": schedule, "date": date, "slot": slot}
        words = {"state": said.validated_data["state"], "at": said.validated_data["taken_at"]}

        def act() -> Response:
            return _answer(record_dose(user_id=request.user.pk, **name, **words, recorded_at=said_at, now=now))

        if key is None:
            return act()
        answer = once(user_id=request.user.pk, key=key, message=_message(request), act=act)
        if isinstance(answer, Response) or answer.status_code != status.HTTP_200_OK:
            return answer
        return _answer(Dose.objects.for_user(request.user).get(**name))


def _answer(dose: Dose) -> Response:
    return Response(DoseOut(dose).data)


def _message(request: Request) -> bytes:
    return json.dumps([request.path, request.data], sort_keys=True).encode()


def _key(request: Request) -> UUID | None:
    header = request.headers.get("Idempotency-Key")
    try:
        return None if header is None else UUID(header)
    except ValueError:
        raise ValidationError({"Idempotency-Key": ["malformed"]}, code="invalid") from None


def _require_open(request: PersonRequest, schedule_id: UUID, date: dt.date, slot: int, *, said_at: dt.datetime) -> None:
    """404 unless the person has such a dose on a page that can still be filled in."""
    person = request.user
    doses = Schedule.objects.for_user(person).filter(medicine__isnull=False)
    schedule = doses.filter(pk=schedule_id).first()
    found = schedule.find(date=date, slot=slot, person_zone=person.zone) if schedule else None
    if found is None:
        raise Http404
    page, recorded = (page_of(at, zone=person.zone, day_start=person.day_start) for at in (found.at, said_at))
    if not today.can_record(page, recorded=recorded):
        raise Http404


def _refusal(error: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(error, NotDue | NotFound):
        error = Http404()
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, ValidationError):
        response.data = {"errors": error.get_codes()}
    else:
        code = error.get_codes() if isinstance(error, APIException) else "not_found"
        response.data = {"error": code}
    return response
