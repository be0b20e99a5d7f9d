"""How the interface describes itself: every answer it gives, refusals too, as they really come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers

Shape = type[serializers.Serializer[Any]]

KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    description="Made before the first try. The same key and body again change nothing and answer what stands now.",
)
RETRY = OpenApiParameter("Retry-After", OpenApiTypes.INT, OpenApiParameter.HEADER, response=[429])
DATE = OpenApiParameter("date", OpenApiTypes.DATE, OpenApiParameter.PATH, description="A page of the person’s days.")
OCCURRENCE = [
    OpenApiParameter("schedule", OpenApiTypes.UUID, OpenApiParameter.PATH),
    OpenApiParameter("date", OpenApiTypes.DATE, OpenApiParameter.PATH, description="In the zone of the schedule."),
    OpenApiParameter(
        "slot",
        {"type": "integer", "minimum": 0},
        OpenApiParameter.PATH,
        description="The place of the time among the times of the schedule, from 0.",
    ),
]
SPAN = [
    OpenApiParameter("from", OpenApiTypes.DATE, description="Inclusive; four weeks before `to` where it is left out."),
    OpenApiParameter("to", OpenApiTypes.DATE, description="Inclusive; today where it is left out."),
]

WHY = {
    400: ("The body is not JSON, or the key is not a UUID.", ["parse_error", "key"]),
    401: (
        "Nobody is signed in, or the token is unknown or turned off.",
        ["not_authenticated", "authentication_failed"],
    ),
    403: ("The token may not do this, or the session sent no CSRF token.", ["scope", "permission_denied"]),
    404: ("There is none of that name that can be read or recorded now.", ["not_found"]),
    406: ("Another type was asked for than JSON.", ["not_acceptable"]),
    409: ("The key was used for something else.", ["key"]),
    413: ("The body is too long.", ["too_large"]),
    415: ("The body is not sent as application/json.", ["unsupported_media_type"]),
    429: ("Too many requests. Wait for as long as Retry-After says.", ["throttled"]),
}
ALWAYS = (401, 403, 406, 429)
WITH_A_BODY = (400, 404, 409, 413, 415)
FIELDS = {
    "type": "object",
    "properties": {
        "errors": {
            "type": "object",
            "description": "Codes by the name of the field.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        }
    },
    "required": ["errors"],
    "additionalProperties": False,
}


def reads(
    operation: str, answer: Shape | OpenApiTypes, *, parameters: Sequence[OpenApiParameter] = (), of_query: bool = False
) -> Callable[[Any], Any]:
    """Describes a `get`; *of_query*: its parameters are those of the query, and may be wrong."""
    codes = (*ALWAYS, *((404,) if parameters and not of_query else ()))
    responses = {200: answer, **_refusals(*codes), **(_of_fields() if of_query else {})}
    return extend_schema(operation_id=operation, responses=responses, parameters=[*parameters, RETRY])


def records(
    operation: str, body: Shape, answer: Shape, *, name: Sequence[OpenApiParameter], description: str
) -> Callable[[Any], Any]:
    """Describes the `put` of a view."""
    put = extend_schema(
        operation_id=operation,
        description=description,
        request=body,
        responses={200: answer, **_refusals(*ALWAYS, *WITH_A_BODY), **_of_fields()},
        parameters=[KEY, *name, RETRY],
    )
    return extend_schema_view(put=put)


def _refusals(*codes: int) -> dict[int, OpenApiResponse]:
    return {code: OpenApiResponse(_code(WHY[code][1]), WHY[code][0]) for code in sorted(codes)}


def _code(codes: list[str]) -> dict[str, Any]:
    error = {"type": "string", "enum": codes}
    return {"type": "object", "properties": {"error": error}, "required": ["error"], "additionalProperties": False}


def _of_fields() -> dict[int, OpenApiResponse]:
    return {422: OpenApiResponse(FIELDS, "A field cannot be understood. What was sent is not repeated.")}


def closed(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: a body with a field of no known name is refused, so no body has one."""
    for schema in result["components"]["schemas"].values():
        schema["additionalProperties"] = False
    return result
