"""Who comes in, with what, and how they are refused: by a code, never by a redirect, a page or what they sent."""

from __future__ import annotations

from io import BytesIO
from typing import Any, ClassVar

from django.http import Http404
from django.utils import timezone
from rest_framework import status
from rest_framework.exceptions import APIException, NotFound, ParseError, ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView, exception_handler

from accounts.actions.tokens import note_use
from accounts.models import ApiToken, User
from tracker.actions import errors

LARGEST = 16_384


class PersonRequest(Request):
    """What IsAuthenticated lets through. `auth` is the token, None for someone signed in."""

    user: User
    auth: ApiToken | None


class InScope(BasePermission):
    """A token reads or records as its person chose. Whoever is signed in may do both."""

    code = "scope"

    def has_permission(self, request: Request, view: APIView) -> bool:
        usual = ApiToken.Scope.READ if request.method in SAFE_METHODS else ApiToken.Scope.WRITE
        scope = (view.scope if isinstance(view, PersonView) else None) or usual
        return not isinstance(request.auth, ApiToken) or scope in request.auth.scopes


class PersonThrottle(UserRateThrottle):
    rate = "300/min"


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class MalformedKey(APIException):
    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "key"


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
    """Base of all that is asked here. `scope`: which one it needs, where that is not as the method says."""

    scope: ClassVar[ApiToken.Scope | None] = None
    parser_classes = [SmallJSON]
    permission_classes = [IsAuthenticated, InScope]
    throttle_classes = [PersonThrottle]
    metadata_class = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if isinstance(request.auth, ApiToken):
            note_use(token=request.auth, on=timezone.now().astimezone(request.auth.user.tzinfo).date())

    def get_exception_handler(self) -> Any:
        return _refusal


class NowhereView(PersonView):
    """Whatever else is asked for under the address of the interface."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.perform_authentication(request)
        self.check_permissions(request)
        raise NotFound

    get = put = post = patch = delete = APIView.http_method_not_allowed


def _refusal(error: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(error, errors.NotDue | errors.NotFound):
        error = Http404()
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, ValidationError):
        response.status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
        response.data = {"errors": error.get_codes()}
    else:
        response.data = {"error": error.get_codes() if isinstance(error, APIException) else "not_found"}
    return response
