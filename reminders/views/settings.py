"""How reminders reach the person, and one to try it."""

from datetime import datetime
from typing import Any

from django.contrib import messages as notes
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from accounts.http import AuthenticatedHttpRequest, see_other
from reminders import messages, overview, planning, tasks
from reminders.actions import preferences
from reminders.forms import PreferenceForm
from reminders.models import Preference, Reminder
from reminders.reach import reach

SENT = {
    Reminder.Channel.PUSH.value: _("On its way to your devices. It can take a few seconds."),
    Reminder.Channel.EMAIL.value: _("On its way to your e-mail address."),
    Reminder.Channel.INBOX.value: _("It will be in your inbox in a few seconds."),
}
SOON = {"socket_connect_timeout": 1, "socket_timeout": 1, "max_retries": 1, "interval_start": 0, "interval_step": 0}


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: AuthenticatedHttpRequest) -> HttpResponse:
    now = timezone.now()
    page = overview.overview(user_id=request.user.pk, now=now)
    today = timezone.localdate(now)
    if request.method != "POST":
        return _page(request, page, PreferenceForm(initial=_initial(page.preference, now), today=today))
    form = PreferenceForm(request.POST, today=today)
    if not form.is_valid():
        return _page(request, page, form, status=422)
    saved = preferences.save_preference(user_id=request.user.pk, **form.cleaned_data)
    notes.success(request, _("Saved. Everything is paused.") if saved.is_paused(now) else _("Saved."))
    return see_other("reminders:settings")


@require_POST
def test(request: AuthenticatedHttpRequest) -> HttpResponse:
    """One reminder, now, by the first way that is on. With JSON asked for: how, and the tag to wait for."""
    now, user_id = timezone.now(), request.user.pk
    wants_json = "application/json" in request.headers.get("Accept", "")
    if not overview.may_test(user_id=user_id, now=now):
        return _too_many(request, wants_json=wants_json)
    channel = next(iter(reach([user_id])[user_id].channels), Reminder.Channel.INBOX.value)
    row = planning.plan_test(user_id=user_id, channel=channel, now=now)
    _hint(row)
    if wants_json:
        return JsonResponse({"channel": channel, "tag": messages.compose(row).tag}, status=201)
    notes.success(request, SENT[channel])
    return see_other("reminders:settings")


def _page(
    request: AuthenticatedHttpRequest, page: overview.Overview, form: PreferenceForm, *, status: int = 200
) -> HttpResponse:
    return render(request, "reminders/settings.html", {"page": page, "form": form}, status=status)


def _initial(preference: Preference, now: datetime) -> dict[str, Any]:
    until = preference.paused_until if preference.is_paused(now) else None
    fields = ("push", "email", "ask_after_dose", "quiet_from", "quiet_until")
    return {name: getattr(preference, name) for name in fields} | {
        "paused_until": timezone.localdate(until) if until else None
    }


def _hint(row: Reminder) -> None:
    """The row is the order; the message spares it the wait for the next tick. A broker that is down or mute may be.

    On a connection of its own, which waits for it no longer than a person waits for a page.
    """
    try:
        with tasks.send.app.connection_for_write(transport_options=SOON) as connection:
            tasks.send.apply_async(args=([str(row.pk)],), producer=connection.Producer(), retry=False)
    except (KombuError, RedisError, OSError):
        return


def _too_many(request: AuthenticatedHttpRequest, *, wants_json: bool) -> HttpResponse:
    sentence = _("That were five in ten minutes. Wait a little before the next one.")
    if wants_json:
        return JsonResponse({"sentence": sentence}, status=429, headers={"Retry-After": "600"})
    notes.warning(request, sentence)
    return see_other("reminders:settings")
