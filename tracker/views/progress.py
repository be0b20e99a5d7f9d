"""What was recorded, over time."""

from django.http import HttpResponse

from accounts.http import AuthenticatedHttpRequest


def progress(request: AuthenticatedHttpRequest) -> HttpResponse:
    return HttpResponse("Progress")
