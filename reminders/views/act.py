"""What acts by a signed token, without a sign-in: a notification's button, and e-mail off."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from reminders import tokens
from reminders.actions import acts, preferences
from reminders.forms import ActForm
from reminders.models import Reminder
from tracker.actions.errors import NotDue, NotFound


@csrf_exempt
@login_not_required
@require_POST
@never_cache
def act(request: HttpRequest) -> HttpResponse:
    """Taken, done, or again in ten minutes, from the service worker. A replay answers 200 and changes nothing.

    422: this cannot be said of this reminder, or not any more.
    """
    now = timezone.now()
    form = ActForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=404 if "token" in form.errors else 422)
    try:
        token = tokens.read_act(form.cleaned_data["token"], now=now)
        row = {"user_id": token.user_id, "reminder_id": token.reminder_id}
        if form.cleaned_data["action"] == "snooze":
            acts.snooze(**row, now=now)
        else:
            acts.record(**row, state=form.cleaned_data["action"], at=form.cleaned_data["at"], now=now)
    except (tokens.TokenError, Reminder.DoesNotExist, NotDue, NotFound):
        raise Http404 from None
    except (acts.WrongAction, acts.NoMore):
        return HttpResponse(status=422)
    return HttpResponse("ok", content_type="text/plain")


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def off(request: HttpRequest, token: str) -> HttpResponse:
    """A link in every mail: GET shows a button, POST switches e-mail off, also from a mail program's own button."""
    try:
        user_id = tokens.read_off(token)
        if request.method == "POST":
            preferences.switch_channel(user_id=user_id, channel="email", on=False)
    except (tokens.TokenError, User.DoesNotExist):
        raise Http404 from None
    return render(request, "reminders/email_off.html", {"done": request.method == "POST"})
