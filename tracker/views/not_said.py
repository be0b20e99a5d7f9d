"""What was not said yet: the list, one thing with its ways out, and that thing alone on a page."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from pwa.toast import say_with_undo
from tracker.actions import not_said as actions
from tracker.actions.errors import NotFound, TooManyLines, TooManyNotSaid
from tracker.forms.not_said import NotSaidForm
from tracker.not_said import MOST, WAYS, Thing, not_said_list, thing


@require_http_methods(["GET", "HEAD", "POST"])
def not_said(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = NotSaidForm(posted(request), initial={"not_said_id": uuid.uuid4()})
    if form.is_valid():
        try:
            actions.add_not_said(user_id=request.user.pk, now=timezone.now(), **form.cleaned_data)
            return see_other("tracker:not_said")
        except TooManyNotSaid:
            form.add_error(None, _full())
    context = {"form": form, "list": not_said_list(user_id=request.user.pk)}
    return render(request, "tracker/not_said_list.html", context, status=422 if form.is_bound else 200)


@require_safe
def not_said_one(request: AuthenticatedHttpRequest, thing: UUID) -> HttpResponse:
    return render(request, "tracker/not_said_one.html", {"thing": _thing(request, thing)})


@require_safe
def not_said_large(request: AuthenticatedHttpRequest, thing: UUID) -> HttpResponse:
    """To read from, in large print."""
    return render(request, "tracker/not_said_large.html", {"thing": _thing(request, thing)})


@require_safe
def not_said_alone(request: AuthenticatedHttpRequest, thing: UUID) -> HttpResponse:
    """To hand the phone over with: the words, and no way to anything else."""
    return render(request, "tracker/not_said_alone.html", {"thing": _thing(request, thing)})


@require_http_methods(["GET", "HEAD", "POST"])
def not_said_edit(request: AuthenticatedHttpRequest, thing: UUID) -> HttpResponse:
    found = _thing(request, thing)
    form = NotSaidForm(posted(request), initial={"text": found.text, "not_said_id": found.id})
    if form.is_valid():
        text = form.cleaned_data["text"]
        actions.change_not_said(user_id=request.user.pk, not_said_id=found.id, text=text, now=timezone.now())
        return see_other("tracker:not_said_one", thing=found.id)
    context = {"form": form, "thing": found}
    return render(request, "tracker/not_said_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def not_said_say(request: AuthenticatedHttpRequest, thing: UUID) -> HttpResponse:
    """A private line on the list to bring, and its page, where the words can be changed."""
    try:
        line = actions.put_on_list(user_id=request.user.pk, not_said_id=thing)
    except NotFound:
        raise Http404 from None
    except TooManyLines:
        messages.error(request, _("Your list to bring is full. Take one line off it first."))
        return see_other("tracker:not_said_one", thing=thing)
    messages.success(request, _("On your list, as a private line. Change the words as you like."))
    return see_other("tracker:line", line=line)


@require_POST
def not_said_settle(request: AuthenticatedHttpRequest, thing: UUID) -> HttpResponse:
    """`way` is the way out that it took."""
    way = request.POST.get("way", "")
    if way not in WAYS:
        return see_other("tracker:not_said_one", thing=thing)
    try:
        actions.settle(user_id=request.user.pk, not_said_id=thing, way_out=way, now=timezone.now())
    except NotFound:
        raise Http404 from None
    undo = reverse("tracker:not_said_restore", args=[thing])
    say_with_undo(request, _("It is folded away below."), undo=undo)
    return see_other("tracker:not_said")


@require_POST
def not_said_restore(request: AuthenticatedHttpRequest, thing: UUID) -> HttpResponse:
    try:
        actions.unsettle(user_id=request.user.pk, not_said_id=thing)
    except NotFound:
        raise Http404 from None
    except TooManyNotSaid:
        messages.error(request, _full())
    return see_other("tracker:not_said")


@require_POST
def not_said_delete(request: AuthenticatedHttpRequest, thing: UUID) -> HttpResponse:
    try:
        actions.delete_not_said(user_id=request.user.pk, not_said_id=thing)
    except NotFound:
        raise Http404 from None
    messages.success(request, _("Deleted."))
    return see_other("tracker:not_said")


def _thing(request: AuthenticatedHttpRequest, not_said_id: UUID) -> Thing:
    found = thing(user_id=request.user.pk, not_said_id=not_said_id)
    if found is None:
        raise Http404
    return found


def _full() -> str:
    return _("This list holds %(count)d things. Let one go first, then this one fits.") % {"count": MOST}
