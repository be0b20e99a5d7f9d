"""Today, and the two days before it."""

from datetime import date

from django.http import HttpResponse

from accounts.http import AuthenticatedHttpRequest


def today(request: AuthenticatedHttpRequest) -> HttpResponse:
    return HttpResponse("Today")


def day(request: AuthenticatedHttpRequest, date: date) -> HttpResponse:
    return HttpResponse("Today")
