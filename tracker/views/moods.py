"""Recording how a day was: one tap, and a line about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest, see_other
from tracker import today
from tracker.actions.moods import record_mood
from tracker.forms.moods import MoodForm
from tracker.idempotency import recorded, recorded_at
from tracker.logic.day import page_of


@require_POST
@recorded
def log_mood(request: AuthenticatedHttpRequest, date: dt.date) -> HttpResponse:
    """`level` 1 to 5, or "" to take it back; `note` a line about it. 404 for a day that is closed or to come."""
    now = timezone.now()
    said_at = recorded_at(request, now)
    page = page_of(said_at, zone=request.user.zone, day_start=request.user.day_start)
    if date > page or not today.can_record(date, recorded=page):
        raise Http404
    form = MoodForm(request.POST)
    if not form.is_valid():
        return _refused(request, date, form, now)
    record_mood(
        user_id=request.user.pk,
        date=date,
        recorded_at=said_at,
        now=now,
        level=form.cleaned_data["level"],
        clear=form.clears,
        note=form.said,
    )
    found = today.day(user_id=request.user.pk, date=date, now=now)
    if request.htmx:
        context = {"mood": found.mood, "is_today": found.is_today, "safety": found.safety}
        return render(request, "tracker/mood_answer.html", context)
    page_url = resolve_url("tracker:today") if found.is_today else resolve_url("tracker:day", date=date)
    return see_other(f"{page_url}#mood")


def _refused(request: AuthenticatedHttpRequest, date: dt.date, form: MoodForm, now: dt.datetime) -> HttpResponse:
    found = today.day(user_id=request.user.pk, date=date, now=now)
    error = next(str(words) for field in form.errors.as_data().values() for one in field for words in one.messages)
    mood = replace(found.mood, note=form.data.get("note", found.mood.note), error=error)
    context = {"day": replace(found, mood=mood), "mood": mood, "is_today": found.is_today}
    name = "tracker/mood_answer.html" if request.htmx else "tracker/today.html"
    return render(request, name, context, status=422)
