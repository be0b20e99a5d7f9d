"""The sheet for choosing a new therapist: for somebody signed in it is kept, for everybody else it can be printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import conditional_page, require_http_methods, require_POST

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from guide.actions import choosing as actions
from guide.forms.choosing import CandidateForm, apart, fit_rows, question_rows, unasked
from guide.logic.choosing import PLACES, Candidate, in_place
from guide.models import ChoosingSheet
from guide.views.browser import sent_by_us
from guide.views.choosing_carried import COOKIE, carried, carry
from guide.views.kept import canonical
from pwa.toast import say_with_undo

NOBODY: Final = {place: Candidate() for place in PLACES}


@csrf_exempt  # the page that is the same for everyone carries no token; what is written for somebody asks for one
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@conditional_page
def choosing(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return _own(cast(AuthenticatedHttpRequest, request))
    return _nobodys(request)


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What was filled in before signing in, into the sheet. Where there is no room for it, both are shown."""
    new = carried(request, now=timezone.now())
    if request.method != "POST" or new is None:
        return see_other("guide:choosing")
    put = in_place(_sheet(request), new)
    nobody = Candidate().mark
    written = {place: (one, nobody) for place, one in put.items()}
    if left := actions.save(user_id=request.user.pk, written=written, join=False).left:
        there = _sheet(request)
        return _own_page(request, [_person(place, there, put if place in left else {}) for place in PLACES], status=422)
    messages.success(request, _("Kept, for you alone."))
    response = see_other("guide:choosing")
    COOKIE.forget(response)
    return response


@login_not_required
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """What lies in the browser is deleted; nothing else is touched."""
    return COOKIE.forgotten()


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: AuthenticatedHttpRequest) -> HttpResponse:
    if request.method == "POST":
        actions.delete(user_id=request.user.pk, now=timezone.now())
        say_with_undo(request, _("Your sheet is deleted."), undo=reverse("guide:choosing_restore"))
    return see_other("guide:choosing")


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: AuthenticatedHttpRequest) -> HttpResponse:
    if request.method == "POST":
        if actions.restore(user_id=request.user.pk):
            messages.success(request, _("Your sheet is back."))
        else:
            messages.info(request, _("There is nothing to bring back, or a new sheet was begun meanwhile."))
    return see_other("guide:choosing")


@csrf_protect
def _own(request: AuthenticatedHttpRequest) -> HttpResponse:
    there = _sheet(request)
    people = [CandidateForm(posted(request), place=place, shown=there[place]) for place in PLACES]
    if request.method != "POST":
        return _own_page(request, people)
    written = {one.place: (one.content(), one.cleaned_data["seen"]) for one in people if one.is_valid()}
    saved = actions.save(user_id=request.user.pk, written=written, join=True)
    if saved.left or len(written) < len(people):
        there, here = _sheet(request), {place: written[place][0].completed(there[place]) for place in saved.left}
        again = [_person(one.place, there, here) if one.is_valid() else one for one in people]
        return _own_page(request, again, status=422)
    messages.success(request, _("Saved, with what another page had added.") if saved.joined else _("Saved."))
    return see_other("guide:choosing")


def _nobodys(request: HttpRequest) -> HttpResponse:
    """Nothing is kept here. What is to be taken along to an account goes into the browser."""
    now = timezone.now()
    brought, sent = carried(request, now=now), sent_by_us(request)
    shown = brought or NOBODY
    people = [CandidateForm(sent, place=place, shown=shown[place]) for place in PLACES]
    if sent is None:
        response = _page(request, people, brought=brought is not None)
        patch_cache_control(
            response, **{"private": True, "no_store": True} if brought else {"public": True, "no_cache": True}
        )
        return response
    wrong = [one for one in people if not one.is_valid()]
    wanted = request.POST.get("then") == "keep" and not wrong
    if wanted:
        going = see_other(f"{reverse('account_signup')}?next={reverse('guide:choosing')}")
        if carry(going, {one.place: one.content() for one in people}, now=now):
            return going
    response = _page(request, people, status=422 if wrong or wanted else 200, too_long=wanted)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _own_page(request: AuthenticatedHttpRequest, people: Sequence[CandidateForm], *, status: int = 200) -> HttpResponse:
    """`offer`: something was filled in here before signing in, and is not in the sheet."""
    there = _sheet(request)
    brought = carried(request, now=timezone.now())
    more = {
        "conflict": any(one.saved for one in people),
        "written": any(one.begun for one in there.values()),
        "offer": bool(brought and in_place(there, brought)),
    }
    return _page(request, people, status=status, **more)


def _page(request: HttpRequest, people: Sequence[CandidateForm], *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "people": people,
        "questions": question_rows(people),
        "fit": fit_rows(people),
        "apart": apart(people),
        "unasked": unasked(people),
        "both": all(one.now.begun for one in people),
        "url": canonical("guide:choosing"),
        **more,
    }
    return render(request, "guide/choosing_sheet.html", context, status=status)


def _person(place: str, there: Mapping[str, Candidate], here: Mapping[str, Candidate]) -> CandidateForm:
    """The form again: what is saved, or what the person has *here* with the saved one beside it."""
    return CandidateForm(
        place=place, shown=here.get(place, there[place]), saved=there[place] if place in here else None
    )


def _sheet(request: AuthenticatedHttpRequest) -> dict[str, Candidate]:
    sheet = ChoosingSheet.objects.for_user(request.user).first()
    return sheet.both if sheet else dict(NOBODY)
