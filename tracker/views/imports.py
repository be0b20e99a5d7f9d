"""Bringing in what another program exported: choose, look at what would come in, bring it in or not."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, see_other
from accounts.text import clean_text
from tracker.actions import imports as actions
from tracker.actions.errors import NotFound
from tracker.forms.imports import ImportForm, InMemory
from tracker.imports import import_report
from tracker.logic.day import page_of
from tracker.logic.imports.found import Found, Unreadable
from tracker.logic.imports.read import read


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Checked for its token below: a check before it would have laid the file on the disk."""
    request.upload_handlers = [InMemory(request)]
    return _choose(cast(AuthenticatedHttpRequest, request))


@csrf_protect
def _choose(request: AuthenticatedHttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "tracker/import_choose.html", {"form": ImportForm()})
    form = ImportForm(request.POST, request.FILES)
    if form.is_valid() and (found := _found(request, form)):
        actions.keep_draft(user_id=request.user.pk, found=found, now=timezone.now())
        return see_other("tracker:import_look")
    return render(request, "tracker/import_choose.html", {"form": form}, status=422)


@require_safe
@never_cache
def look(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What would come in, or what came in; to the choice where nothing waits."""
    report = import_report(person=request.user, now=timezone.now())
    if report is None:
        return see_other("tracker:import")
    return render(request, "tracker/import_look.html", {"report": report})


@require_POST
def bring_in(request: AuthenticatedHttpRequest) -> HttpResponse:
    try:
        actions.bring_in(user_id=request.user.pk, now=timezone.now())
    except NotFound:
        return see_other("tracker:import")
    return see_other("tracker:import_look")


@require_POST
def throw_away(request: AuthenticatedHttpRequest) -> HttpResponse:
    actions.throw_away(user_id=request.user.pk)
    return see_other("tracker:import")


def _found(request: AuthenticatedHttpRequest, form: ImportForm) -> Found | None:
    """What the file holds; None, with why in the form, where it cannot be read."""
    file, now, person = form.cleaned_data["file"], timezone.now(), request.user
    name = clean_text(file.name, lines=False)[:80]
    today = page_of(now, zone=person.zone, day_start=person.day_start)
    try:
        return read(file.read(), name=name, zone=person.tzinfo, today=today, now=now)
    except Unreadable as error:
        form.refuse(error.why)
        return None
