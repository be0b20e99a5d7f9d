"""The browser's push subscription, sent by push.js."""

import json

from django.http import HttpResponse, JsonResponse, QueryDict
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest
from reminders.actions import preferences, subscriptions
from reminders.forms import EndpointForm, SubscriptionForm


@require_POST
def subscribe(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = SubscriptionForm(_fields(request))
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    keys = {name: form.cleaned_data[name] for name in ("endpoint", "p256dh", "auth")}
    subscriptions.subscribe(user_id=request.user.pk, **keys)
    if not form.cleaned_data["quiet"]:
        preferences.switch_channel(user_id=request.user.pk, channel="push", on=True)
    return JsonResponse({"on": True}, status=201)


@require_POST
def unsubscribe(request: AuthenticatedHttpRequest) -> HttpResponse:
    """200 whether or not there was one: the browser has already forgotten it."""
    form = EndpointForm(_fields(request))
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    subscriptions.unsubscribe(user_id=request.user.pk, endpoint=form.cleaned_data["endpoint"])
    return JsonResponse({"on": False})


def _fields(request: AuthenticatedHttpRequest) -> QueryDict | dict[str, object]:
    """A form, or JSON as `PushSubscription.toJSON()` gives it: the keys may lie in `keys`."""
    if request.content_type != "application/json":
        return request.POST
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(sent, dict):
        return {}
    keys = sent.get("keys")
    return {**sent, **(keys if isinstance(keys, dict) else {})}
