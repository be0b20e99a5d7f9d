"""Putting a card of medicine safety aside."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest, see_other
from tracker import today
from tracker.actions.safety import settle_card
from tracker.idempotency import recorded, recorded_at
from tracker.safety_cards import card_named
from tracker.views.log import cannot_be_recorded

STATES = ("noted", "")


@require_POST
@recorded
def log_safety(request: AuthenticatedHttpRequest, key: UUID) -> HttpResponse:
    """`state` "noted" puts the card aside, "" takes that back. 404 for a key of no card of this person's."""
    now, who = timezone.now(), request.user.pk
    named = card_named(user_id=who, key=key)
    if named is None:
        raise Http404
    state = request.POST.get("state")
    if state not in STATES:
        return cannot_be_recorded()
    trigger, medicine_id = named
    settle_card(
        user_id=who,
        trigger=trigger,
        medicine_id=medicine_id,
        noted=bool(state),
        recorded_at=recorded_at(request, now),
        now=now,
    )
    if request.htmx:
        found = today.day(user_id=who, date=None, now=now)
        context = {"safety": found.safety, "noted": bool(state)}
        return render(request, "tracker/safety_answer.html", context)
    return see_other(f"{resolve_url('tracker:today')}#safety")
