"""What sign-in says and does where allauth leaves it to us."""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING, Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User

logger = structlog.get_logger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "That address and password don’t belong together. Try again, or have a code sent to you instead."
        ),
        "email_taken": _("Another account has this address. Try a different one."),
        "enter_current_password": _("That isn’t the password you have now."),
        "incorrect_code": _("That isn’t the code we sent. Look in the newest message and type its six digits."),
        "too_many_login_attempts": _("Those were a lot of tries. Ask for a new code, or wait a few minutes."),
        "too_many_codes": _("Those were several codes in a short time. Wait a few minutes, then ask again."),
        "too_many_code_tries": _("That was one try too many, so this code is used up. You can ask for a new one."),
        "rate_limited": _("That was a little fast. Wait a minute, then try again."),
    }

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        user.zone = form.cleaned_data.get("zone") or user.zone
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is away is said calmly: nothing was lost, and the same step can be done again."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException) as trouble:
            logger.error("mail_not_sent", reason=type(trouble).__name__)
            raise ImmediateHttpResponse(render(self.request, "account/mail_away.html", status=503)) from None

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """A first sign-in by code proves the address, not the password that someone typed when signing up with it."""
        records = get_authentication_records(request, user)
        if user.last_login is None and records and records[-1]["method"] == "code" and user.has_usable_password():
            user.set_unusable_password()
            user.save(update_fields=["password"])
            messages.info(request, _("You’re signed in by code. To use a password as well, choose one under You."))
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:you")
