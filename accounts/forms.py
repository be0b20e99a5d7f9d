"""Sign-in's forms in our words, and the person's own settings. They validate and never write."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from django import forms
from django.core.validators import EmailValidator, MaxLengthValidator
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.countries import countries
from accounts.models import ApiToken, User
from accounts.text import clean_text
from accounts.zones import known_zones

EMAIL_LENGTH = 254
PASSWORD_LENGTH = 1000
PASSWORD_HELP = _("At least 8 characters. A few words in a row are easy to remember and hard to guess.")


class InOurWords(forms.Form):
    """Labels and sentences of allauth's fields as the design has them: no placeholders, one line of help."""

    LABELS: ClassVar[dict[str, Any]] = {
        "email": _("E-mail address"),
        "login": _("E-mail address"),
        "password": _("Password"),
        "oldpassword": _("The password you have now"),
        "password1": _("New password"),
        "password2": _("New password again"),
        "code": _("Six digits"),
    }

    REQUIRED: ClassVar[dict[str, Any]] = {
        "email": _("Type your e-mail address."),
        "login": _("Type your e-mail address."),
        "password": _("Type your password, or have a code sent to you instead."),
        "oldpassword": _("Type the password you have now."),
        "password1": _("Type a password."),
        "password2": _("Type the same password again."),
        "code": _("Type the six digits from the message."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.LABELS.get(name, field.label)
            field.help_text = PASSWORD_HELP if name == "password1" else ""
            field.widget.attrs.pop("placeholder", None)
            if name in self.REQUIRED:
                field.error_messages["required"] = self.REQUIRED[name]
            if isinstance(field, forms.EmailField):
                _ask_for_an_address(field)
            if isinstance(field, forms.CharField):  # not the hidden zone, which is never an error
                _limit(field, PASSWORD_LENGTH if "password" in name else EMAIL_LENGTH)


def _ask_for_an_address(field: forms.EmailField) -> None:
    field.validators = [EmailValidator(_("That isn’t a whole e-mail address. It reads like name@example.org."))]


def _limit(field: forms.CharField, length: int) -> None:
    field.max_length = length
    field.validators.append(MaxLengthValidator(length))
    field.widget.attrs["maxlength"] = str(length)


class SignUpForm(InOurWords, allauth.SignupForm):  # type: ignore[misc]
    """An address, and either a code each time or a password. The zone is the browser's, when a script fills it in."""

    CODE, PASSWORD = "code", "password"
    account_already_exists: bool
    LABELS = {**InOurWords.LABELS, "password1": _("Password")}

    how = forms.ChoiceField(
        label=_("How would you like to sign in?"),
        choices=[(CODE, _("Use a code each time")), (PASSWORD, _("Choose a password"))],
        initial=CODE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two."), "invalid_choice": _("Choose one of the two.")},
    )
    zone = forms.Field(required=False, widget=forms.HiddenInput)
    field_order = ("email", "how", "password1", "zone")

    def clean_zone(self) -> str:
        zone = self.cleaned_data["zone"]
        return zone if zone in known_zones() else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        if cleaned.get("how") == self.CODE:
            cleaned["password1"] = ""
        elif cleaned.get("how") == self.PASSWORD and not (cleaned.get("password1") or "password1" in self.errors):
            self.add_error("password1", _("Type a password, or choose a code each time."))
        super().clean()
        return cleaned

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            # As slow as making an account, so that the time taken does not say that there is one.
            User().set_password(self.cleaned_data["password1"] or None)
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)


class SignInForm(InOurWords, allauth.LoginForm):  # type: ignore[misc]
    pass


class RequestCodeForm(InOurWords, allauth.RequestLoginCodeForm):  # type: ignore[misc]
    def clean_email(self) -> str:
        try:
            email: str = super().clean_email()
        except forms.ValidationError as error:
            raise get_adapter().validation_error("too_many_codes") from error
        return email


class CodeForm(InOurWords):
    """Six digits. A try is counted in the shared cache, so that many at the same moment are not more tries."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(inputmode="numeric", autocomplete="one-time-code", maxlength="20")

    def clean_code(self) -> str:
        request = context.request
        key = f"{request.session.session_key}:{self.expected_code}"  # type: ignore[attr-defined]
        if not ratelimit.consume(request, action="code_try", key=key):
            raise get_adapter().validation_error("too_many_code_tries")
        code: str = super().clean_code()  # type: ignore[misc]
        return code


class SignInCodeForm(CodeForm, allauth.ConfirmLoginCodeForm):  # type: ignore[misc]
    pass


class AddressCodeForm(CodeForm, allauth.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    pass


class ForgottenPasswordForm(InOurWords, allauth.ResetPasswordForm):  # type: ignore[misc]
    pass


class ForgottenPasswordCodeForm(CodeForm, allauth.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    pass


class NewPasswordForm(InOurWords, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(InOurWords, allauth.ChangePasswordForm):  # type: ignore[misc]
    pass


class SetPasswordForm(InOurWords, allauth.SetPasswordForm):  # type: ignore[misc]
    pass


def _countries() -> list[tuple[str, Any]]:
    return [("", _("Not said")), *countries().items()]


def _hours() -> list[tuple[str, str]]:
    return [(f"{hour:02}:00", f"{hour:02}:00") for hour in range(13)]


class YouForm(forms.Form):
    country = forms.ChoiceField(
        label=_("Country"),
        help_text=_("Decides which numbers Help now shows first."),
        choices=_countries,
        required=False,
        error_messages={"invalid_choice": _("Choose a country from the list.")},
    )
    day_start = forms.TypedChoiceField(
        label=_("A day starts at"),
        help_text=_("What you do before this time still counts for the day before."),
        choices=_hours,
        coerce=dt.time.fromisoformat,
        error_messages={
            "invalid_choice": _("Choose a time from the list."),
            "required": _("Choose a time from the list."),
        },
    )


class LeaveForm(forms.Form):
    """The address, typed: the one act here that cannot be undone."""

    email = forms.CharField(
        label=_("Your e-mail address"),
        max_length=EMAIL_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the address you sign in with.")},
    )

    def __init__(self, *args: Any, own: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if email != self.own.lower():
            raise forms.ValidationError(_("That isn’t the address you sign in with."))
        return email


class TokenForm(forms.Form):
    """`id` is given when the form is drawn: sent twice, it makes one token."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("What is it for?"),
        help_text=_("A name of your own, so that you can tell your tokens apart."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write a few words here.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=ApiToken.Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one."),
            "invalid_choice": _("Choose from these."),
            "invalid_list": _("Choose from these."),
        },
    )

    def clean_name(self) -> str:
        name = clean_text(self.cleaned_data["name"], lines=False)
        if not name:
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return name
