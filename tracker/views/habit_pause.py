"""All habits rest for a week: one tap, one to end it, one to undo either."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest, see_other
from pwa.toast import say_with_undo
from tracker.actions import habit_pause as actions
from tracker.models import HabitPause


@require_POST
def pause(request: AuthenticatedHttpRequest) -> HttpResponse:
    made = actions.pause_habits(user_id=request.user.pk, now=timezone.now())
    say_with_undo(request, _until(made), undo=reverse("tracker:habit_pause_end", args=[made.pk]))
    return see_other(_plan())


@require_POST
def end(request: AuthenticatedHttpRequest, pause: UUID) -> HttpResponse:
    found = get_object_or_404(HabitPause.objects.for_user(request.user), pk=pause)
    actions.end_pause(user_id=request.user.pk, pause_id=found.pk, now=timezone.now())
    undo = reverse("tracker:habit_pause_restore", args=[found.pk])
    say_with_undo(request, _("The habits are back."), undo=undo)
    return see_other(_plan())


@require_POST
def restore(request: AuthenticatedHttpRequest, pause: UUID) -> HttpResponse:
    found = get_object_or_404(HabitPause.objects.for_user(request.user), pk=pause)
    messages.success(request, _until(actions.restore_pause(user_id=request.user.pk, pause_id=found.pk)))
    return see_other(_plan())


def _until(pause: HabitPause) -> str:
    return _("All habits rest until %(day)s.") % {"day": date_format(pause.until, "l j F")}


def _plan() -> str:
    return f"{reverse('tracker:plan')}#habits"
