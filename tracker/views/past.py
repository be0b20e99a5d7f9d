"""Sessions that were: what became of them, notes, and which lines were said."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from tracker.actions import visits
from tracker.actions.errors import NotDue
from tracker.forms.sessions import NotesForm, ObstacleForm, SaidForm
from tracker.idempotency import recorded, recorded_at
from tracker.models import Appointment
from tracker.past import SessionPage, past_sessions, session_page
from tracker.views.log import cannot_be_recorded


@require_safe
def past(request: AuthenticatedHttpRequest) -> HttpResponse:
    found = past_sessions(user_id=request.user.pk, zone=request.user.zone, now=timezone.now())
    return render(request, "tracker/session_past.html", {"sessions": found})


@require_http_methods(["GET", "HEAD", "POST"])
def past_session(request: AuthenticatedHttpRequest, appointment: UUID) -> HttpResponse:
    found = _appointment(request, appointment)
    page = session_page(found, zone=request.user.zone)
    kind = ObstacleForm if page.session.missed else NotesForm
    initial = {"notes": page.notes, "obstacle": page.obstacle, "obstacle_words": page.obstacle_words}
    form = kind(posted(request), initial=initial)
    if form.is_valid():
        kept = {name: form.cleaned_data.get(name, initial[name]) for name in initial}
        visits.keep_notes(user_id=request.user.pk, appointment_id=found.pk, now=timezone.now(), **kept)
        messages.success(request, _("Saved."))
        return see_other("tracker:past_session", appointment=found.pk)
    return _page(request, page, form)


@require_POST
@recorded
def log_session(request: AuthenticatedHttpRequest, appointment: UUID) -> HttpResponse:
    """`outcome` attended, cancelled or missed, "" to undo, or "aside" not to be asked any more."""
    found, now, outcome = _appointment(request, appointment), timezone.now(), request.POST.get("outcome")
    if outcome is None:
        return cannot_be_recorded()
    if outcome == "aside":
        visits.put_aside(user_id=request.user.pk, appointment_id=found.pk, now=now)
        return see_other("tracker:session")
    try:
        visits.record_outcome(
            user_id=request.user.pk,
            appointment_id=found.pk,
            outcome=outcome,
            recorded_at=recorded_at(request, now),
            now=now,
        )
    except NotDue as error:
        raise Http404 from error
    except ValueError:
        return cannot_be_recorded()
    return see_other(resolve_url("tracker:past_session", appointment=found.pk))


@require_POST
def past_said(request: AuthenticatedHttpRequest, appointment: UUID) -> HttpResponse:
    """`line`: those that were said, and leave the list; the others stay."""
    page = session_page(_appointment(request, appointment), zone=request.user.zone)
    form = SaidForm(request.POST, lines=[(line.id, line.text) for line in page.lines])
    if not form.is_valid():
        messages.error(request, _("That line is no longer on your list."))
        return see_other("tracker:past_session", appointment=appointment)
    count = visits.take_off_what_was_said(
        user_id=request.user.pk, line_ids=form.cleaned_data["line"], now=timezone.now()
    )
    words = ngettext("%(count)d line is off your list.", "%(count)d lines are off your list.", count)
    messages.success(request, words % {"count": count} if count else _("Your list stays as it is."))
    return see_other("tracker:past_session", appointment=appointment)


def _page(request: AuthenticatedHttpRequest, page: SessionPage, form: NotesForm) -> HttpResponse:
    context = {"page": page, "session": page.session, "form": form, "outcomes": Appointment.Outcome.choices}
    return render(request, "tracker/session_past_one.html", context, status=422 if form.is_bound else 200)


def _appointment(request: AuthenticatedHttpRequest, appointment: UUID) -> Appointment:
    """One that has begun."""
    mine = Appointment.objects.for_user(request.user).filter(starts_at__lte=timezone.now())
    return get_object_or_404(mine.select_related("carer", "session_check"), pk=appointment)
