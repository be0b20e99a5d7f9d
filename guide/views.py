"""Public pages: landing, guide, help."""

from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_headers

from guide import catalogue, structured
from guide import help_now as numbers

START_WITH: Final = "talk"


@login_not_required
@require_safe
@conditional_page
@vary_on_headers("Accept-Language")
def landing(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    help_here = numbers.footer_numbers(
        accept_language=request.headers.get("Accept-Language", ""), today=timezone.now().date()
    )
    return _kept(
        request, render(request, "guide/landing.html", {"here": help_here, "url": _canonical("guide:landing")})
    )


@login_not_required
@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    context = {
        "sections": catalogue.sections(),
        "start": catalogue.get(START_WITH),
        "url": _canonical("guide:index"),
    }
    return _kept(request, render(request, "guide/guide_index.html", context))


@login_not_required
@require_safe
@conditional_page
def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    found = catalogue.get(slug)
    if found is None:
        raise Http404
    url = _canonical("guide:chapter", slug)
    context = {
        "chapter": found,
        "section": catalogue.SECTIONS[found.section],
        "number": catalogue.number(slug),
        "total": len(catalogue.chapters()),
        "next": catalogue.after(slug),
        "url": url,
        "article": structured.article(found, url=url),
    }
    return _kept(request, render(request, "guide/guide_chapter.html", context))


@login_not_required
@require_safe
@conditional_page
@vary_on_headers("Accept-Language")
def help_now(request: HttpRequest) -> HttpResponse:
    page = numbers.help_now(
        asked=request.GET.get("country", ""),
        accept_language=request.headers.get("Accept-Language", ""),
        today=timezone.now().date(),
    )
    return _kept(request, render(request, "guide/help_now.html", {"page": page}))


def _canonical(name: str, *args: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """May be kept, if asked about each time; by the person's own browser alone once they are signed in."""
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_cache=True)
        response.headers["X-SW-Cache"] = "private"
    else:
        patch_cache_control(response, public=True, no_cache=True)
        response.headers["X-SW-Cache"] = "public"
    return response
