"""Readers' stories: the page for everyone, and a person's own. All of it answers 404 where stories are switched off."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import AuthenticatedHttpRequest, posted, see_other
from accounts.views.sign_in import too_many
from guide import help_now as numbers
from guide.actions import stories as actions
from guide.forms.stories import StoryForm, sentence
from guide.help_words import MESSAGE
from guide.logic.crisis_words import Tier
from guide.logic.safety_plan import message
from guide.logic.stories import Judgement
from guide.models import Story, StoryMark
from guide.stories import stories_page
from guide.views import country
from pwa.toast import say_with_undo


class Switched:
    """A view that is there while stories are switched on: else 404 for whoever asks, signed in or not."""

    def __init__(self, view: Callable[..., HttpResponse]) -> None:
        self.view, self.public = view, not getattr(view, "login_required", True)
        update_wrapper(self, view)

    @property
    def login_required(self) -> bool:
        return settings.STORIES and not self.public

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.STORIES:
            raise Http404
        return self.view(request, *args, **kwargs)


@Switched
@login_not_required
@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """What is shown is asked for anew each time: a story that was withdrawn is kept nowhere."""
    reader_id = request.user.pk if request.user.is_authenticated else None
    found = stories_page(number=request.GET.get("page", ""), reader_id=reader_id)
    response = render(request, "guide/stories_list.html", {"found": found})
    patch_cache_control(response, private=True, no_store=True)
    return response


@Switched
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: AuthenticatedHttpRequest) -> HttpResponse:
    return _edit(request, None)


@Switched
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: AuthenticatedHttpRequest, story: UUID) -> HttpResponse:
    return _edit(request, _own(request, story))


@Switched
@require_safe
def mine(request: AuthenticatedHttpRequest) -> HttpResponse:
    own = Story.objects.for_user(request.user).newest_first()
    return render(request, "guide/stories_mine.html", {"stories": own, "full": len(own) >= Story.MOST})


@Switched
@require_http_methods(["GET", "HEAD", "POST"])
def story(request: AuthenticatedHttpRequest, story: UUID) -> HttpResponse:
    """A story of one's own as readers would see it. A POST sends it."""
    found = _own(request, story)
    if request.method != "POST":
        return _story_page(request, found)
    if _too_fast(request, "story_send"):
        return too_many(request)
    try:
        heard, seen = request.POST.get("heard") == "yes", request.POST.get("seen", "")
        actions.send(user_id=request.user.pk, story_id=story, seen=seen, heard=heard, now=timezone.now())
    except actions.NotSent:
        return _story_page(request, found, status=422)
    except actions.ChangedMeanwhile:
        messages.info(request, _("This story was changed in another window. Please read it once more."))
        return see_other("guide:story", story)
    messages.success(request, _("Sent. A moderator reads it first."))
    return see_other("guide:stories_mine")


@Switched
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: AuthenticatedHttpRequest, story: UUID) -> HttpResponse:
    found = _own(request, story)
    if request.method == "POST":
        actions.withdraw(user_id=request.user.pk, story_id=found.pk, now=timezone.now())
        say_with_undo(
            request, _("Withdrawn. Nobody else can read it."), undo=reverse("guide:story_restore", args=[story])
        )
    return see_other("guide:stories_mine")


@Switched
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: AuthenticatedHttpRequest, story: UUID) -> HttpResponse:
    found = _own(request, story)
    if request.method == "POST":
        actions.restore(user_id=request.user.pk, story_id=found.pk)
    return see_other("guide:stories_mine")


@Switched
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: AuthenticatedHttpRequest, story: UUID) -> HttpResponse:
    """Asks first: there is no way back. Sent twice it leads to what is left; a story of somebody else is not there."""
    if request.method != "POST":
        return render(request, "guide/stories_delete.html", {"story": _own(request, story)})
    if Story.objects.filter(pk=story).exists():
        _own(request, story)
    actions.delete(user_id=request.user.pk, story_id=story)
    messages.success(request, _("Deleted."))
    return see_other("guide:stories_mine")


@Switched
@require_http_methods(["GET", "HEAD", "POST"])
def helped(request: AuthenticatedHttpRequest, story: UUID) -> HttpResponse:
    if request.method == "POST":
        if _too_fast(request, "story_helped"):
            return too_many(request)
        try:
            actions.say_it_helped(user_id=request.user.pk, story_id=story, helped=request.POST.get("helped") != "no")
        except actions.NoStory:
            return _gone(request)
    return _back_to(request, story)


@Switched
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: AuthenticatedHttpRequest, story: UUID) -> HttpResponse:
    if request.method == "POST":
        if _too_fast(request, "story_report"):
            return too_many(request)
        try:
            actions.report(user_id=request.user.pk, story_id=story)
        except actions.NoStory:
            return _gone(request)
        undo = reverse("guide:story_unreport", args=[story])
        say_with_undo(request, _("Reported. A moderator will look at it."), undo=undo)
    return _back_to(request, story)


@Switched
@require_http_methods(["GET", "HEAD", "POST"])
def unreport(request: AuthenticatedHttpRequest, story: UUID) -> HttpResponse:
    if request.method == "POST":
        actions.take_back_report(user_id=request.user.pk, story_id=story)
    return _back_to(request, story)


def _edit(request: AuthenticatedHttpRequest, found: Story | None) -> HttpResponse:
    form = StoryForm(posted(request), story=found)
    if form.is_valid():
        try:
            kept = actions.keep(user_id=request.user.pk, **form.cleaned_data)
        except actions.ChangedMeanwhile:
            form.say_it_changed(_own(request, form.cleaned_data["story_id"]))
        except actions.TooManyStories:
            form.add_error(None, _("You keep %(count)d stories. Delete one first.") % {"count": Story.MOST})
        else:
            if request.POST.get("then") != "mine":
                return see_other("guide:story", kept.pk)
            messages.success(request, _("Kept as your draft."))
            return see_other("guide:stories_mine")
    return render(
        request, "guide/stories_write.html", {"form": form, "story": found}, status=422 if form.errors else 200
    )


def _story_page(request: AuthenticatedHttpRequest, found: Story, *, status: int = 200) -> HttpResponse:
    """Where its words call for help, that comes first, before anything is said of the story."""
    context: dict[str, Any] = {"story": found}
    if found.can_be_sent:
        judgement = actions.judgement_of(found, email=request.user.email)
        if judgement.calls_for_help:
            return _help_first(request, found, judgement, status=status)
        context |= {
            "reasons": [sentence(reason) for reason in judgement.reasons],
            "heavy": Tier.SMALL in judgement.tiers,
        }
    elif found.is_sent:
        context["helped"] = StoryMark.objects.helped([found.pk]).get(found.pk, 0)
    return render(request, "guide/stories_story.html", context, status=status)


def _help_first(request: AuthenticatedHttpRequest, found: Story, judgement: Judgement, *, status: int) -> HttpResponse:
    context = {
        "story": found,
        "here": country.numbers_for(request),
        "anywhere": numbers.ANYWHERE,
        "words": MESSAGE,
        "to_anyone": message(str(MESSAGE)),
        "tiers": {tier.value: tier in judgement.tiers for tier in Tier},
    }
    return render(request, "guide/stories_help.html", context, status=status)


def _own(request: AuthenticatedHttpRequest, story_id: UUID) -> Story:
    return get_object_or_404(Story.objects.for_user(request.user), pk=story_id)


def _too_fast(request: AuthenticatedHttpRequest, action: str) -> bool:
    return not ratelimit.consume(request, action=action, user=request.user)


def _gone(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("That story is no longer on the page."))
    return see_other("guide:stories")


def _back_to(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The story where it stood, on the page that was read."""
    page = request.POST.get("page", "")
    query = f"?page={page}" if page.isdecimal() and page.isascii() and len(page) < 6 else ""
    return see_other(f"{reverse('guide:stories')}{query}#story-{story_id}")
