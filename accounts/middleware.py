"""Activates the person's zone and language."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation


class PersonMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        spoken = request.user.language in dict(settings.LANGUAGES)
        language = request.user.language if spoken else settings.LANGUAGE_CODE
        with timezone.override(request.user.tzinfo), translation.override(language):
            return self.get_response(request)
