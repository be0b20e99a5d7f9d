"""My plan for hard moments: to read, to fill in part by part, to look at again, to delete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from guide.actions import safety_plan as actions
from guide.forms.safety_plan import StepForm, step_form
from guide.help_words import MESSAGE
from guide.logic.fingerprint import fingerprint
from guide.logic.safety_plan import STEPS, message
from guide.models import SafetyPlan
from guide.safety_plan import Page, page, part
from guide.views import country
from pwa.toast import say_with_undo

FETCHED_BY_THE_WORKER = "X-SW-Fetch"  # nobody looks at this answer, so it uses up no message


@login_not_required
@require_safe
def safety_plan(request: HttpRequest) -> HttpResponse:
    """The person's plan; for everybody else, where a plan is kept and how one is made on paper."""
    known = request.user.is_authenticated
    response = _own(cast(AuthenticatedHttpRequest, request)) if known else _nobodys(request)
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["Cookie", "HX-Request", "Accept-Language"])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: AuthenticatedHttpRequest, step: str = "") -> HttpResponse:
    """One part of the plan, or all of them on one page. What can be saved is, also where another part can't."""
    if step and step not in STEPS:
        raise Http404
    written, now = _written(request), timezone.now()
    forms = [step_form(name, data=posted(request), written=written) for name in ([step] if step else STEPS)]
    if request.method != "POST":
        return _edit_page(request, forms, step)
    valid = {form.part.step: (form.content(), form.cleaned_data["seen"]) for form in forms if form.is_valid()}
    left = actions.save_steps(user_id=request.user.pk, written=valid, now=now)
    if left or len(valid) < len(forms):
        return _edit_page(request, _again(request, forms, saved=valid.keys() - left), step, status=422)
    messages.success(request, _("Saved."))
    return see_other(_onward(step, request.POST.get("then", "")))


@require_http_methods(["GET", "HEAD", "POST"])
def still_right(request: AuthenticatedHttpRequest) -> HttpResponse:
    if request.method == "POST":
        actions.look_again(user_id=request.user.pk, now=timezone.now())
        messages.success(request, _("Noted."))
    return see_other("guide:safety_plan")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: AuthenticatedHttpRequest) -> HttpResponse:
    if request.method == "POST":
        actions.delete_plan(user_id=request.user.pk, now=timezone.now())
        say_with_undo(request, _("Your plan is deleted."), undo=reverse("guide:safety_plan_restore"))
    return see_other("guide:safety_plan")


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: AuthenticatedHttpRequest) -> HttpResponse:
    if request.method == "POST":
        if actions.restore_plan(user_id=request.user.pk):
            messages.success(request, _("Your plan is back."))
        else:
            messages.info(request, _("There is nothing to bring back, or a new plan was begun meanwhile."))
    return see_other("guide:safety_plan")


def _own(request: AuthenticatedHttpRequest) -> HttpResponse:
    found = page(_plan(request), now=timezone.now())
    can_come_back = not found.written and SafetyPlan.objects.for_user(request.user).deleted().exists()
    response = _plan_page(request, found, can_come_back=can_come_back)
    response.headers["X-SW-Cache"] = "private"
    return response


def _nobodys(request: HttpRequest) -> HttpResponse:
    return render(request, "guide/safety_plan_signed_out.html", {"page": page(None, now=timezone.now())})


def _plan_page(request: AuthenticatedHttpRequest, found: Page, **more: Any) -> HttpResponse:
    context = {
        "page": found,
        "here": country.numbers_for(request),
        "words": MESSAGE,
        "to_anyone": message(str(MESSAGE)),
        "quiet": FETCHED_BY_THE_WORKER in request.headers,
        **more,
    }
    return render(request, "guide/safety_plan_page.html", context)


def _edit_page(
    request: AuthenticatedHttpRequest, forms: Sequence[StepForm], step: str, status: int = 200
) -> HttpResponse:
    place = STEPS.index(step) if step else -1
    context = {
        "forms": forms,
        "step": step,
        "total": len(STEPS),
        "before": part(STEPS[place - 1], {}) if place > 0 else None,
        "after": part(STEPS[place + 1], {}) if 0 <= place < len(STEPS) - 1 else None,
        "written": bool(_plan(request)),
    }
    return render(request, "guide/safety_plan_edit.html", context, status=status)


def _again(request: AuthenticatedHttpRequest, forms: Sequence[StepForm], *, saved: set[str]) -> list[StepForm]:
    """The forms after a save that was not whole: what is saved afresh, the rest as typed."""
    written, shown = _written(request), []
    for form in forms:
        step = form.part.step
        if step in saved:
            form = step_form(step, data=None, written=written)
        elif form.is_valid():  # something else was written there meanwhile, and now it has been seen
            data = request.POST.copy()
            data[form.add_prefix("seen")] = fingerprint(written.get(step))
            form = step_form(step, data=data, written=written)
            form.differ(part(step, written))
        shown.append(form)
    return shown


def _onward(step: str, then: str) -> str:
    """Where a save leads: the next part, back to a place on the page with all of them, or the plan."""
    if step and then == "next" and step != STEPS[-1]:
        return reverse("guide:safety_plan_step", args=[STEPS[STEPS.index(step) + 1]])
    if not step and then in STEPS:
        return f"{reverse('guide:safety_plan_edit')}#{then}"
    return reverse("guide:safety_plan")


def _plan(request: AuthenticatedHttpRequest) -> SafetyPlan | None:
    return SafetyPlan.objects.for_user(request.user).current().first()


def _written(request: AuthenticatedHttpRequest) -> dict[str, Any]:
    plan = _plan(request)
    return dict(plan.steps) if plan else {}
