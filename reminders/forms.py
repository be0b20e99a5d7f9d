"""What people and their browsers send: checked here, written in actions."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from pwa.fields import Day, TimeOfDay
from reminders.logic.encryption import KeysError, read_point
from reminders.logic.endpoints import PRINTABLE, EndpointError, read_endpoint

LONGEST_PAUSE = dt.timedelta(days=365)


class PreferenceForm(forms.Form):
    """How reminders reach the person, and when they rest. *today* is the person's own date."""

    push = forms.BooleanField(
        label=_("Notifications on my devices"),
        help_text=_("On every phone or computer you switched on above."),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "switch", "role": "switch"}),
    )
    email = forms.BooleanField(
        label=_("E-mail"),
        help_text=_("Used when no notification can reach you. The subject is as discreet as the lock screen."),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "switch", "role": "switch"}),
    )
    ask_after_dose = forms.BooleanField(
        label=_("Ask later when a dose isn’t recorded"),
        help_text=_("One quiet question, once. Nothing counts as missed by itself."),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "switch", "role": "switch"}),
    )
    quiet_from = TimeOfDay(label=_("From"))
    quiet_until = TimeOfDay(label=_("To"))
    paused_until = Day(
        label=_("Pause until"),
        help_text=_("Nothing is sent before that morning. Leave it empty for no pause."),
        required=False,
    )
    week = forms.BooleanField(required=False, widget=forms.HiddenInput)
    resume = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_paused_until(self) -> dt.date | None:
        until: dt.date | None = self.cleaned_data["paused_until"]
        if until and until <= self.today:
            raise forms.ValidationError(_("Choose a day after today."), code="past")
        if until and until > self.today + LONGEST_PAUSE:
            raise forms.ValidationError(_("Choose a day within a year."), code="far")
        return until

    def clean(self) -> dict[str, Any]:
        """The two buttons beside Save set the pause themselves."""
        week, resume = self.cleaned_data.pop("week"), self.cleaned_data.pop("resume")
        if week or resume:
            self.cleaned_data["paused_until"] = self.today + dt.timedelta(days=7) if week else None
            self.errors.pop("paused_until", None)
        return self.cleaned_data


class SubscriptionForm(forms.Form):
    """What a browser gives for a push subscription. *quiet*: a page put right what the server forgot."""

    endpoint = forms.CharField(max_length=2000, strip=False)
    p256dh = forms.CharField(max_length=100, strip=False)
    auth = forms.CharField(max_length=40, strip=False)
    quiet = forms.BooleanField(required=False)

    def clean_endpoint(self) -> str:
        endpoint: str = self.cleaned_data["endpoint"]
        try:
            read_endpoint(endpoint, hosts=settings.PUSH_HOSTS, loopback=settings.PUSH_ALLOW_LOOPBACK)
        except EndpointError:
            problem = _("This browser’s notification service isn’t one we send to. E-mail and the inbox still work.")
            raise forms.ValidationError(problem, code="host") from None
        return endpoint

    def clean_p256dh(self) -> str:
        value: str = self.cleaned_data["p256dh"]
        try:
            read_point(_decode(value))
        except KeysError:
            raise _not_from_a_browser() from None
        return value

    def clean_auth(self) -> str:
        value: str = self.cleaned_data["auth"]
        if len(_decode(value)) != 16:
            raise _not_from_a_browser()
        return value


class EndpointForm(forms.Form):
    """Which subscription to remove: any address that one could have been kept under."""

    endpoint = forms.CharField(max_length=2000, strip=False, validators=[RegexValidator(PRINTABLE)])


class ActForm(forms.Form):
    """A tap on a notification's button. `at` is when, by the phone's clock; anything else counts as now."""

    token = forms.CharField(max_length=500)
    action = forms.ChoiceField(choices=[(name, name) for name in ("taken", "snooze", "done")])
    at = forms.CharField(max_length=40, required=False)

    def clean_at(self) -> dt.datetime | None:
        try:
            at = parse_datetime(self.cleaned_data["at"])
        except ValueError:
            return None
        return at if at and at.tzinfo else None


def _decode(text: str) -> bytes:
    """base64url without padding; what is none reads as nothing."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""


def _not_from_a_browser() -> forms.ValidationError:
    return forms.ValidationError(_("These keys are not a browser’s. Switch notifications on again."), code="keys")
