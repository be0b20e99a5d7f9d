"""The page on which a moderator reads one story and decides, within the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.http import posted, see_other
from guide.actions import stories as actions
from guide.forms.stories import DecisionForm
from guide.models import Story

WHERE = {
    Story.State.HELD.value: _("Off the page, reported"),
    Story.State.WAITING.value: _("Waiting"),
    Story.State.SHOWN.value: _("On the page"),
}
DONE = {
    DecisionForm.SHOW: (_("Shown"), _("Shown to readers.")),
    DecisionForm.GIVE_BACK: (_("Given back"), _("Given back to its writer, with your word.")),
    DecisionForm.TAKE_DOWN: (_("Taken down"), _("Taken off the page, with your word to its writer.")),
}


def moderate(
    request: HttpRequest, story: Story, *, frame: dict[str, Any], log: Callable[[str], object]
) -> HttpResponse:
    """*story* carries `open_reports`; *frame* is what the admin's template shows around it. What was decided goes to
    *log*, the words do not."""
    form = DecisionForm(posted(request), initial={"seen": story.version})
    if not form.is_valid():
        context = {**frame, "story": story, "where": WHERE[story.state], "form": form}
        return render(request, "guide/stories_moderate.html", context, status=422 if form.is_bound else 200)
    if story.user_id == request.user.pk:
        messages.warning(request, _("This story is your own. Another moderator decides about it."))
        return see_other(reverse("admin:guide_story_changelist"))
    try:
        actions.decide(story_id=story.pk, now=timezone.now(), **form.cleaned_data)
    except actions.NoStory:
        messages.warning(request, _("This story was taken back meanwhile. Nothing was decided."))
    except actions.ChangedMeanwhile:
        messages.warning(request, _("Its words were changed meanwhile. Please read it once more."))
        return see_other(request.path)
    else:
        logged, said = DONE[form.cleaned_data["state"]]
        log(str(logged))
        messages.success(request, said)
    return see_other(reverse("admin:guide_story_changelist"))
