"""A bare Django page to measure beside: who is signed in, one query, a template of twenty rows."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from accounts.models import User
from tracker.models import Schedule

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PAGE = engines["django"].from_string(
    "<!doctype html><title>Bare</title><p>{{ user.email }}</p><form method=post>{% csrf_token %}</form>"
    "<ul>{% for row in rows %}<li>{{ row.start }} {{ row.every }}</li>{% endfor %}</ul>"
)


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    rows = Schedule.objects.for_user(cast(User, request.user))[:20]
    return HttpResponse(PAGE.render({"rows": rows}, request))


urlpatterns = [path("bare/", bare)]
