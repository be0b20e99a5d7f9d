"""The reader's side: whoever has the link. No account, no script, nothing kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import see_other
from sharing import access
from sharing.forms import PasscodeForm
from sharing.logic import consent
from sharing.snapshot import Snapshot

SESSION_KEY = "shares_opened"


def shared_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nothing of it is kept, indexed or passed on. With `no-referrer` the form would fail its CSRF check.

    A link that opens nothing says so in one way, whatever the reason.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = view(request, token)
        except Http404:
            response = render(request, "sharing/share_closed.html", status=404)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@shared_page
def open_share(request: HttpRequest, token: str) -> HttpResponse:
    """A GET shows the gate, or the page to someone let in within the hour; only a POST opens or spends a try."""
    now = timezone.now()
    gate = access.gate(token=token, now=now)
    if gate is None:
        raise Http404
    if request.method == "POST":
        return _answer_gate(request, token, gate, now)
    admitted_at = request.session.get(SESSION_KEY, {}).get(str(gate.share_id))
    if admitted_at and consent.still_admitted(admitted_at=dt.datetime.fromisoformat(admitted_at), now=now):
        return _summary(request, token, now)
    return render(request, "sharing/share_gate.html", {"gate": gate, "form": PasscodeForm()})


def _answer_gate(request: HttpRequest, token: str, gate: access.Gate, now: dt.datetime) -> HttpResponse:
    form = PasscodeForm(request.POST)
    if gate.needs_passcode and not form.is_valid():
        return render(request, "sharing/share_gate.html", {"gate": gate, "form": form}, status=422)
    passcode = form.cleaned_data["passcode"] if gate.needs_passcode else ""
    outcome = access.open_summary(token=token, passcode=passcode, now=now)
    if isinstance(outcome, access.Opened):
        opened = request.session.get(SESSION_KEY, {})
        request.session[SESSION_KEY] = {**opened, str(outcome.share_id): now.isoformat()}
        return see_other(request.path)
    if outcome is None or outcome.tries_left == 0:
        raise Http404
    form.refuse(outcome.tries_left)
    return render(request, "sharing/share_gate.html", {"gate": gate, "form": form}, status=422)


def _summary(request: HttpRequest, token: str, now: dt.datetime) -> HttpResponse:
    reading = access.read_summary(token=token, now=now)
    if reading is None:
        raise Http404
    context = {"summary": Snapshot.read(reading.snapshot), "expires_at": reading.expires_at}
    return render(request, "sharing/share_summary.html", context)
