"""allauth's pages where they need another word, another status or another way back."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as allauth
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import consume_email_verification_rate_limit
from allauth.account.stages import EmailVerificationStage, LoginStageController
from allauth.account.utils import get_login_redirect_url
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from accounts.actions.people import discard_unproven

DOUBLE_SUBMIT_SECONDS = 10

type View = Callable[..., HttpResponseBase]


def at_the_door(view: View) -> View:
    """A sign-in page is kept nowhere, and where nobody is signed in the phone drops what it kept of somebody."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        if not request.user.is_authenticated:
            response["X-SW-Cache"] = "wipe"
        return response

    return wrapped


@login_not_required
def too_many(request: HttpRequest) -> HttpResponse:
    """Too much in a short time: what to do, and after how long."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "60"
    return response


class Calm:
    """A form with something to put right comes back as 422. Nobody is held on a code page by an earlier attempt."""

    request: HttpRequest

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == 200:
            response.status_code = 422
        return response

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> HttpResponse | None:
        return None


class SignUp(Calm, allauth.SignupView):  # type: ignore[misc]
    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> HttpResponse | None:
        """The same address again within seconds is one press too many, and not another account."""
        login = stage.login
        waiting = login.email or (login.user and login.user.email)
        if (
            request.POST.get("email", "").strip().lower() == waiting
            and time.time() - login.initiated_at < DOUBLE_SUBMIT_SECONDS
        ):
            return HttpResponseRedirect(reverse(stage.urlname))
        return None

    def form_valid(self, form: Any) -> HttpResponse:
        email = form.cleaned_data["email"]
        if form.account_already_exists and discard_unproven(email=email, now=timezone.now()):
            form.account_already_exists = False
        response: HttpResponse = super().form_valid(form)
        return response


class SignIn(Calm, allauth.LoginView):  # type: ignore[misc]
    pass


class RequestCode(Calm, allauth.RequestLoginCodeView):  # type: ignore[misc]
    def get_form_kwargs(self) -> dict[str, Any]:
        """The address typed on the sign-in page comes along when the other button was pressed there."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        if "login" in self.request.POST:
            kwargs["data"] = {"email": self.request.POST["login"]}
        return kwargs


class ConfirmCode(Calm, allauth.ConfirmLoginCodeView):  # type: ignore[misc]
    _process: Any = None

    @method_decorator(login_not_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        _say_if_used_up(request, self._process)
        return response


class ConfirmAddress(Calm, allauth.ConfirmEmailVerificationCodeView):  # type: ignore[misc]
    _process: Any = None

    @method_decorator(login_not_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return HttpResponseRedirect(get_login_redirect_url(request))
        if not LoginStageController.enter(request, EmailVerificationStage.key):
            _say_if_used_up(request, None)
            return HttpResponseRedirect(reverse("account_login"))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        _say_if_used_up(request, self._process)
        return response

    def _resend_form_valid(self, form: BaseForm) -> HttpResponse:
        """A new code with a new life. An address that has an account gets its message again: both take as long."""
        process = self._process
        if consume_email_verification_rate_limit(self.request, process.email, dry_run=True):
            process.generate_code()
            process.state.update(at=time.time(), failed_attempts=0)
            process.send()
            process.record_resend()
            process.persist()
        else:
            messages.info(self.request, get_adapter().error_messages["rate_limited"])
        return HttpResponseRedirect(self.passthrough_next_url(reverse("account_email_verification_sent")))


class ForgottenPassword(Calm, allauth.PasswordResetView):  # type: ignore[misc]
    pass


class ForgottenPasswordCode(Calm, allauth.ConfirmPasswordResetCodeView):  # type: ignore[misc]
    _process: Any = None

    @method_decorator(login_not_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if self._process:
            return response
        _say_if_used_up(request, None)
        return HttpResponseRedirect(reverse("account_reset_password"))


class NewPassword(Calm, allauth.CompletePasswordResetView):  # type: ignore[misc]
    pass


class ChangePassword(Calm, allauth.PasswordChangeView):  # type: ignore[misc]
    pass


class SetPassword(Calm, allauth.PasswordSetView):  # type: ignore[misc]
    pass


def _say_if_used_up(request: HttpRequest, process: Any) -> None:
    if request.method == "POST" and not process and not request.user.is_authenticated:
        messages.info(request, _("That code is too old or already used. You can ask for a new one."))
