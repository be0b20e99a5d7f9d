"""The front page, the list of chapters, and a chapter."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_headers

from guide import catalogue, reading, structured
from guide.catalogue import phrases
from guide.views import country
from guide.views.kept import canonical, kept

SIX = ("approach", "story", "rapport", "opening-up", "staying", "expectations")
SHORT = 7  # headings of a chapter that needs no list of them


@login_not_required
@require_safe
@conditional_page
@vary_on_headers("Accept-Language", "Cookie")
def landing(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {
        "here": country.numbers_for(request),
        "reasons": list(filter(None, map(catalogue.get, SIX))),
        "url": canonical("guide:landing"),
    }
    return kept(request, render(request, "guide/landing.html", context))


@login_not_required
@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    context = {"contents": reading.contents(reader(request)), "url": canonical("guide:index")}
    return kept(request, render(request, "guide/guide_index.html", context))


@login_not_required
@require_safe
@conditional_page
def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    found = catalogue.get(slug)
    if found is None:
        raise Http404
    url, place = canonical("guide:chapter", slug), reading.place_of(reader(request), slug)
    context = {
        "chapter": found,
        "phrase": phrases.find(found.phrase_id),
        "section": catalogue.SECTIONS[found.section],
        "number": catalogue.number(slug),
        "total": len(catalogue.chapters()),
        "previous": catalogue.before(slug),
        "next": catalogue.after(slug),
        "parts": found.headings if len(found.headings) > SHORT else (),
        "place": place,
        "stopped": reading.stopped_at(found, place),
        "said": "",
        "url": url,
        "article": structured.article(found, url=url),
    }
    return kept(request, render(request, "guide/guide_chapter.html", context))


def reader(request: HttpRequest) -> UUID | None:
    return request.user.pk if request.user.is_authenticated else None
