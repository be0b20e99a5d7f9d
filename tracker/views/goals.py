"""Goals and their milestones."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, see_other
from pwa.toast import say_with_undo
from tracker import today
from tracker.actions import goals as actions
from tracker.actions.errors import TooManyGoals, TooManyMilestones
from tracker.forms.goals import GoalForm, RatingForm
from tracker.goals import SCALE, goal_record
from tracker.idempotency import recorded, recorded_at
from tracker.logic.day import page_of
from tracker.models import Goal, Milestone
from tracker.plan import goal_card
from tracker.views.log import cannot_be_recorded


@require_http_methods(["GET", "HEAD", "POST"])
def goal_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    if request.method != "POST" or "more" in request.POST:
        return _form_page(request, GoalForm(initial=request.POST.dict()))
    form = GoalForm(request.POST, beside=Goal.objects.for_user(request.user).active())
    if not form.is_valid():
        return _form_page(request, form, status=422)
    try:
        goal = actions.add_goal(
            user_id=request.user.pk,
            goal_id=form.cleaned_data["goal_id"],
            title=form.cleaned_data["title"],
            milestones=[words for _id, words in form.milestones() if words],
            measure=form.measure(),
        )
    except TooManyGoals:
        form.add_error(None, _("You have three goals already. Put one away first, then this one fits."))
        return _form_page(request, form, status=422)
    return see_other("tracker:goal", goal=goal.pk)


@require_safe
def goal(request: AuthenticatedHttpRequest, goal: UUID) -> HttpResponse:
    found = get_object_or_404(Goal.objects.for_user(request.user), pk=goal)
    return render(request, "tracker/goal_detail.html", _page(request, found, timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
def goal_edit(request: AuthenticatedHttpRequest, goal: UUID) -> HttpResponse:
    found = get_object_or_404(Goal.objects.for_user(request.user), pk=goal)
    if request.method != "POST" or "more" in request.POST:
        return _form_page(request, GoalForm(initial=request.POST.dict(), goal=found))
    form = GoalForm(request.POST, goal=found)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    values = {"title": form.cleaned_data["title"], "milestones": form.milestones(), "measure": form.measure()}
    try:
        actions.change_goal(user_id=request.user.pk, goal_id=found.pk, **values)
    except TooManyMilestones:
        form.add_error(None, _("This goal was given other milestones meanwhile, and six fit. Please look at it again."))
        return _form_page(request, form, status=422)
    messages.success(request, _("Saved."))
    return see_other("tracker:goal", goal=found.pk)


@require_POST
def goal_archive(request: AuthenticatedHttpRequest, goal: UUID) -> HttpResponse:
    found = get_object_or_404(Goal.objects.for_user(request.user), pk=goal)
    actions.archive_goal(user_id=request.user.pk, goal_id=found.pk, now=timezone.now())
    say_with_undo(request, _("Goal put away."), undo=reverse("tracker:goal_restore", args=[found.pk]))
    return see_other("tracker:plan")


@require_POST
def goal_restore(request: AuthenticatedHttpRequest, goal: UUID) -> HttpResponse:
    found = get_object_or_404(Goal.objects.for_user(request.user), pk=goal)
    try:
        actions.restore_goal(user_id=request.user.pk, goal_id=found.pk)
    except TooManyGoals:
        messages.info(request, _("You have three goals already. Put one away first, then this one fits."))
        return see_other("tracker:plan")
    messages.success(request, _("The goal is back."))
    return see_other("tracker:goal", goal=found.pk)


@require_POST
@recorded
def milestone(request: AuthenticatedHttpRequest, milestone: UUID) -> HttpResponse:
    """`state` "reached", or "" to undo; the same control does both."""
    found = get_object_or_404(Milestone.objects.for_user(request.user), pk=milestone)
    state, now = request.POST.get("state"), timezone.now()
    if state not in ("reached", ""):
        return cannot_be_recorded()
    actions.mark_milestone(
        user_id=request.user.pk,
        milestone_id=found.pk,
        reached=state == "reached",
        recorded_at=recorded_at(request, now),
        now=now,
    )
    if not request.htmx:
        return see_other("tracker:goal", goal=found.goal_id)
    goal = Goal.objects.for_user(request.user).get(pk=found.goal_id)
    return render(request, "tracker/goal_detail.html#steps", {"goal": goal_card(goal)})


@require_POST
@recorded
def log_goal(request: AuthenticatedHttpRequest, goal: UUID, date: dt.date) -> HttpResponse:
    """`rating` 0 to 10 of the page *date*, or "" to take it back. 404 for a day that is closed or to come."""
    found = get_object_or_404(Goal.objects.for_user(request.user).active(), pk=goal)
    now = timezone.now()
    said_at = recorded_at(request, now)
    said_on = _page_date(request, said_at)
    if date > said_on or not today.can_record(date, recorded=said_on):
        raise Http404
    form = RatingForm(request.POST)
    if not form.is_valid() or "rating" not in request.POST:
        return _answer(request, found, now, error=_("Choose a number from 0 to 10."))
    rating = form.cleaned_data["rating"]
    actions.rate_goal(user_id=request.user.pk, goal_id=found.pk, date=date, rating=rating, recorded_at=said_at, now=now)
    if not request.htmx:
        return see_other(f"{reverse('tracker:goal', args=[found.pk])}#close")
    said = _("%(n)d of 10: recorded. Press again to undo.") % {"n": rating} if rating is not None else ""
    return _answer(request, found, now, said=said or _("Nothing recorded."))


def _answer(
    request: AuthenticatedHttpRequest, goal: Goal, now: dt.datetime, *, said: str = "", error: str = ""
) -> HttpResponse:
    name = "tracker/goal_detail.html#answer" if request.htmx else "tracker/goal_detail.html"
    context = _page(request, goal, now) | {"said": said or error, "error": error}
    return render(request, name, context, status=422 if error else 200)


def _page(request: AuthenticatedHttpRequest, goal: Goal, now: dt.datetime) -> dict[str, object]:
    record = goal_record(goal=goal, today=_page_date(request, now))
    return {"goal": goal_card(goal), "record": record, "scale": SCALE}


def _page_date(request: AuthenticatedHttpRequest, at: dt.datetime) -> dt.date:
    return page_of(at, zone=request.user.zone, day_start=request.user.day_start)


def _form_page(request: AuthenticatedHttpRequest, form: GoalForm, status: int = 200) -> HttpResponse:
    active = Goal.objects.for_user(request.user).active().count()
    full = form.goal is None and active >= Goal.MOST_ACTIVE
    return render(request, "tracker/goal_form.html", {"form": form, "goal": form.goal, "full": full}, status=status)
