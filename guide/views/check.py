"""The why-check: one question a page, with an account or without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from guide.actions import check as actions
from guide.catalogue.check import check, said, tell
from guide.forms.check import QuestionForm, value_of
from guide.logic.check import VERSION, Answer, Item, change
from guide.models import WhyCheck
from guide.models.check import WhyCheckQuerySet
from guide.views.browser import BrowserCookie, not_stored
from guide.views.kept import canonical

COOKIE: Final = BrowserCookie("check", page="guide:check", holds=(("answers", dict), ("finished", bool)))


@dataclass(frozen=True)
class SoFar:
    """`finished`: as far as the result. `at`: when it was finished; in a browser, of the last answer. `before`: there
    are answers from before it was begun again, and they can come back."""

    answers: dict[str, Answer]
    finished: bool
    at: datetime
    before: bool = False

    @property
    def goes_on_at(self) -> Item | None:
        """The first question that was neither answered nor left out; None after the last."""
        return next((item for item in check().items if item.id not in self.answers), None)

    @property
    def says_something(self) -> bool:
        return any(answer is not None for answer in self.answers.values())


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def intro(request: HttpRequest) -> HttpResponse:
    """What it is and is not. From here it begins, goes on, or begins again."""
    if request.method == "POST":
        return _begin(request)
    now = timezone.now()
    context = {
        "total": len(check().items),
        "first": check().items[0],
        "so_far": _so_far(request, now),
        "latest": _checks(request).finished().first(),
        "replaced": _checks(request).replaced_by_another(now),
        "offer": _offer(request, now),
        "lost": COOKIE.lost(request, now=now),
        "url": canonical("guide:check"),
    }
    return not_stored(render(request, "guide/check_intro.html", context))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, item: str) -> HttpResponse:
    found, now = check().item(item), timezone.now()
    if found is None:
        return _unknown(request, item)
    form = QuestionForm(posted(request), item=found)
    if form.is_valid():
        return _answered(request, found, form.cleaned_data["answer"], now)
    so_far, items = _so_far(request, now), check().items
    answers = so_far.answers if so_far else {}
    place = items.index(found)
    context = {
        "item": found,
        "form": form,
        "words": [(str(value), words) for value, words in enumerate(check().words)],
        "chosen": value_of(answers[found.id]) if found.id in answers else "",
        "number": place + 1,
        "total": len(items),
        "staff": [(one.id in answers, one is found) for one in items],
        "before": items[place - 1] if place else None,
        "so_far": so_far,
        "replaced": _checks(request).replaced_by_another(now),
    }
    return not_stored(render(request, "guide/check_question.html", context, status=422 if form.is_bound else 200))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest) -> HttpResponse:
    """A POST ends the check where it stands; a GET shows what might be part of it."""
    now = timezone.now()
    if request.method == "POST":
        return _ended(request, now)
    finished, offer = list(_checks(request).finished()), _offer(request, now)
    if finished:
        return _result_page(request, 0, finished, now, offer=offer, begun=_checks(request).begun().first())
    so_far = offer or _so_far(request, now)
    if so_far is None or not so_far.says_something:
        return not_stored(render(request, "guide/check_nothing.html", {"lost": COOKIE.lost(request, now=now)}))
    context = {"telling": tell(so_far.answers), "said": said(so_far.answers), "version": VERSION, "offer": offer}
    return not_stored(render(request, "guide/check_result.html", context))


@require_safe
def earlier(request: AuthenticatedHttpRequest, pk: UUID) -> HttpResponse:
    finished = list(_checks(request).finished())
    place = next((place for place, one in enumerate(finished) if one.pk == pk), None)
    if place is None:
        raise Http404
    return _result_page(request, place, finished, timezone.now())


@require_POST
def delete(request: AuthenticatedHttpRequest, pk: UUID) -> HttpResponse:
    actions.delete(user_id=request.user.pk, check_id=pk)
    messages.success(request, _("Those answers are deleted."))
    return see_other("guide:check")


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Answers from before signing in: to be kept, or not. They may be somebody else's, so it is asked."""
    now = timezone.now()
    offer = _offer(request, now)
    if offer is None:
        return redirect("guide:check")
    if request.method != "POST":
        return not_stored(render(request, "guide/check_keep.html", _kept_beside(request, offer, now)))
    kept = actions.keep(user_id=request.user.pk, answers=offer.answers, finished=offer.finished, at=offer.at, now=now)
    if kept:
        messages.success(request, _("Kept, for you alone."))
    else:
        messages.info(request, _("There was nothing to keep: every question was left out."))
    response = see_other(_where_kept(request, kept) if offer.finished else reverse("guide:check"))
    COOKIE.forget(response)
    return response


@login_not_required
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """What lies in the browser is deleted; nothing else is touched."""
    return COOKIE.forgotten()


def _kept_beside(request: AuthenticatedHttpRequest, offer: SoFar, now: datetime) -> dict[str, Any]:
    """The check that *offer* would replace, or the newer one it would stand beside; `begun`: the one it adds to."""
    checks = _checks(request)
    if not offer.finished:
        return {"begun": checks.begun().first()}
    replaced = checks.replaced_by_one_of(offer.at, now)
    return {"replaced": replaced, "newer": None if replaced else checks.replaced_by_another(now)}


def _where_kept(request: HttpRequest, kept: WhyCheck | None) -> str:
    latest = _checks(request).finished().first()
    if kept is None or latest is None or kept.pk == latest.pk:
        return reverse("guide:check_result")
    return reverse("guide:check_earlier", args=(kept.pk,))


def _begin(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return _begin_in_browser(request, timezone.now())
    to = request.POST.get("to")
    if to == "drop":
        actions.drop(user_id=request.user.pk)
        messages.success(request, _("What you had begun is deleted."))
    elif to == "restore" and actions.restore(user_id=request.user.pk):
        messages.success(request, _("Your answers are back."))
    elif to == "restore":
        messages.info(request, _("There is nothing to bring back, or a question was answered meanwhile."))
    else:
        actions.begin(user_id=request.user.pk)
        return see_other("guide:question", check().items[0].id)
    return see_other("guide:check")


def _begin_in_browser(request: HttpRequest, now: datetime) -> HttpResponse:
    kept = COOKIE.read(request, now=now)
    if request.POST.get("to") == "restore":
        back = see_other("guide:check")
        if kept and (before := kept.said.get("before")):
            COOKIE.write(back, before["said"], now=datetime.fromtimestamp(before["at"], UTC))
        return back
    first = see_other("guide:question", check().items[0].id)
    if kept and kept.said["answers"]:
        before = {"said": {name: kept.said[name] for name in ("answers", "finished")}, "at": int(kept.at.timestamp())}
        COOKIE.write(first, {"answers": {}, "finished": False, "before": before}, now=now)
    return first


def _answered(request: HttpRequest, item: Item, answer: Answer, now: datetime) -> HttpResponse:
    """Keep the answer and turn to the next question, after the last one to the result."""
    items = check().items
    last = item is items[-1]
    response = see_other("guide:check_result") if last else see_other("guide:question", items[items.index(item) + 1].id)
    if request.user.is_authenticated:
        actions.answer(user_id=request.user.pk, item_id=item.id, answer=answer, now=now)
        if last:
            actions.finish(user_id=request.user.pk, now=now)
    else:
        so_far = _so_far(request, now) or SoFar({}, finished=False, at=now)
        _keep_in_browser(response, {**so_far.answers, item.id: answer}, finished=so_far.finished or last, now=now)
    return response


def _ended(request: HttpRequest, now: datetime) -> HttpResponse:
    response = see_other("guide:check_result")
    if request.user.is_authenticated:
        actions.finish(user_id=request.user.pk, now=now)
    elif so_far := _so_far(request, now):
        _keep_in_browser(response, so_far.answers, finished=True, now=now)
    return response


def _unknown(request: HttpRequest, item: str) -> HttpResponse:
    if request.method != "POST":
        raise Http404
    return not_stored(render(request, "guide/check_unknown.html", {"item": item}, status=422))


def _result_page(
    request: HttpRequest, place: int, finished: list[WhyCheck], now: datetime, **more: Any
) -> HttpResponse:
    """The one at *place* of all that somebody finished, newest first: with what changed since the time before."""
    latest, shown = finished[0], finished[place]
    before = next(iter(finished[place + 1 :]), None)
    answers = check().known(shown.answers)
    context = {
        "telling": tell(answers),
        "said": said(answers),
        "version": VERSION,
        "shown": shown,
        "latest": shown is latest,
        "others": [one for one in finished if one is not shown],
        "before": before,
        "change": change(check(), check().known(before.answers), answers) if before else None,
        "replaced": latest.replaced_until and now < latest.replaced_until,
        **more,
    }
    return render(request, "guide/check_result.html", context)


def _checks(request: HttpRequest) -> WhyCheckQuerySet:
    """The person's own; of nobody, none, and no query."""
    if not request.user.is_authenticated:
        return WhyCheck.objects.none()
    return WhyCheck.objects.for_user(cast(AuthenticatedHttpRequest, request).user)


def _so_far(request: HttpRequest, now: datetime) -> SoFar | None:
    """Where the person's next answer goes: into their check, or without an account into their browser."""
    if not request.user.is_authenticated:
        return _in_browser(request, now)
    row = _checks(request).under_way(now)
    if row is None:
        return None
    at, before = row.finished_at or now, WhyCheck.BEFORE in row.answers
    return SoFar(check().known(row.said), finished=bool(row.finished_at), at=at, before=before)


def _offer(request: HttpRequest, now: datetime) -> SoFar | None:
    """What somebody who is signed in now had answered before."""
    found = _in_browser(request, now) if request.user.is_authenticated else None
    return found if found and found.answers else None


def _in_browser(request: HttpRequest, now: datetime) -> SoFar | None:
    kept = COOKIE.read(request, now=now)
    if kept is None:
        return None
    answers, before = check().known(kept.said["answers"]), "before" in kept.said
    return SoFar(answers, finished=kept.said["finished"], at=kept.at, before=before)


def _keep_in_browser(response: HttpResponse, answers: dict[str, Answer], *, finished: bool, now: datetime) -> None:
    COOKIE.write(response, {"answers": answers, "finished": finished}, now=now)
