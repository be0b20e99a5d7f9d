"""Four questions after a session."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, see_other
from tracker.actions.errors import NotDue
from tracker.actions.session_check import record_check
from tracker.forms.session_check import SessionCheckForm
from tracker.idempotency import recorded, recorded_at
from tracker.models import Appointment
from tracker.past import SessionPage, session_page


@require_safe
def session_check(request: AuthenticatedHttpRequest, appointment: UUID) -> HttpResponse:
    page = session_page(_appointment(request, appointment), zone=request.user.zone)
    initial = {f"a{number}": answer for number, answer in enumerate(page.answers, start=1)}
    return _page(request, page, SessionCheckForm(initial=initial), status=200)


@require_POST
@recorded
def log_check(request: AuthenticatedHttpRequest, appointment: UUID) -> HttpResponse:
    """`a1` to `a4`, each 1 to 5 or left out; `undo` takes them back."""
    found, now = _appointment(request, appointment), timezone.now()
    form = SessionCheckForm(request.POST)
    if not form.is_valid():
        return _page(request, session_page(found, zone=request.user.zone), form, status=422)
    takes_back = "undo" in request.POST
    try:
        record_check(
            user_id=request.user.pk,
            appointment_id=found.pk,
            answers=[] if takes_back else form.answers(),
            recorded_at=recorded_at(request, now),
            now=now,
        )
    except NotDue as error:
        raise Http404 from error
    return see_other("tracker:past_session", appointment=found.pk)


def _page(request: AuthenticatedHttpRequest, page: SessionPage, form: SessionCheckForm, *, status: int) -> HttpResponse:
    context = {"page": page, "session": page.session, "form": form}
    return render(request, "tracker/session_check.html", context, status=status)


def _appointment(request: AuthenticatedHttpRequest, appointment: UUID) -> Appointment:
    """A session that the person went to."""
    mine = Appointment.objects.for_user(request.user).filter(outcome=Appointment.Outcome.ATTENDED)
    return get_object_or_404(mine.select_related("carer", "session_check"), pk=appointment)
