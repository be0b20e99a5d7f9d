"""Help comes whatever else is broken."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class HelpForAnyoneMiddleware:
    """Stands before the session: for the help page nobody is looked up, so that it needs no database and is the
    same for everyone. The person's own country travels in the link."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != reverse("guide:help"):
            return self.get_response(request)
        request.COOKIES = {}
        response = self.get_response(request)
        response.headers["Vary"] = "Accept-Language"
        return response
