"""Types for views, and the answer after a form was carried out."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class AuthenticatedHttpRequest(HttpRequest):
    """A request that LoginRequiredMiddleware let through."""

    user: User
    htmx: HtmxDetails


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the fields of a POST, even none of them, and nothing for a GET."""
    return request.POST if request.method == "POST" else None


def see_other(to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """303: the browser fetches *to* (a URL name, a path or a model) with GET, whatever it sent before."""
    response: HttpResponse = redirect(to, *args, **kwargs)
    response.status_code = 303
    return response
