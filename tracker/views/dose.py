"""The page of one dose: what happened, why, when, and a note."""

import datetime as dt
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from tracker import today
from tracker.forms.dose import DoseForm
from tracker.logic.day import page_of
from tracker.logic.schedule import Occurrence
from tracker.medication import medicine_card
from tracker.medicine_days import OneDose, one_dose
from tracker.models import Dose, Schedule


@require_safe
def dose(request: AuthenticatedHttpRequest, medicine: UUID, schedule: UUID, date: dt.date, slot: int) -> HttpResponse:
    """404 where the schedule has no such dose, unless something was said of it, or where it is days ahead."""
    mine = Schedule.objects.for_user(request.user).select_related("medicine").filter(medicine=medicine)
    found = get_object_or_404(mine, pk=schedule)
    occurrence = found.find_any(date=date, slot=slot, person_zone=request.user.zone)
    now = timezone.now()
    if occurrence is None or occurrence.at > now + today.DAY:
        raise Http404
    stands = _stands(request, found, occurrence, now)
    in_force = found.find(date=date, slot=slot, person_zone=request.user.zone) is not None
    if not in_force and not stands.state:
        raise Http404
    return dose_page(request, found, occurrence, stands=stands, now=now)


def dose_page(
    request: AuthenticatedHttpRequest,
    schedule: Schedule,
    occurrence: Occurrence,
    *,
    now: dt.datetime,
    stands: OneDose | None = None,
    refused: DoseForm | None = None,
) -> HttpResponse:
    """The page; with *refused*, what was typed and a sentence beside it."""
    stands = stands or _stands(request, schedule, occurrence, now)
    form = refused or DoseForm(due=occurrence.at, zone=request.user.tzinfo, now=now, dose=stands)
    context = {
        "medicine": medicine_card(schedule.medicine) if schedule.medicine else None,
        "dose": stands,
        "form": form,
        "states": Dose.State.choices,
        "reasons": Dose.Reason.choices,
    }
    return render(request, "tracker/medicine_dose.html", context, status=422 if refused else 200)


def _stands(request: AuthenticatedHttpRequest, schedule: Schedule, occurrence: Occurrence, now: dt.datetime) -> OneDose:
    person = request.user
    pages = [page_of(at, zone=person.zone, day_start=person.day_start) for at in (occurrence.at, now)]
    is_open = today.can_record(pages[0], recorded=pages[1])
    return one_dose(user=person, schedule=schedule, occurrence=occurrence, can_record=is_open)
