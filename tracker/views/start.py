"""The three starting steps. Each can be left out, and none comes back by itself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from tracker.actions.sleep import set_bedtime
from tracker.actions.start import save_start_answers
from tracker.forms.start import FirstCheckInForm, FirstThingForm, WhyForm, start_of
from tracker.models import StartAnswer
from tracker.plan import bedtime_card


@require_http_methods(["GET", "HEAD", "POST"])
def why(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = WhyForm(posted(request), initial={"why": _answers(request).why})
    if request.method != "POST" or not form.is_valid():
        return render(request, "tracker/start_why.html", {"form": form}, status=422 if form.errors else 200)
    save_start_answers(user_id=request.user.pk, now=timezone.now(), why=form.cleaned_data["why"])
    return see_other("tracker:start_first_thing")


@require_http_methods(["GET", "HEAD", "POST"])
def first_thing(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = FirstThingForm(posted(request), initial={"first_thing": _answers(request).first_thing})
    if request.method != "POST" or not form.is_valid():
        return render(request, "tracker/start_first_thing.html", {"form": form}, status=422 if form.errors else 200)
    save_start_answers(user_id=request.user.pk, now=timezone.now(), first_thing=form.cleaned_data["first_thing"])
    return see_other("tracker:start_first_check_in")


@require_http_methods(["GET", "HEAD", "POST"])
def first_check_in(request: AuthenticatedHttpRequest) -> HttpResponse:
    card = bedtime_card(user_id=request.user.pk)
    form = FirstCheckInForm(posted(request), initial={"bedtime": card.at if card else None})
    chosen = _answers(request).first_thing
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "afterwards": start_of(chosen), "chosen": chosen}
        return render(request, "tracker/start_first_check_in.html", context, status=422 if form.errors else 200)
    if at := form.cleaned_data["bedtime"]:
        plan = card.plan if card else ""
        set_bedtime(user_id=request.user.pk, at=at, plan=plan, now=timezone.now())
        chosen = "" if chosen == "bedtime" else chosen
    return see_other(start_of(chosen))


def _answers(request: AuthenticatedHttpRequest) -> StartAnswer:
    return StartAnswer.objects.for_user(request.user).first() or StartAnswer(user=request.user)
