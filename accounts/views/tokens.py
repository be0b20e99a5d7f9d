"""Tokens for programs of the person's own: making one, seeing which there are, turning one off."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import tokens
from accounts.forms import TokenForm
from accounts.http import AuthenticatedHttpRequest, posted, see_other
from accounts.models import ApiToken


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def listing(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The tokens there are. A POST makes one and shows it this once."""
    form = TokenForm(posted(request), initial={"id": uuid4(), "scopes": [ApiToken.Scope.READ]})
    if form.is_valid():
        try:
            token = tokens.issue_token(
                user_id=request.user.pk,
                token_id=form.cleaned_data["id"],
                name=form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
            )
        except tokens.TooManyTokens:
            form.add_error(None, _("You have twenty tokens. Turn one off first, then this one can be made."))
        else:
            return _made(request, token)
    found = ApiToken.objects.for_user(request.user)
    status = 422 if form.errors else 200
    return render(request, "accounts/token_list.html", {"form": form, "tokens": found}, status=status)


@require_POST
def off(request: AuthenticatedHttpRequest, token: UUID) -> HttpResponse:
    if not ApiToken.objects.for_user(request.user).filter(pk=token).exists():
        raise Http404
    tokens.revoke_token(user_id=request.user.pk, token_id=token)
    messages.success(request, _("That token is off. No program can use it any more."))
    return see_other("accounts:tokens")


def _made(request: AuthenticatedHttpRequest, token: str | None) -> HttpResponse:
    if token is None:
        messages.success(request, _("That token was made before. It is shown only once."))
        return see_other("accounts:tokens")
    return render(request, "accounts/token_made.html", {"token": token})
