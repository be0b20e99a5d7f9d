"""Where somebody is in a chapter: on their list, read, or left at a heading."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest, see_other
from guide import catalogue, reading
from guide.actions.reading import forget_place, list_chapters, mark_read, note_place, unlist
from guide.forms.reading import PlaceForm

SAID = {
    "list": _("On your reading list."),
    "unlist": _("Taken off your reading list."),
    "read": _("Marked as read."),
    "unread": _("No longer marked as read."),
    "forget": _("Where you were is forgotten."),
}


@require_POST
def place(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """A page that is being left waits for no answer: 204."""
    chapter = catalogue.get(slug)
    if chapter is None:
        raise Http404
    form = PlaceForm(request.POST, chapter=chapter)
    if not form.is_valid():
        return HttpResponse(status=422)
    user_id, now, do = request.user.pk, timezone.now(), form.cleaned_data["do"]
    if do == "stop":
        note_place(user_id=user_id, slug=slug, heading=form.cleaned_data["heading"], now=now)
        return HttpResponse(status=204)
    if do == "list":
        list_chapters(user_id=user_id, slugs=[slug], now=now)
    elif do == "unlist":
        unlist(user_id=user_id, slug=slug)
    elif do == "forget":
        forget_place(user_id=user_id, slug=slug)
    else:
        mark_read(user_id=user_id, slug=slug, read=do == "read", now=now)
    if not request.htmx:
        return see_other(f"{reverse('guide:chapter', args=[slug])}#place")
    context = {
        "chapter": chapter,
        "place": reading.place_of(user_id, slug),
        "said": SAID[do],
        "forgotten": do == "forget",
    }
    return render(request, "guide/guide_chapter.html#place", context)
