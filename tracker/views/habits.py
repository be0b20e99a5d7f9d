"""Habits: new, changed, rested."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from pwa.toast import say_with_undo
from tracker.actions import habits as actions
from tracker.actions.errors import TooManyHabits
from tracker.ahead import first_time
from tracker.forms.habits import SUGGESTIONS, HabitForm, suggestion
from tracker.models import Habit
from tracker.plan import habit_card


@require_http_methods(["GET", "HEAD", "POST"])
def habit_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """`?like=3` fills the form from the third suggestion; `?like=0` opens it empty."""
    start_from = suggestion(request.GET.get("like", ""))
    if request.method != "POST":
        if "like" not in request.GET:
            return render(request, "tracker/habit_choice.html", {"suggestions": SUGGESTIONS})
        form = HabitForm(today=timezone.localdate(), start_from=start_from)
        return render(request, "tracker/habit_form.html", {"form": form, "note": start_from and start_from.note})
    current = Habit.objects.for_user(request.user).current()
    form = HabitForm(request.POST, today=timezone.localdate(), beside=current)
    if habit := _added(request, form):
        return see_other("tracker:habit", habit=habit.pk)
    context = {"form": form, "note": start_from and start_from.note}
    return render(request, "tracker/habit_form.html", context, status=422)


@require_safe
def habit(request: AuthenticatedHttpRequest, habit: UUID) -> HttpResponse:
    found = get_object_or_404(Habit.objects.for_user(request.user), pk=habit)
    begins = first_time(found.schedules.current().first(), zone=request.user.zone, now=timezone.now())
    return render(request, "tracker/habit_detail.html", {"habit": habit_card(found), "first_time": begins})


@require_http_methods(["GET", "HEAD", "POST"])
def habit_edit(request: AuthenticatedHttpRequest, habit: UUID) -> HttpResponse:
    found = get_object_or_404(Habit.objects.for_user(request.user).current(), pk=habit)
    form = HabitForm(posted(request), today=timezone.localdate(), habit=found)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "tracker/habit_form.html", {"form": form, "habit": found}, status=status)
    actions.change_habit(
        user_id=request.user.pk,
        habit_id=found.pk,
        title=form.cleaned_data["title"],
        smallest=form.cleaned_data["smallest"],
        rule=form.rule(),
        remind=form.cleaned_data["remind"],
        now=timezone.now(),
    )
    messages.success(request, _("Saved."))
    return see_other("tracker:habit", habit=found.pk)


@require_POST
def habit_end(request: AuthenticatedHttpRequest, habit: UUID) -> HttpResponse:
    found = get_object_or_404(Habit.objects.for_user(request.user), pk=habit)
    actions.end_habit(user_id=request.user.pk, habit_id=found.pk, now=timezone.now())
    say_with_undo(
        request, _("Put away. What you ticked stays."), undo=reverse("tracker:habit_restore", args=[found.pk])
    )
    return see_other("tracker:plan")


@require_POST
def habit_restore(request: AuthenticatedHttpRequest, habit: UUID) -> HttpResponse:
    found = get_object_or_404(Habit.objects.for_user(request.user), pk=habit)
    try:
        actions.restore_habit(user_id=request.user.pk, habit_id=found.pk, now=timezone.now())
    except TooManyHabits:
        messages.info(request, _full())
        return see_other("tracker:plan")
    messages.success(request, _("It is back in your plan."))
    return see_other("tracker:habit", habit=found.pk)


def _added(request: AuthenticatedHttpRequest, form: HabitForm) -> Habit | None:
    """The habit; None, with what is wrong in the form, where it cannot be."""
    if not form.is_valid():
        return None
    try:
        return actions.add_habit(
            user_id=request.user.pk,
            habit_id=form.cleaned_data["habit_id"],
            title=form.cleaned_data["title"],
            smallest=form.cleaned_data["smallest"],
            rule=form.rule(),
            remind=form.cleaned_data["remind"],
            now=timezone.now(),
        )
    except TooManyHabits:
        form.add_error(None, _full())
        return None


def _full() -> str:
    return _("Your plan holds %(count)d habits. Put one away first, then this one fits.") % {
        "count": Habit.MOST_CURRENT
    }
