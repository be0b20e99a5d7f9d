"""Habits: new, changed, rested."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from pwa.toast import say_with_undo
from tracker.actions import habits as actions
from tracker.actions.errors import TooManyHabits
from tracker.ahead import first_time
from tracker.forms.habits import SUGGESTIONS, HabitForm, suggestion
from tracker.habits import habit_record, pause_on
from tracker.logic.day import page_of
from tracker.models import Habit, HabitEntry
from tracker.plan import bedtime_card, habit_card
from tracker.today import BACK_FILL

MARKS = ("done", "small", "rest")


@require_http_methods(["GET", "HEAD", "POST"])
def habit_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """`?like=3` fills the form from the third suggestion; `?like=0` opens it empty."""
    start_from = suggestion(request.GET.get("like", ""))
    if request.method != "POST":
        if "like" not in request.GET:
            return render(request, "tracker/habit_choice.html", {"suggestions": SUGGESTIONS})
        form = HabitForm(today=timezone.localdate(), start_from=start_from, bedtime=_bedtime(request))
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
    return render(request, "tracker/habit_detail.html", habit_context(request, found, timezone.now()))


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
        now=timezone.now(),
        **form.values(),
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


def habit_context(request: AuthenticatedHttpRequest, habit: Habit, now: dt.datetime) -> dict[str, object]:
    """What the page of *habit* shows, drawn whole or answered in part."""
    person = request.user
    page = page_of(now, zone=person.zone, day_start=person.day_start)
    return {
        "habit": habit_card(habit),
        "tool": habit.tool,
        "record": habit_record(habit=habit, person=person, now=now, back_fill=BACK_FILL),
        "pause": pause_on(user_id=person.pk, date=page),
        "today": page,
        "weekdays": list(WEEKDAYS.values()),
        "marks": MARKS,
        "first_time": first_time(habit.schedules.current().first(), zone=person.zone, now=now),
    }


def said_of_habit(request: AuthenticatedHttpRequest, habit: Habit, *, state: str, now: dt.datetime) -> HttpResponse:
    """The answer to what was recorded of *habit* on its own page."""
    if not request.htmx:
        return see_other(f"{reverse('tracker:habit', args=[habit.pk])}#record")
    label = HabitEntry.State(state).label if state else ""
    said = _("%(label)s: recorded. Press again to undo.") % {"label": label} if label else _("Nothing recorded.")
    context = habit_context(request, habit, now) | {"said": said}
    return render(request, "tracker/habit_detail.html#answer", context)


def _bedtime(request: AuthenticatedHttpRequest) -> dt.time | None:
    card = bedtime_card(user_id=request.user.pk)
    return card.at if card else None


def _added(request: AuthenticatedHttpRequest, form: HabitForm) -> Habit | None:
    """The habit; None, with what is wrong in the form, where it cannot be."""
    if not form.is_valid():
        return None
    try:
        return actions.add_habit(
            user_id=request.user.pk,
            habit_id=form.cleaned_data["habit_id"],
            tool=form.cleaned_data["tool"],
            now=timezone.now(),
            **form.values(),
        )
    except TooManyHabits:
        form.add_error(None, _full())
        return None


def _full() -> str:
    return _("Your plan holds %(count)d habits. Put one away first, then this one fits.") % {
        "count": Habit.MOST_CURRENT
    }
