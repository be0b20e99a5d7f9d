"""The next appointment, and what to bring to it."""

from uuid import UUID

from django.http import HttpResponse

from accounts.http import AuthenticatedHttpRequest


def session(request: AuthenticatedHttpRequest) -> HttpResponse:
    return HttpResponse("Session")


def large(request: AuthenticatedHttpRequest) -> HttpResponse:
    return HttpResponse("Session")


def appointment(request: AuthenticatedHttpRequest) -> HttpResponse:
    return HttpResponse("Session")


def line_add(request: AuthenticatedHttpRequest) -> HttpResponse:
    return HttpResponse("Session")


def line(request: AuthenticatedHttpRequest, line: UUID) -> HttpResponse:
    return HttpResponse("Session")
