"""The fit checklist: one page, with an account or without."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from guide.actions import fit as actions
from guide.catalogue.fit import OUTCOMES, changes, fit, tell
from guide.forms.fit import FitForm
from guide.logic.fit import VERSION, Outcome, result
from guide.models import FitCheck
from guide.views.browser import BrowserCookie, Kept, not_stored
from guide.views.kept import canonical

COOKIE: Final = BrowserCookie("fit", page="guide:fit", holds=(("answers", dict), ("red_flags", list)))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def checklist(request: HttpRequest) -> HttpResponse:
    now, known = timezone.now(), request.user.is_authenticated
    kept = COOKIE.read(request, now=now)
    form = FitForm(posted(request), with_about=known, initial={} if known else _initial(kept))
    if form.is_valid():
        return _kept(request, form)
    context = {
        "form": form,
        "taken": [(check, OUTCOMES[_outcome(check)]) for check in _all(request)],
        "offer": kept if known else None,
        "so_far": None if known else kept,
        "lost": COOKIE.lost(request, now=now),
        "url": canonical("guide:fit"),
    }
    return not_stored(render(request, "guide/fit_form.html", context, status=422 if form.is_bound else 200))


@login_not_required
@require_safe
def here(request: HttpRequest) -> HttpResponse:
    """What was answered in this browser without an account."""
    kept = COOKIE.read(request, now=timezone.now())
    if kept is None:
        return redirect("guide:fit")
    return not_stored(render(request, "guide/fit_result.html", _context(kept.said["answers"], kept.said["red_flags"])))


@require_safe
def taken(request: AuthenticatedHttpRequest, pk: UUID) -> HttpResponse:
    checks = _all(request)
    shown = get_object_or_404(FitCheck.objects.for_user(request.user), pk=pk)
    older = [check for check in checks if check.taken_at < shown.taken_at and check.is_about(shown.about)]
    context = _context(shown.answers, shown.red_flags)
    if older:
        context |= {"before": older[0], "changes": changes(fit().known(older[0].answers), fit().known(shown.answers))}
    others = [(check, OUTCOMES[_outcome(check)]) for check in checks if check.pk != shown.pk]
    return render(request, "guide/fit_result.html", {**context, "shown": shown, "others": others})


@require_POST
def delete(request: AuthenticatedHttpRequest, pk: UUID) -> HttpResponse:
    actions.delete(user_id=request.user.pk, check_id=pk)
    messages.success(request, _("Those answers are deleted."))
    return see_other("guide:fit")


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Answers from before signing in: to be kept, or not. They may be somebody else's, so it is asked."""
    now = timezone.now()
    offer = COOKIE.read(request, now=now)
    if offer is None:
        return redirect("guide:fit")
    if request.method != "POST":
        return not_stored(render(request, "guide/fit_keep.html", _kept_beside(request, offer.at, now)))
    said = {"answers": fit().known(offer.said["answers"]), "red_flags": offer.said["red_flags"]}
    check = actions.bring(user_id=request.user.pk, **said, at=offer.at, now=now)
    messages.success(request, _("Kept, for you alone."))
    response = see_other("guide:fit_result", check.pk)
    COOKIE.forget(response)
    return response


@login_not_required
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """What lies in the browser is deleted; nothing else is touched."""
    return COOKIE.forgotten()


def _kept(request: HttpRequest, form: FitForm) -> HttpResponse:
    now = timezone.now()
    answers, red_flags = form.answers(), form.cleaned_data["red_flags"]
    if not request.user.is_authenticated:
        response = see_other("guide:fit_here")
        COOKIE.write(response, {"answers": answers, "red_flags": red_flags}, now=now)
        return response
    about = form.cleaned_data["about"]
    check = actions.keep(user_id=request.user.pk, answers=answers, red_flags=red_flags, about=about, now=now)
    return see_other("guide:fit_result", check.pk)


def _kept_beside(request: AuthenticatedHttpRequest, at: datetime, now: datetime) -> dict[str, FitCheck | None]:
    """The checklist that one filled in at *at* would replace, or the newer one that it would stand beside."""
    checks = FitCheck.objects.for_user(request.user)
    replaced = checks.replaced_by_one_of(at, "", now)
    return {"replaced": replaced, "newer": None if replaced else checks.replaced_by_another("", now)}


def _context(answers: dict[str, str], red_flags: list[str]) -> dict[str, Any]:
    return {"telling": tell(fit().known(answers), red_flags), "version": VERSION}


def _all(request: HttpRequest) -> list[FitCheck]:
    """The person's own, newest first; of nobody, none, and no query."""
    if not request.user.is_authenticated:
        return []
    return list(FitCheck.objects.for_user(cast(AuthenticatedHttpRequest, request).user).newest_first())


def _outcome(check: FitCheck) -> Outcome:
    return result(fit(), fit().known(check.answers), check.red_flags).outcome


def _initial(kept: Kept | None) -> dict[str, Any]:
    return {**kept.said["answers"], "red_flags": kept.said["red_flags"]} if kept else {}
