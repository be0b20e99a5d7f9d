"""The care team, and the stretches of therapy."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from pwa.toast import say_with_undo
from tracker import care_team as reader
from tracker.actions import care_team as actions
from tracker.actions.errors import TooManyCarers
from tracker.forms.care_team import CarerForm, EpisodeForm
from tracker.models import Carer, Episode


@require_safe
def care_team(request: AuthenticatedHttpRequest) -> HttpResponse:
    found = reader.care_team(user_id=request.user.pk, today=timezone.localdate(timezone=request.user.tzinfo))
    return render(request, "tracker/care_team.html", {"team": found})


@require_http_methods(["GET", "HEAD", "POST"])
def carer_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = CarerForm(posted(request), beside=_carers(request))
    if form.is_valid():
        try:
            actions.add_carer(user_id=request.user.pk, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return see_other("tracker:care_team")
        except TooManyCarers:
            form.add_error(None, _full())
    return _form(request, "tracker/care_team_carer.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
def carer(request: AuthenticatedHttpRequest, carer: UUID) -> HttpResponse:
    found = get_object_or_404(Carer.objects.for_user(request.user), pk=carer)
    form = CarerForm(posted(request), carer=found, beside=_carers(request))
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("name", "role", "phone")}
        actions.change_carer(user_id=request.user.pk, carer_id=found.pk, **values)
        messages.success(request, _("Saved."))
        return see_other("tracker:care_team")
    return _form(request, "tracker/care_team_carer.html", form, carer=reader.carer_row(found))


@require_POST
def carer_end(request: AuthenticatedHttpRequest, carer: UUID) -> HttpResponse:
    found = get_object_or_404(Carer.objects.for_user(request.user), pk=carer)
    actions.end_carer(user_id=request.user.pk, carer_id=found.pk, now=timezone.now())
    undo = reverse("tracker:carer_restore", args=[found.pk])
    say_with_undo(request, _("Off the care team. What was with them stays."), undo=undo)
    return see_other("tracker:care_team")


@require_POST
def carer_restore(request: AuthenticatedHttpRequest, carer: UUID) -> HttpResponse:
    found = get_object_or_404(Carer.objects.for_user(request.user), pk=carer)
    try:
        actions.restore_carer(user_id=request.user.pk, carer_id=found.pk)
    except TooManyCarers:
        messages.info(request, _full())
    return see_other("tracker:care_team")


@require_http_methods(["GET", "HEAD", "POST"])
def episode_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The first; others begin by themselves, with a session."""
    first = Episode.objects.for_user(request.user).first()
    return see_other("tracker:episode", episode=first.pk) if first else _episode(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def episode(request: AuthenticatedHttpRequest, episode: UUID) -> HttpResponse:
    return _episode(request, get_object_or_404(Episode.objects.for_user(request.user), pk=episode))


def _episode(request: AuthenticatedHttpRequest, found: Episode | None) -> HttpResponse:
    carers = [one for one in _carers(request) if one.role == Carer.Role.THERAPIST]
    chosen = found.therapist_id if found else None
    form = EpisodeForm(
        posted(request),
        today=timezone.localdate(timezone=request.user.tzinfo),
        therapists=[(one.pk, one.name) for one in carers if one.ended_at is None or one.pk == chosen],
        initial={
            "started_on": found.started_on,
            "therapist": chosen,
            "focus": found.focus,
            "approach": found.approach,
        }
        if found
        else None,
    )
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("started_on", "focus", "approach")}
        actions.keep_episode(
            user_id=request.user.pk,
            episode_id=found.pk if found else None,
            therapist_id=form.cleaned_data["therapist"],
            **values,
        )
        messages.success(request, _("Saved."))
        return see_other("tracker:care_team")
    return _form(request, "tracker/episode_form.html", form)


def _form(request: AuthenticatedHttpRequest, template: str, form: CarerForm | EpisodeForm, **more: Any) -> HttpResponse:
    return render(request, template, {"form": form, **more}, status=422 if form.is_bound else 200)


def _carers(request: AuthenticatedHttpRequest) -> list[Carer]:
    return list(Carer.objects.for_user(request.user))


def _full() -> str:
    return _("Your care team holds %(count)d people. Take one off first.") % {"count": Carer.MOST_CURRENT}
