"""The person's side: choose, preview, make a link, see that it was opened, turn it off."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from sharing import actions, shares
from sharing.forms import LinkForm, SummaryForm
from sharing.models import Share
from sharing.snapshot import Snapshot


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = SummaryForm(posted(request))
    if form.is_valid():
        share = actions.draft(user_id=request.user.pk, now=timezone.now(), **form.cleaned_data)
        return see_other("sharing:preview", share.pk)
    made = shares.links(user_id=request.user.pk, now=timezone.now())
    return render(
        request, "sharing/share_new.html", {"form": form, "links": made}, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def preview(request: AuthenticatedHttpRequest, share: UUID) -> HttpResponse:
    """The snapshot as it will be read. A POST makes the link and shows it this once."""
    draft = _own(request, share)
    if draft.expires_at is not None:
        return see_other("sharing:list")
    form = LinkForm(posted(request))
    if form.is_valid():
        try:
            made = actions.make_link(user_id=request.user.pk, share_id=share, now=timezone.now(), **form.cleaned_data)
        except actions.TooManyLinks:
            form.add_error(None, _("Twenty of your links work now. Turn one off first, then this one can be made."))
        else:
            return _made(request, made)
    context = {"form": form, "share": draft, "summary": Snapshot.read(draft.snapshot_copy)}
    return render(request, "sharing/share_preview.html", context, status=422 if form.is_bound else 200)


@require_safe
@never_cache
def listing(request: AuthenticatedHttpRequest) -> HttpResponse:
    made = shares.links(user_id=request.user.pk, now=timezone.now())
    return render(request, "sharing/share_list.html", {"links": made})


@require_POST
def off(request: AuthenticatedHttpRequest, share: UUID) -> HttpResponse:
    try:
        actions.turn_off(user_id=request.user.pk, share_id=share, now=timezone.now())
    except Share.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("The link is off. Nobody can open it any more."))
    return see_other("sharing:list")


def _made(request: AuthenticatedHttpRequest, made: actions.MadeLink | None) -> HttpResponse:
    if made is None:
        return see_other("sharing:list")
    address = settings.SITE_URL + reverse("sharing:open", args=[made.token])
    return render(request, "sharing/share_made.html", {"made": made, "address": address})


def _own(request: AuthenticatedHttpRequest, share: UUID) -> Share:
    found = Share.objects.for_user(request.user).filter(pk=share).first()
    if found is None:
        raise Http404
    return found
