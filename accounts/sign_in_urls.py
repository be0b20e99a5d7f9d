"""The pages of allauth's that we use, under its own names. What is not here does not exist."""

from allauth.account import views as allauth
from django.urls import URLPattern, path

from accounts.views import sign_in
from accounts.views.sign_in import at_the_door

urlpatterns: list[URLPattern] = [
    # In and out
    path("signup/", at_the_door(sign_in.SignUp.as_view()), name="account_signup"),
    path("confirm-email/", at_the_door(sign_in.ConfirmAddress.as_view()), name="account_email_verification_sent"),
    path("login/", at_the_door(sign_in.SignIn.as_view()), name="account_login"),
    path("login/code/", at_the_door(sign_in.RequestCode.as_view()), name="account_request_login_code"),
    path("login/code/confirm/", at_the_door(sign_in.ConfirmCode.as_view()), name="account_confirm_login_code"),
    path("logout/", at_the_door(allauth.logout), name="account_logout"),
    path("inactive/", at_the_door(allauth.account_inactive), name="account_inactive"),
    # The password
    path("password/change/", at_the_door(sign_in.ChangePassword.as_view()), name="account_change_password"),
    path("password/set/", at_the_door(sign_in.SetPassword.as_view()), name="account_set_password"),
    path("password/reset/", at_the_door(sign_in.ForgottenPassword.as_view()), name="account_reset_password"),
    path(
        "password/reset/confirm/",
        at_the_door(sign_in.ForgottenPasswordCode.as_view()),
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/complete/", at_the_door(sign_in.NewPassword.as_view()), name="account_complete_password_reset"
    ),
]
