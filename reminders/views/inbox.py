"""The in-app list of what was sent."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, see_other
from reminders import inbox as screen
from reminders.actions import reading


@require_safe
def inbox(request: AuthenticatedHttpRequest) -> HttpResponse:
    letters = screen.letters(user_id=request.user.pk, now=timezone.now())
    return render(request, "reminders/inbox.html", {"letters": letters, "unread": any(not one.read for one in letters)})


@require_POST
def read(request: AuthenticatedHttpRequest, reminder: UUID) -> HttpResponse:
    """Mark one as read and open where it leads."""
    opens = reading.mark_read(user_id=request.user.pk, reminder_id=reminder, now=timezone.now())
    if opens is None:
        raise Http404
    return see_other(opens if "open" in request.POST else "reminders:inbox")


@require_POST
def read_all(request: AuthenticatedHttpRequest) -> HttpResponse:
    reading.mark_all_read(user_id=request.user.pk, now=timezone.now())
    return see_other("reminders:inbox")
