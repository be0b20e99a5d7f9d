"""Notes of a day: the list, one of them, writing and deleting."""

from __future__ import annotations

import datetime as dt
import uuid
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, see_other
from pwa.toast import say_with_undo
from tracker import today
from tracker.actions import notes as actions
from tracker.actions.errors import NotFound
from tracker.forms.notes import NoteForm
from tracker.idempotency import recorded, recorded_at
from tracker.logic.day import page_of
from tracker.notes import Note, journal, note_of


@require_safe
def notes(request: AuthenticatedHttpRequest) -> HttpResponse:
    """`?until=2026-10-31` goes further back."""
    until = _day(request.GET.get("until", ""))
    found = journal(user_id=request.user.pk, until=until)
    context = {"journal": found, "until": until, "today": _page_at(request, timezone.now())}
    return render(request, "tracker/note_list.html", context)


@require_safe
def note_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """`?date=2026-11-02` writes of that day."""
    now = timezone.now()
    form = _form(request, now, initial={"date": _day(request.GET.get("date", "")) or _page_at(request, now)})
    return _writing(request, form, note_id=uuid.uuid4())


@require_safe
def note(request: AuthenticatedHttpRequest, note: UUID) -> HttpResponse:
    return render(request, "tracker/note_detail.html", {"note": _note(request, note)})


@require_safe
def note_edit(request: AuthenticatedHttpRequest, note: UUID) -> HttpResponse:
    found = _note(request, note)
    form = _form(request, timezone.now(), initial={"date": found.date, "text": found.text})
    return _writing(request, form, note_id=found.id, there=found)


@require_POST
@recorded
def log_note(request: AuthenticatedHttpRequest, note: UUID) -> HttpResponse:
    """`date` and `text`; the id was made by the form. 404 for somebody else's."""
    now = timezone.now()
    said_at = recorded_at(request, now)
    form = _form(request, said_at, data=request.POST)
    if not form.is_valid():
        there = note_of(user_id=request.user.pk, note_id=note)
        return _writing(request, form, note_id=note, there=there, status=422)
    try:
        actions.record_note(user_id=request.user.pk, note_id=note, recorded_at=said_at, now=now, **form.cleaned_data)
    except NotFound:
        raise Http404 from None
    date = form.cleaned_data["date"]
    older = "" if date == form.today else f"?until={date}"
    return see_other(f"{resolve_url('tracker:notes')}{older}#note-{note}")


@require_POST
def note_delete(request: AuthenticatedHttpRequest, note: UUID) -> HttpResponse:
    try:
        actions.delete_note(user_id=request.user.pk, note_id=note, now=timezone.now())
    except NotFound:
        raise Http404 from None
    undo = reverse("tracker:note_restore", args=[note])
    say_with_undo(request, _("Deleted. It can come back for a day."), undo=undo)
    return see_other("tracker:notes")


@require_POST
def note_restore(request: AuthenticatedHttpRequest, note: UUID) -> HttpResponse:
    try:
        actions.restore_note(user_id=request.user.pk, note_id=note)
    except NotFound:
        raise Http404 from None
    return see_other("tracker:note", note=note)


def _writing(
    request: AuthenticatedHttpRequest, form: NoteForm, *, note_id: UUID, there: Note | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "note_id": note_id, "there": there, "key": f"note:{note_id}"}
    return render(request, "tracker/note_form.html", context, status=status)


def _form(request: AuthenticatedHttpRequest, at: dt.datetime, **more: object) -> NoteForm:
    return NoteForm(earliest=today.EARLIEST, today=_page_at(request, at), **more)


def _note(request: AuthenticatedHttpRequest, note_id: UUID) -> Note:
    found = note_of(user_id=request.user.pk, note_id=note_id)
    if found is None:
        raise Http404
    return found


def _page_at(request: AuthenticatedHttpRequest, at: dt.datetime) -> dt.date:
    return page_of(at, zone=request.user.zone, day_start=request.user.day_start)


def _day(written: str) -> dt.date | None:
    try:
        return parse_date(written)
    except ValueError:
        return None
