"""Words of the guide to take along, with what the record knows filled in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from guide.catalogue import phrases
from tracker.actions.errors import TooManyLines
from tracker.actions.sessions import add_line
from tracker.forms.sessions import SayForm
from tracker.models import AgendaLine
from tracker.said import LISTENERS, filled_in, sheets


@require_safe
def say_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    return render(request, "tracker/session_words.html", {"sheets": sheets()})


@require_http_methods(["GET", "HEAD", "POST"])
def say(request: AuthenticatedHttpRequest, phrase: str) -> HttpResponse:
    """One phrase for the therapist or the doctor; what is in the field goes on the list."""
    found = phrases.find(phrase)
    if found is None or found.to not in LISTENERS:
        raise Http404
    words = filled_in(found, user=request.user, now=timezone.now())
    form = SayForm(posted(request), initial={"text": words})
    if form.is_valid():
        try:
            for_doctor = found.to == "doctor"
            origin = AgendaLine.Origin.GUIDE
            add_line(user_id=request.user.pk, origin=origin, for_doctor=for_doctor, **form.cleaned_data)
            messages.success(request, _("Added to your list."))
            return see_other("tracker:session")
        except TooManyLines:
            full = _("Your list holds %(count)d lines. Take one off first.")
            form.add_error(None, full % {"count": AgendaLine.MOST_OPEN})
    context = {"form": form, "phrase": found, "filled": words != found.plain}
    return render(request, "tracker/session_say.html", context, status=422 if form.is_bound else 200)
